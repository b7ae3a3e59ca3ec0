"""Equips a kernel with the office: workers, validators, inputs. For the composition root."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from sqlalchemy.orm import Session

from engine.services.kernel import Kernel
from engine.services.observing import Change, Observer
from engine.services.restricting import Restriction
from office import concealers, finding, inputs, pickup, progress, validators, workers

#: the office's Alembic branch, for `engine.services.migrating`
MIGRATIONS: Final = "office:migrations/versions"
#: a case held on suspicion of fraud (domain.md 2.6): the Kasi, the camat and audit see it
HELD: Final = Restriction(flag="ditahan", groups=frozenset({"verifikator", "camat"}))


def _note(session: Session, change: Change) -> None:
    keep = pickup.note if change.name == pickup.REASONS else progress.note
    keep(session, change)


OBSERVER: Final = Observer(names=progress.OBSERVER.names | {pickup.REASONS}, note=_note)


def equip(kernel: Kernel) -> Kernel:
    """Give the same kernel (database, clock, keys) with all that the office plugs in."""
    return replace(
        kernel,
        workers={built.type: built for built in workers.build(kernel.sealer, kernel.catalogue)},
        inputs=inputs.provide,
        validators=validators.build(kernel.reads, kernel.sealer),
        observer=OBSERVER,
        concealers=concealers.build(kernel.sealer),
        restriction=HELD,
        wordings=finding.WORDINGS,
    )
