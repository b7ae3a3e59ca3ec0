"""Brings a database to the newest schema, the engine's branch and those of extra locations."""

from __future__ import annotations


def upgrade(url: str, extra_locations: tuple[str, ...] = ()) -> None:
    """Apply every missing migration of all branches.

    `extra_locations`: folders of further Alembic branches, as "package:path/inside" (for the office:
    "office:migrations/versions"), read from the installed package.
    """
    raise NotImplementedError


def downgrade(url: str, extra_locations: tuple[str, ...] = (), *, to: str = "base") -> None:
    """Undo migrations down to revision `to` ("base": everything)."""
    raise NotImplementedError


def is_current(url: str, extra_locations: tuple[str, ...] = ()) -> bool:
    """Whether no migration is missing."""
    raise NotImplementedError
