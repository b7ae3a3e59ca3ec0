"""Brings a database to the newest schema, the engine's branch and those of extra locations.

Scripts are read from the installed packages, so a wheel needs no checkout. Several processes may
start at once: PostgreSQL's advisory lock and SQLite's write lock let one migrate, the others wait.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from importlib.resources import files
from typing import Final

from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, text

from engine.store import base

_LOCK: Final = 4_104_117_210  # any number that nobody else locks


def upgrade(url: str, extra_locations: tuple[str, ...] = ()) -> None:
    """Apply every missing migration of all branches.

    `extra_locations`: folders of further Alembic branches as "package:folder/inside" (the office's
    is "office:migrations/versions"), read from the installed package.
    """
    with _connected(url, extra_locations) as (_, config):
        command.upgrade(config, "heads")


def downgrade(url: str, extra_locations: tuple[str, ...] = (), *, to: str = "base") -> None:
    """Undo migrations down to revision `to` ("base": everything)."""
    with _connected(url, extra_locations) as (_, config):
        command.downgrade(config, to)


def is_current(url: str, extra_locations: tuple[str, ...] = ()) -> bool:
    """Whether no migration is missing."""
    with _connected(url, extra_locations) as (connection, config):
        applied = set(MigrationContext.configure(connection).get_current_heads())
        # A head that another head depends on is not listed as applied by itself.
        return set(ScriptDirectory.from_config(config).get_heads()) <= applied


@contextmanager
def _connected(url: str, extra: tuple[str, ...]) -> Iterator[tuple[Connection, Config]]:
    database = base.open_database(url)
    try:
        with database.begin() as connection:
            if connection.dialect.name == "postgresql":
                connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": _LOCK})
            yield connection, _configure(connection, extra)
    finally:
        database.dispose()


def _configure(connection: Connection, extra: tuple[str, ...]) -> Config:
    locations = [_folder("engine.store:migrations/versions"), *map(_folder, extra)]
    config = Config(attributes={"connection": connection})
    config.set_main_option("script_location", _folder("engine.store:migrations"))
    config.set_main_option("path_separator", "newline")
    config.set_main_option("version_locations", "\n".join(locations))
    return config


def _folder(location: str) -> str:
    package, _, inside = location.partition(":")
    return str(files(package).joinpath(inside)).replace("%", "%%")
