"""Kiosks, boards and the numbered paper list."""

from __future__ import annotations

revision = "office_0010"
down_revision = "office_0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Nothing yet."""


def downgrade() -> None:
    """Nothing yet."""
