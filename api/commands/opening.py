"""Settings and kernel for a command, closed again afterwards."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace

from api import composition
from engine.errors import Failed
from engine.services.kernel import Kernel, Request
from engine.settings import from_environ
from engine.values import SYSTEM_ACTOR


class DatabaseOutdated(Failed):
    """The database misses migrations."""

    code = "database-outdated"
    message = "The database is new or older than this version. Run: alur migrate-db"


@contextmanager
def opened() -> Iterator[Kernel]:
    """The kernel the ALUR_* settings name, on a database that is up to date.

    Raises:
        SettingsInvalid: the settings are wrong or a key is missing.
        DatabaseOutdated: migrations are missing.
    """
    settings = from_environ()
    composition.require_secrets(settings)
    if not composition.is_migrated(settings):
        raise DatabaseOutdated
    kernel = composition.build_kernel(settings)
    try:
        yield kernel
    finally:
        kernel.close()


def as_operator(office: str = "") -> Request:
    """Whoever runs the command on the server acts as the system itself; the log says so.

    `office` "" is all of them.
    """
    if office:
        return Request(actor=replace(SYSTEM_ACTOR, offices=frozenset({office})))
    return Request(actor=SYSTEM_ACTOR)
