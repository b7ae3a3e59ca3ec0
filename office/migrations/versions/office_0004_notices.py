"""Tables of part 2: delivery states, replies and lists."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from office.append_only import protect

revision = "office_0004"
down_revision = "office_0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    extend_notices()
    make_states()
    make_replies()
    make_lists()
    protect("notifikasi_kabar", "key")
    protect("balasan", "key")


def extend_notices() -> None:
    op.add_column("notifikasi", sa.Column("nilai", sa.Text(), nullable=False, server_default="{}"))
    op.add_column("notifikasi", sa.Column("pesan_luar", sa.Text(), nullable=True))
    for name in ("sampai_pada", "dibaca_pada"):
        op.add_column("notifikasi", sa.Column(name, sa.DateTime(timezone=True), nullable=True))
    op.create_index(op.f("ix_notifikasi_pesan_luar"), "notifikasi", ["pesan_luar"])


def make_states() -> None:
    op.create_table(
        "notifikasi_kabar",
        sa.Column("key", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("pesan_luar", sa.Text(), nullable=False),
        sa.Column("keadaan", sa.Text(), nullable=False),
        sa.Column("alasan", sa.Text(), nullable=False),
        sa.Column("pada", sa.DateTime(timezone=True), nullable=False),
        sa.Column("diterima_pada", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_notifikasi_kabar")),
        sa.UniqueConstraint(
            "pesan_luar", "keadaan", name=op.f("uq_notifikasi_kabar_pesan_luar_keadaan")
        ),
    )


def make_replies() -> None:
    op.create_table(
        "kontak",
        sa.Column("kasus", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("jenis", sa.Text(), nullable=False),
        sa.Column("kantor", sa.Text(), nullable=False),
        sa.Column("indeks", sa.LargeBinary(), nullable=False),
        sa.Column("dicatat_pada", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("kasus", "jenis", name=op.f("pk_kontak")),
    )
    op.create_index(op.f("ix_kontak_indeks"), "kontak", ["indeks"])
    op.create_table(
        "balasan",
        sa.Column("key", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("kantor", sa.Text(), nullable=False),
        sa.Column("kasus", sa.BigInteger(), nullable=True),
        sa.Column("pesan_luar", sa.Text(), nullable=False),
        sa.Column("isi", sa.LargeBinary(), nullable=False),
        sa.Column("tindakan", sa.Text(), nullable=False),
        sa.Column("pada", sa.DateTime(timezone=True), nullable=False),
        sa.Column("diterima_pada", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_balasan")),
        sa.UniqueConstraint("pesan_luar", name=op.f("uq_balasan_pesan_luar")),
    )


def make_lists() -> None:
    op.create_table(
        "daftar_rw",
        sa.Column("key", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("kantor", sa.Text(), nullable=False),
        sa.Column("kasus", sa.BigInteger(), nullable=False),
        sa.Column("kelurahan", sa.Text(), nullable=False),
        sa.Column("no_register", sa.Text(), nullable=False),
        sa.Column("templat", sa.Text(), nullable=False),
        sa.Column("masuk_pada", sa.DateTime(timezone=True), nullable=False),
        sa.Column("dicetak_pada", sa.DateTime(timezone=True), nullable=True),
        sa.Column("dicetak_oleh", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_daftar_rw")),
    )
    op.create_index(
        op.f("ix_daftar_rw_kantor_kelurahan_dicetak_pada"),
        "daftar_rw",
        ["kantor", "kelurahan", "dicetak_pada"],
    )
    op.create_index(op.f("ix_daftar_rw_kasus"), "daftar_rw", ["kasus"])


def downgrade() -> None:
    for table in ("daftar_rw", "balasan", "kontak", "notifikasi_kabar"):
        op.drop_table(table)
    op.drop_index(op.f("ix_notifikasi_pesan_luar"), table_name="notifikasi")
    with op.batch_alter_table("notifikasi") as notices:
        for column in ("dibaca_pada", "sampai_pada", "pesan_luar", "nilai"):
            notices.drop_column(column)
