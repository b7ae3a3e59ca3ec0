"""The handover register, wrong pickup codes, and the case of a print request."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from office.append_only import protect

revision = "office_0012"
down_revision = "office_0011"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "serah_terima",
        *_texts("no_register", "kantor"),
        sa.Column("kasus", sa.BigInteger(), nullable=False),
        *_texts("jenis", "penerima"),
        sa.Column("nama", sa.LargeBinary(), nullable=False),
        *_texts("bukti", "kartu_lama"),
        sa.Column("suket_ditarik", sa.Boolean(), nullable=False),
        *_texts("tanda_tangan"),
        sa.Column("saksi", sa.Text(), nullable=True),
        *_texts("oleh"),
        sa.Column("pada", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("no_register", name=op.f("pk_serah_terima")),
    )
    op.create_index(op.f("ix_serah_terima_kantor_pada"), "serah_terima", ["kantor", "pada"])
    op.create_table(
        "kode_ambil_salah",
        sa.Column("key", sa.BigInteger(), autoincrement=False, nullable=False),
        *_texts("kantor", "no_register"),
        sa.Column("kasus", sa.BigInteger(), nullable=False),
        *_texts("hasil"),
        sa.Column("oleh", sa.Text(), nullable=True),
        sa.Column("pada", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_kode_ambil_salah")),
    )
    op.create_index(op.f("ix_kode_ambil_salah_kantor_pada"), "kode_ambil_salah", ["kantor", "pada"])
    protect("serah_terima", "no_register")
    protect("kode_ambil_salah", "key")
    for column in ("dimulai_pada", "blanko_seri"):
        op.create_index(op.f(f"ix_cetakan_kantor_{column}"), "cetakan", ["kantor", column])
    op.create_index(op.f("ix_permohonan_nik_indeks"), "permohonan", ["nik_indeks"])
    op.add_column("cetak_permintaan", sa.Column("kasus", sa.BigInteger(), nullable=True))


def downgrade() -> None:
    op.drop_column("cetak_permintaan", "kasus")
    op.drop_index(op.f("ix_permohonan_nik_indeks"), table_name="permohonan")
    for column in ("blanko_seri", "dimulai_pada"):
        op.drop_index(op.f(f"ix_cetakan_kantor_{column}"), table_name="cetakan")
    for table in ("kode_ambil_salah", "serah_terima"):
        op.drop_table(table)  # with its indexes and triggers


def _texts(*names: str) -> list[sa.Column[str]]:
    return [sa.Column(name, sa.Text(), nullable=False) for name in names]
