"""What a user task's due date was counted from, so that a changed calendar can count it again."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("user_task", sa.Column("due_text", sa.Text(), nullable=False, server_default=""))


def downgrade() -> None:
    op.drop_column("user_task", "due_text")
