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


def downgrade() -> None:
    op.drop_table("permohonan_jejak")
