"""What the stock pages need besides the ledger."""

from __future__ import annotations

revision = "office_0011"
down_revision = "office_0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Nothing yet."""


def downgrade() -> None:
    """Nothing yet."""
