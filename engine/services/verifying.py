"""Checks the hash chain of cases: gapless, unbroken, committed to its key. Runs nothing again."""

from __future__ import annotations

from dataclasses import dataclass

from engine.services.kernel import Kernel


@dataclass(frozen=True, slots=True, kw_only=True)
class Break:
    """What broke where. `code` is stable: "gap", "hash", "previous", "key", "head", "order",
    "payload".
    """

    case_key: int
    seq: int
    code: str
    text: str


def verify(kernel: Kernel, case_key: int | None = None) -> tuple[Break, ...]:
    """Check one root case's chain, or every case's (None); an empty answer means whole."""
    raise NotImplementedError
