"""Tables of part 2: counters and the clocks of an application."""

from __future__ import annotations

revision = "office_0003"
down_revision = "office_0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Nothing yet."""


def downgrade() -> None:
    """Nothing yet."""
