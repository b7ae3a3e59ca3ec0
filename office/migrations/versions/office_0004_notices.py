"""Tables of part 2: delivery states, replies and lists."""

from __future__ import annotations

revision = "office_0004"
down_revision = "office_0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Nothing yet."""


def downgrade() -> None:
    """Nothing yet."""
