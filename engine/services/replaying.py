"""Runs a case's log again and says whether the engine still gives the very same bytes."""

from __future__ import annotations

from dataclasses import dataclass

from engine.services.kernel import Kernel
from engine.values import StepResult


@dataclass(frozen=True, slots=True, kw_only=True)
class Replay:
    """`parted_at` is the first sequence number whose digest differs, None when all are equal.

    `steps` are the results of every command that was run, by sequence number.
    """

    case_key: int
    commands: int
    parted_at: int | None
    snapshot: bytes | None
    steps: tuple[tuple[int, StepResult], ...] = ()


def replay(kernel: Kernel, case_key: int) -> Replay:
    """Run the whole log of a root case from nothing; reads only.

    Raises:
        NotFound: no such root case.
        SnapshotUnreadable: the case's key was destroyed, or the log was written by another release.
    """
    raise NotImplementedError
