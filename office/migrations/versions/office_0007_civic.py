"""Tables of part 2: complaints, surveys, meetings, frozen reports and looks at personal data."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

import sqlalchemy as sa
from alembic import op

from office.append_only import protect

revision = "office_0007"
down_revision = "office_0006"
branch_labels = None
depends_on = None

#: written once and read for ever, with their primary keys
_ONCE: Final = {
    "akses_tidak_wajar": ("key",),
    "data_dibuka": ("key",),
    "laporan": ("kantor", "bulan", "revisi"),
    "skm_jawaban": ("key",),
}
_TABLES: Final = (*_ONCE, "agenda_rapat", "pengaduan", "tindak_rapat")


def upgrade() -> None:
    make_meetings()
    make_disclosures()
    make_complaints()
    make_reports()
    for table, keys in _ONCE.items():
        protect(table, *keys)


def make_meetings() -> None:
    op.create_table(
        "agenda_rapat",
        *_key(),
        *_texts("kantor", "pokok"),
        sa.Column("kasus", sa.BigInteger(), nullable=False),
        *_texts("no_register"),
        *_instants("diajukan_pada"),
        *_instants("dibahas_pada", nullable=True),
        *_texts("dibahas_bulan", nullable=True),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_agenda_rapat")),
    )
    _index("agenda_rapat", "kantor", "dibahas_pada")
    _index("agenda_rapat", "kasus")
    op.create_table(
        "tindak_rapat",
        *_key(),
        *_texts("kantor", "bulan", "apa", "siapa"),
        sa.Column("batas", sa.Date(), nullable=False),
        sa.Column("asal", sa.BigInteger(), nullable=False),
        *_instants("diputus_pada"),
        *_texts("oleh"),
        *_instants("selesai_pada", nullable=True),
        *_texts("hasil", nullable=True),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_tindak_rapat")),
    )
    _index("tindak_rapat", "kantor", "selesai_pada")


def make_disclosures() -> None:
    op.create_table(
        "data_dibuka",
        *_key(),
        *_texts("kantor", "petugas"),
        sa.Column("kasus", sa.BigInteger(), nullable=False),
        *_instants("pada"),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_data_dibuka")),
    )
    op.create_table(
        "akses_tidak_wajar",
        *_key(),
        *_texts("kantor", "petugas"),
        sa.Column("jumlah", sa.Integer(), nullable=False),
        sa.Column("batas", sa.Integer(), nullable=False),
        *_instants("sejak", "pada"),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_akses_tidak_wajar")),
    )
    _index("data_dibuka", "kantor", "petugas", "pada")
    _index("akses_tidak_wajar", "kantor", "petugas", "pada")


def make_complaints() -> None:
    op.create_table(
        "pengaduan",
        *_texts("nomor", "kantor"),
        sa.Column("kasus", sa.BigInteger(), nullable=False),
        *_texts("tentang", "teradu", "keadaan"),
        *_instants("diterima_pada", "batas_jawab", "batas_putus"),
        *_instants("dijawab_pada", "diputus_pada", "selesai_pada", nullable=True),
        sa.PrimaryKeyConstraint("nomor", name=op.f("pk_pengaduan")),
        sa.UniqueConstraint("kasus", name=op.f("uq_pengaduan_kasus")),
    )
    _index("pengaduan", "kantor", "selesai_pada")


def make_reports() -> None:
    op.create_table(
        "laporan",
        *_texts("kantor", "bulan"),
        sa.Column("revisi", sa.Integer(), autoincrement=False, nullable=False),
        *_texts("isi", "sidik", "oleh"),
        *_instants("dibuat_pada"),
        sa.PrimaryKeyConstraint("kantor", "bulan", "revisi", name=op.f("pk_laporan")),
    )
    op.create_table(
        "skm_jawaban",
        *_key(),
        *_texts("kantor"),
        sa.Column("tanggal", sa.Date(), nullable=False),
        *_texts("nilai", "kelompok", "saran"),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_skm_jawaban")),
    )
    _index("skm_jawaban", "kantor", "tanggal")


def downgrade() -> None:
    for table in _TABLES:
        op.drop_table(table)


def _key() -> Iterable[sa.Column[int]]:
    yield sa.Column("key", sa.BigInteger(), autoincrement=False, nullable=False)


def _texts(*names: str, nullable: bool = False) -> Iterable[sa.Column[str]]:
    for name in names:
        yield sa.Column(name, sa.Text(), nullable=nullable)


def _instants(*names: str, nullable: bool = False) -> Iterable[sa.Column[object]]:
    for name in names:
        yield sa.Column(name, sa.DateTime(timezone=True), nullable=nullable)


def _index(table: str, *columns: str) -> None:
    op.create_index(op.f(f"ix_{table}_{'_'.join(columns)}"), table, list(columns))
