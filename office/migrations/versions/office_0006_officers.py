"""Tables of part 2: absence and substitutes."""

from __future__ import annotations

revision = "office_0006"
down_revision = "office_0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Nothing yet."""


def downgrade() -> None:
    """Nothing yet."""
