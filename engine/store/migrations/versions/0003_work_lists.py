"""What work lists need besides the tasks: the order by urgency, saved filters, words to find by."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

#: what an undated task is due by; of the shape in which each database keeps instants
NEVER = {"sqlite": "9999-12-31 00:00:00.000000", "postgresql": "9999-12-31 00:00:00+00"}
OPEN = sa.text("state = 'CREATED'")
ORDERS: dict[str, list[str | sa.TextClause]] = {
    "ix_user_task_urgent": ["office", sa.text("priority DESC"), "due_by", "key"],
    "ix_user_task_due": ["office", "due_by", "key"],
    "ix_user_task_age": ["office", "created_at", "key"],
    "ix_user_task_step": ["office", "process_id", "element", "name"],
}

CASES = {
    "ix_case__roots": (["office", "key"], sa.text("key = root_key")),
    "ix_case__running": (["definition_key"], sa.text("ended_at IS NULL")),
}


def upgrade() -> None:
    never = NEVER[op.get_bind().dialect.name]
    due_by = sa.Column(
        "due_by", sa.DateTime(timezone=True), nullable=False, server_default=sa.text(f"'{never}'")
    )
    op.add_column("user_task", due_by)
    op.execute("UPDATE user_task SET due_by = due_at WHERE due_at IS NOT NULL")
    for name, columns in ORDERS.items():
        op.create_index(
            name, "user_task", columns, unique=False, postgresql_where=OPEN, sqlite_where=OPEN
        )
    for name, (case_columns, rows) in CASES.items():
        op.create_index(
            name, "case_", case_columns, unique=False, postgresql_where=rows, sqlite_where=rows
        )
    op.create_table(
        "saved_filter",
        sa.Column("key", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("officer", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("terms", sa.Text(), nullable=False),
        sa.Column("is_default", sa.Boolean(), nullable=False),
        sa.Column("saved_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_saved_filter")),
        sa.UniqueConstraint("officer", "name", name=op.f("uq_saved_filter_officer_name")),
    )
    op.create_table(
        "variable_word",
        sa.Column("root_key", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("scope", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("word", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("root_key", "scope", "name", "word", name=op.f("pk_variable_word")),
    )
    op.create_index(
        op.f("ix_variable_word_word_root_key"), "variable_word", ["word", "root_key"], unique=False
    )


def downgrade() -> None:
    op.drop_table("variable_word")
    op.drop_table("saved_filter")
    for name in CASES:
        op.drop_index(name, table_name="case_")
    for name in ORDERS:
        op.drop_index(name, table_name="user_task")
    op.drop_column("user_task", "due_by")
