"""Tables of part 2: print requests and suket."""

from __future__ import annotations

revision = "office_0005"
down_revision = "office_0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Nothing yet."""


def downgrade() -> None:
    """Nothing yet."""
