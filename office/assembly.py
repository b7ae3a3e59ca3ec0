"""Equips a kernel with the office: workers, validators, inputs. For the composition root."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from engine.services.kernel import Kernel
from engine.services.restricting import Restriction
from office import concealers, inputs, progress, validators, workers

#: the office's Alembic branch, for `engine.services.migrating`
MIGRATIONS: Final = "office:migrations/versions"
#: a case held on suspicion of fraud (domain.md 2.6): the Kasi, the camat and audit see it
HELD: Final = Restriction(flag="ditahan", groups=frozenset({"verifikator", "camat"}))


def equip(kernel: Kernel) -> Kernel:
    """Give the same kernel (database, clock, keys) with all that the office plugs in."""
    return replace(
        kernel,
        workers={built.type: built for built in workers.build(kernel.sealer, kernel.catalogue)},
        inputs=inputs.provide,
        validators=validators.build(kernel.reads, kernel.sealer),
        observer=progress.OBSERVER,
        concealers=concealers.build(kernel.sealer),
        restriction=HELD,
    )
