"""Tables of part 2: the imported paper backlog."""

from __future__ import annotations

revision = "office_0008"
down_revision = "office_0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Nothing yet."""


def downgrade() -> None:
    """Nothing yet."""
