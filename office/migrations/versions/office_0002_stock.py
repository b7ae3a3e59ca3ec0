"""Tables of part 2: allocations, counts and supply requests."""

from __future__ import annotations

revision = "office_0002"
down_revision = "office_0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Nothing yet."""


def downgrade() -> None:
    """Nothing yet."""
