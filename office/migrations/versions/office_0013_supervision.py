"""Escalations to officers who are not signed in."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from office.append_only import protect

revision = "office_0013"
down_revision = "office_0012"
branch_labels = None
depends_on = None


def upgrade() -> None:
    make_officers()
    make_escalations()
    make_notices()
    protect("eskalasi_kabar_isi", "kabar", "tugas")


def make_officers() -> None:
    op.create_table(
        "petugas_terlihat",
        sa.Column("petugas", sa.Text(), nullable=False),
        sa.Column("pada", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("petugas", name=op.f("pk_petugas_terlihat")),
    )
    op.create_table(
        "petugas_kontak",
        sa.Column("petugas", sa.Text(), nullable=False),
        sa.Column("saluran", sa.Text(), nullable=False),
        sa.Column("nomor", sa.LargeBinary(), nullable=False),
        sa.Column("nomor_mask", sa.Text(), nullable=False),
        sa.Column("diubah_pada", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("petugas", name=op.f("pk_petugas_kontak")),
    )


def make_escalations() -> None:
    op.create_table(
        "eskalasi",
        sa.Column("tugas", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("kantor", sa.Text(), nullable=False),
        sa.Column("kasus", sa.BigInteger(), nullable=False),
        sa.Column("definisi", sa.BigInteger(), nullable=False),
        sa.Column("elemen", sa.Text(), nullable=False),
        sa.Column("pemicu", sa.Text(), nullable=False),
        sa.Column("langkah", sa.Text(), nullable=False),
        sa.Column("kelompok", sa.Text(), nullable=False),
        sa.Column("orang", sa.Text(), nullable=False),
        sa.Column("tingkat", sa.Text(), nullable=False),
        sa.Column("tingkat_sejak", sa.DateTime(timezone=True), nullable=False),
        sa.Column("dibuka_pada", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ditutup_pada", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("tugas", name=op.f("pk_eskalasi")),
    )
    op.create_index(
        op.f("ix_eskalasi_kantor_ditutup_pada_dibuka_pada"),
        "eskalasi",
        ["kantor", "ditutup_pada", "dibuka_pada"],
    )
    op.create_table(
        "eskalasi_dilihat",
        sa.Column("tugas", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("petugas", sa.Text(), nullable=False),
        sa.Column("pada", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("tugas", "petugas", name=op.f("pk_eskalasi_dilihat")),
    )
    op.create_table(
        "eskalasi_sapuan",
        sa.Column("kantor", sa.Text(), nullable=False),
        sa.Column("pada", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("kantor", name=op.f("pk_eskalasi_sapuan")),
    )


def make_notices() -> None:
    op.create_table(
        "eskalasi_kabar",
        sa.Column("key", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("kantor", sa.Text(), nullable=False),
        sa.Column("petugas", sa.Text(), nullable=False),
        sa.Column("saluran", sa.Text(), nullable=False),
        sa.Column("lewat", sa.Text(), nullable=False),
        sa.Column("templat", sa.Text(), nullable=False),
        sa.Column("isi", sa.Text(), nullable=False),
        sa.Column("nilai", sa.Text(), nullable=False),
        sa.Column("tujuan_mask", sa.Text(), nullable=False),
        sa.Column("keadaan", sa.Text(), nullable=False),
        sa.Column("percobaan", sa.Integer(), nullable=False),
        sa.Column("alasan", sa.Text(), nullable=False),
        sa.Column("dibuat_pada", sa.DateTime(timezone=True), nullable=False),
        sa.Column("berikut_pada", sa.DateTime(timezone=True), nullable=True),
        sa.Column("dikirim_pada", sa.DateTime(timezone=True), nullable=True),
        sa.Column("pesan_luar", sa.Text(), nullable=True),
        sa.Column("sampai_pada", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_eskalasi_kabar")),
    )
    for columns in (["keadaan", "berikut_pada"], ["petugas", "dibuat_pada"], ["pesan_luar"]):
        name = op.f(f"ix_eskalasi_kabar_{'_'.join(columns)}")
        op.create_index(name, "eskalasi_kabar", columns)
    op.create_table(
        "eskalasi_kabar_isi",
        sa.Column("kabar", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("tugas", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.PrimaryKeyConstraint("kabar", "tugas", name=op.f("pk_eskalasi_kabar_isi")),
    )
    op.create_index(op.f("ix_eskalasi_kabar_isi_tugas"), "eskalasi_kabar_isi", ["tugas"])


def downgrade() -> None:
    for table in (
        "eskalasi_kabar_isi",
        "eskalasi_kabar",
        "eskalasi_sapuan",
        "eskalasi_dilihat",
        "eskalasi",
        "petugas_kontak",
        "petugas_terlihat",
    ):
        op.drop_table(table)
