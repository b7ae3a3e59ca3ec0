"""Escalations to officers who are not signed in."""

from __future__ import annotations

revision = "office_0013"
down_revision = "office_0012"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Nothing yet."""


def downgrade() -> None:
    """Nothing yet."""
