"""Kiosks, calls out of turn and the numbered paper list."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from office import append_only

revision = "office_0010"
down_revision = "office_0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "kios",
        sa.Column("key", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("kantor", sa.Text(), nullable=False),
        sa.Column("nama", sa.Text(), nullable=False),
        sa.Column("lebar_kertas", sa.Integer(), nullable=False),
        sa.Column("tanda", sa.LargeBinary(), nullable=False),
        sa.Column("dibuka_pada", sa.DateTime(timezone=True), nullable=False),
        sa.Column("oleh", sa.Text(), nullable=False),
        sa.Column("jatah", sa.Integer(), nullable=False),
        sa.Column("jatah_sejak", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ditutup_pada", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ditutup_oleh", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_kios")),
        sa.UniqueConstraint("tanda", name=op.f("uq_kios_tanda")),
    )
    op.create_index(op.f("ix_kios_kantor"), "kios", ["kantor"])
    _create_paper()
    op.add_column("tiket_panggilan", sa.Column("alasan", sa.Text(), nullable=True))


def downgrade() -> None:
    op.drop_column("tiket_panggilan", "alasan")
    op.drop_table("nomor_kertas")
    op.drop_table("lembar_kertas")
    op.drop_table("kios")


def _create_paper() -> None:
    op.create_table(
        "lembar_kertas",
        sa.Column("kantor", sa.Text(), nullable=False),
        sa.Column("lembar", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("dari", sa.Integer(), nullable=False),
        sa.Column("sampai", sa.Integer(), nullable=False),
        sa.Column("dibuat_pada", sa.DateTime(timezone=True), nullable=False),
        sa.Column("oleh", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("kantor", "lembar", name=op.f("pk_lembar_kertas")),
    )
    append_only.protect("lembar_kertas", "kantor", "lembar")
    op.create_table(
        "nomor_kertas",
        sa.Column("kantor", sa.Text(), nullable=False),
        sa.Column("nomor", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("kasus", sa.BigInteger(), nullable=False),
        sa.Column("terjadi_pada", sa.DateTime(timezone=True), nullable=False),
        sa.Column("dicatat_pada", sa.DateTime(timezone=True), nullable=False),
        sa.Column("oleh", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("kantor", "nomor", name=op.f("pk_nomor_kertas")),
    )
    append_only.protect("nomor_kertas", "kantor", "nomor")
