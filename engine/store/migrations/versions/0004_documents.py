"""Files that officers upload with a task's answers, encrypted."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

_UNKEPT = sa.text("kept_at IS NULL")


def upgrade() -> None:
    op.create_table(
        "document",
        sa.Column("key", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("root_key", sa.BigInteger(), nullable=False),
        sa.Column("task_key", sa.BigInteger(), nullable=False),
        sa.Column("about", sa.LargeBinary(), nullable=False),
        sa.Column("created_by", sa.Text(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("kept_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("key", name="pk_document"),
    )
    op.create_index("ix_document_root_key", "document", ["root_key"])
    op.create_index(
        "ix_document_unkept",
        "document",
        ["task_key"],
        postgresql_where=_UNKEPT,
        sqlite_where=_UNKEPT,
    )
    op.create_table(
        "document_content",
        sa.Column("key", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("key", name="pk_document_content"),
        sa.ForeignKeyConstraint(
            ["key"], ["document.key"], name="fk_document_content_key", ondelete="CASCADE"
        ),
    )


def downgrade() -> None:
    op.drop_table("document_content")
    op.drop_index("ix_document_unkept", table_name="document")
    op.drop_index("ix_document_root_key", table_name="document")
    op.drop_table("document")
