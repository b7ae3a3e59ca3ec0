"""Tables of part 2: what awaits destruction, print requests and suket."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "office_0005"
down_revision = "office_0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("kartu", sa.Column("permintaan", sa.Text(), nullable=True))
    op.add_column("kartu", sa.Column("berita_acara", sa.Text(), nullable=True))
    op.create_table(
        "musnah_daftar",
        sa.Column("key", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("kantor", sa.Text(), nullable=False),
        sa.Column("jenis", sa.Text(), nullable=False),
        sa.Column("no_register", sa.Text(), nullable=False),
        sa.Column("blanko_seri", sa.Text(), nullable=True),
        sa.Column("sebab", sa.Text(), nullable=False),
        sa.Column("alasan", sa.Text(), nullable=False),
        sa.Column("masuk_pada", sa.DateTime(timezone=True), nullable=False),
        sa.Column("berita_acara", sa.Text(), nullable=True),
        sa.Column("musnah_pada", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_musnah_daftar")),
    )
    op.create_index(
        op.f("ix_musnah_daftar_kantor_musnah_pada"),
        "musnah_daftar",
        ["kantor", "musnah_pada"],
        unique=False,
    )
    op.create_index(
        "uq_musnah_daftar_kartu",
        "musnah_daftar",
        ["jenis", "no_register"],
        unique=True,
        sqlite_where=sa.text("jenis <> 'BLANKO'"),
        postgresql_where=sa.text("jenis <> 'BLANKO'"),
    )


def downgrade() -> None:
    op.drop_index(
        "uq_musnah_daftar_kartu",
        table_name="musnah_daftar",
        sqlite_where=sa.text("jenis <> 'BLANKO'"),
        postgresql_where=sa.text("jenis <> 'BLANKO'"),
    )
    op.drop_index(op.f("ix_musnah_daftar_kantor_musnah_pada"), table_name="musnah_daftar")
    op.drop_table("musnah_daftar")
    op.drop_column("kartu", "berita_acara")
    op.drop_column("kartu", "permintaan")
