"""Sign-in with one-time codes, officers' own record, and what the access log says of a look."""

from __future__ import annotations

from typing import Any, Final

import sqlalchemy as sa
from alembic import op

from office.append_only import protect

revision = "office_0009"
down_revision = "office_0008"
branch_labels = None
depends_on = None

#: new columns: type, and what the rows that are there begin with (None: nothing)
_NEW: Final[dict[str, dict[str, tuple[sa.types.TypeEngine[Any], str | None]]]] = {
    "petugas": {
        "nip": (sa.LargeBinary(), None),
        "versi": (sa.Integer(), "1"),
        "ganti_sandi": (sa.Boolean(), "false"),
        "sesi": (sa.Integer(), "0"),
        "pakai_kode": (sa.Boolean(), "false"),
    },
    "data_dibuka": {
        "cara": (sa.Text(), "'KASUS'"),
        "bidang": (sa.Text(), "'[]'"),
        "alasan": (sa.Text(), "''"),
        "dari": (sa.Text(), "''"),
    },
    "kantor": {"versi": (sa.Integer(), "1"), "diubah_oleh": (sa.Text(), "''")},
}
#: written once and read for ever
_ONCE: Final = ("petugas_riwayat", "kantor_riwayat", "akses_dibaca")


def upgrade() -> None:
    for table, columns in _NEW.items():
        for name, (kind, start) in columns.items():
            default = None if start is None else sa.text(start)
            column = sa.Column(name, kind, nullable=start is None, server_default=default)
            op.add_column(table, column)
    op.create_index(op.f("ix_data_dibuka_kantor_pada"), "data_dibuka", ["kantor", "pada"])
    _make_second_steps()
    _make_records()
    for table in _ONCE:
        protect(table, "key")


def _make_second_steps() -> None:
    op.create_table(
        "kode_masuk",
        sa.Column("petugas", sa.Text(), nullable=False),
        sa.Column("rahasia", sa.LargeBinary(), nullable=False),
        sa.Column("sejak", sa.DateTime(timezone=True), nullable=True),
        sa.Column("terakhir", sa.BigInteger(), nullable=False),
        sa.Column("cadangan", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("petugas", name=op.f("pk_kode_masuk")),
    )
    op.create_table(
        "sesi_berakhir",
        sa.Column("nomor", sa.Text(), nullable=False),
        sa.Column("sampai", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("nomor", name=op.f("pk_sesi_berakhir")),
    )


def _make_records() -> None:
    _make_record("petugas_riwayat", "petugas", "kantor", "tindakan", "alasan", "rincian")
    op.create_index(op.f("ix_petugas_riwayat_petugas"), "petugas_riwayat", ["petugas"])
    _make_record("kantor_riwayat", "kantor", "alasan", "rincian")
    op.create_index(op.f("ix_kantor_riwayat_kantor"), "kantor_riwayat", ["kantor"])
    _make_record("akses_dibaca", "kantor", "cara", "saringan", "dari")
    op.create_index(op.f("ix_akses_dibaca_pada"), "akses_dibaca", ["pada"])


def _make_record(table: str, *texts: str) -> None:
    op.create_table(
        table,
        sa.Column("key", sa.BigInteger(), autoincrement=False, nullable=False),
        *(sa.Column(name, sa.Text(), nullable=False) for name in texts),
        sa.Column("oleh", sa.Text(), nullable=False),
        sa.Column("pada", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("key", name=op.f(f"pk_{table}")),
    )


def downgrade() -> None:
    for table in (*_ONCE, "sesi_berakhir", "kode_masuk"):
        op.drop_table(table)
    op.drop_index(op.f("ix_data_dibuka_kantor_pada"), "data_dibuka")
    for table, columns in _NEW.items():
        for name in columns:
            op.drop_column(table, name)
