"""Tables of part 2: counters and the clocks of an application."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from office import append_only

revision = "office_0003"
down_revision = "office_0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "permohonan_jejak",
        sa.Column("key", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("kantor", sa.Text(), nullable=False),
        sa.Column("kasus", sa.BigInteger(), nullable=False),
        sa.Column("nama", sa.Text(), nullable=False),
        sa.Column("nilai", sa.Text(), nullable=False),
        sa.Column("sejak", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_permohonan_jejak")),
    )
    op.create_index(
        op.f("ix_permohonan_jejak_kantor_sejak"), "permohonan_jejak", ["kantor", "sejak"]
    )
    op.create_index(op.f("ix_permohonan_jejak_kasus"), "permohonan_jejak", ["kasus"])
    append_only.protect("permohonan_jejak", "key")
    _create_counters()
    _create_calls()
    op.add_column("tiket", sa.Column("terjawab", sa.Integer(), nullable=False, server_default="0"))
    op.create_index(op.f("ix_tiket_kantor_selesai_pada"), "tiket", ["kantor", "selesai_pada"])
    op.add_column(
        "kantor_setelan", sa.Column("alasan", sa.Text(), nullable=False, server_default="")
    )


def downgrade() -> None:
    op.drop_column("kantor_setelan", "alasan")
    op.drop_index(op.f("ix_tiket_kantor_selesai_pada"), table_name="tiket")
    op.drop_column("tiket", "terjawab")
    op.drop_table("tiket_panggilan")
    op.drop_table("loket_buka_tutup")
    op.drop_table("permohonan_jejak")


def _create_counters() -> None:
    op.create_table(
        "loket_buka_tutup",
        sa.Column("key", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("kantor", sa.Text(), nullable=False),
        sa.Column("loket", sa.Text(), nullable=False),
        sa.Column("kejadian", sa.Text(), nullable=False),
        sa.Column("pada", sa.DateTime(timezone=True), nullable=False),
        sa.Column("oleh", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_loket_buka_tutup")),
    )
    op.create_index(
        op.f("ix_loket_buka_tutup_kantor_loket_key"), "loket_buka_tutup", ["kantor", "loket", "key"]
    )
    append_only.protect("loket_buka_tutup", "key")


def _create_calls() -> None:
    op.create_table(
        "tiket_panggilan",
        sa.Column("kantor", sa.Text(), nullable=False),
        sa.Column("tanggal", sa.Date(), nullable=False),
        sa.Column("urutan", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("tiket", sa.BigInteger(), nullable=False),
        sa.Column("jenis", sa.Text(), nullable=False),
        sa.Column("loket", sa.Text(), nullable=False),
        sa.Column("pada", sa.DateTime(timezone=True), nullable=False),
        sa.Column("oleh", sa.Text(), nullable=False),
        sa.Column("biasa_menunggu", sa.Boolean(), nullable=False),
        sa.Column("berturut", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("kantor", "tanggal", "urutan", name=op.f("pk_tiket_panggilan")),
    )
    append_only.protect("tiket_panggilan", "kantor", "tanggal", "urutan")
