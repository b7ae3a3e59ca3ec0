"""Tables of part 2: absence and substitutes."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "office_0006"
down_revision = "office_0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "ketidakhadiran",
        sa.Column("key", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("petugas", sa.Text(), nullable=False),
        sa.Column("pengganti", sa.Text(), nullable=False),
        sa.Column("mulai", sa.DateTime(timezone=True), nullable=False),
        sa.Column("selesai", sa.DateTime(timezone=True), nullable=False),
        sa.Column("alasan", sa.Text(), nullable=False),
        sa.Column("oleh", sa.Text(), nullable=False),
        sa.Column("dicatat_pada", sa.DateTime(timezone=True), nullable=False),
        sa.Column("kembali_pada", sa.DateTime(timezone=True), nullable=True),
        sa.Column("kembali_oleh", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_ketidakhadiran")),
    )
    for name in ("petugas", "pengganti"):
        op.create_index(
            op.f(f"ix_ketidakhadiran_{name}_selesai"), "ketidakhadiran", [name, "selesai"]
        )


def downgrade() -> None:
    op.drop_table("ketidakhadiran")
