"""Tables of part 2: complaints, surveys, destruction and meetings."""

from __future__ import annotations

revision = "office_0007"
down_revision = "office_0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Nothing yet."""


def downgrade() -> None:
    """Nothing yet."""
