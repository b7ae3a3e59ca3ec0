"""Runs every log of a database again, in a process of its own, and tells what came of it.

python -m tests.properties.rerun DATABASE_URL: for every root case the digest of each step's bytes
and effects, where it parted from the log, the last snapshot and the rows its effects amount to.
"""

from __future__ import annotations

import hashlib
import json
import sys
from typing import TypedDict

from sqlalchemy import select

from engine.services import replaying
from engine.services.kernel import Kernel, open_kernel
from engine.services.replaying import Replay
from engine.store.cases import Case
from tests.properties import projections
from tests.scenarios.kecamatan import MASTER_KEY


class Told(TypedDict):
    """`steps`: digest of snapshot and effects by sequence number."""

    parted_at: int | None
    commands: int
    steps: dict[str, str]
    snapshot: str
    rows: str


def tell(kernel: Kernel) -> dict[str, Told]:
    """What running each log again gives, by root key."""
    return {str(key): _told(replaying.replay(kernel, key)) for key in root_keys(kernel)}


def root_keys(kernel: Kernel) -> list[int]:
    with kernel.reads.begin() as session:
        wanted = select(Case.key).where(Case.key == Case.root_key).order_by(Case.key)
        return list(session.execute(wanted).scalars())


def _told(replay: Replay) -> Told:
    return {
        "parted_at": replay.parted_at,
        "commands": replay.commands,
        "steps": {
            str(seq): hashlib.sha256(step.snapshot + repr(step.effects).encode()).hexdigest()
            for seq, step in replay.steps
        },
        "snapshot": (replay.snapshot or b"").decode(),
        "rows": projections.by_effects(replay.steps),
    }


if __name__ == "__main__":
    sys.stdout.write(json.dumps(tell(open_kernel(sys.argv[1], MASTER_KEY))))
