"""One-time codes at sign-in, and the access log's fields."""

from __future__ import annotations

revision = "office_0009"
down_revision = "office_0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Nothing yet."""


def downgrade() -> None:
    """Nothing yet."""
