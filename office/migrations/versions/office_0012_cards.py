"""Print batches and the handover register."""

from __future__ import annotations

revision = "office_0012"
down_revision = "office_0011"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Nothing yet."""


def downgrade() -> None:
    """Nothing yet."""
