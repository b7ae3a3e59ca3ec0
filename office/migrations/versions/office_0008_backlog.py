"""Tables of part 2: the imported paper backlog."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "office_0008"
down_revision = "office_0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "impor_berkas",
        sa.Column("kantor", sa.Text(), nullable=False),
        sa.Column("tanda", sa.LargeBinary(), nullable=False),
        sa.Column("berkas", sa.Text(), nullable=False),
        sa.Column("baris", sa.Integer(), nullable=False),
        sa.Column("kasus", sa.BigInteger(), nullable=False),
        sa.Column("oleh", sa.Text(), nullable=False),
        sa.Column("diimpor_pada", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("kantor", "tanda", name=op.f("pk_impor_berkas")),
    )
    op.create_index(op.f("ix_impor_berkas_kasus"), "impor_berkas", ["kasus"])


def downgrade() -> None:
    op.drop_table("impor_berkas")
