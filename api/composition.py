"""Puts settings, kernel and office together. The only module that knows all rooms by name."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from engine.clock import Clock
from engine.errors import Fault
from engine.jobs.sweeping import Sweep
from engine.services import migrating, scanning, verifying
from engine.services.kernel import Kernel, open_kernel
from engine.services.verifying import MasterKeyWrong
from engine.settings import Settings, SettingsInvalid
from office import assembly
from office.escalations import sweeping
from office.notices import connecting, outbox
from office.stock import requests

_BRANCHES: Final = (assembly.MIGRATIONS,)


def require_secrets(settings: Settings) -> None:
    """Refuse to start without keys of one's own: there are no defaults to forget.

    Raises:
        SettingsInvalid: naming every missing one.
    """
    missing = [name for name in ("secret_key", "master_key") if not getattr(settings, name)]
    if missing:
        raise SettingsInvalid(
            tuple(
                Fault(
                    rule="setting-missing",
                    element=f"ALUR_{name.upper()}",
                    message="%(name)s is not set.",
                    advice="Make one with: alur new-key.",
                    params={"name": f"ALUR_{name.upper()}"},
                )
                for name in missing
            )
        )


def migrate(settings: Settings) -> None:
    """Bring the database to the newest schema, the engine's branch and the office's."""
    migrating.upgrade(settings.database_url, _BRANCHES)


def is_migrated(settings: Settings) -> bool:
    """Whether no migration is missing."""
    return migrating.is_current(settings.database_url, _BRANCHES)


def build_kernel(settings: Settings, clock: Clock | None = None) -> Kernel:
    """The kernel of an installation: its database, and the office's workers, rules, calendars.

    The database is migrated already.

    Raises:
        MasterKeyWrong: the database was founded with another key.
    """
    kernel = assembly.equip(open_kernel(settings.database_url, settings.master_key, clock=clock))
    kernel = replace(kernel, scanner=scanning.connect(settings.virus_scanner))
    try:
        verifying.require_master_key(kernel)
    except MasterKeyWrong:
        kernel.close()
        raise
    return kernel


def office_sweeps(settings: Settings) -> tuple[Sweep, ...]:
    """What the clockwork does for the office: sending notices, telling officers of escalations,
    asking for supply in time.
    """
    send = connecting.connect(settings)
    return (
        lambda kernel: outbox.deliver_due(kernel, send),
        lambda kernel: sweeping.sweep(kernel, send),
        requests.sweep,
    )
