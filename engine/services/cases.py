"""Starts, cancels, suspends and resumes cases. Knows nothing of tasks, jobs or HTTP."""

from __future__ import annotations

from dataclasses import dataclass, field

from engine.services.kernel import Kernel, Request
from engine.services.receipts import CaseReceipt
from engine.values import Variables


@dataclass(frozen=True, slots=True, kw_only=True)
class Start:
    """What to start: by `process_id` (the latest version, or `version`) or by `definition_key`.

    `office` "" means the actor's only office. `variables`: JSON object.
    """

    process_id: str = ""
    version: int | None = None
    definition_key: int | None = None
    variables: Variables = field(default_factory=dict)
    business_key: str = ""
    office: str = ""


def start(kernel: Kernel, request: Request, what: Start) -> CaseReceipt:
    """Start a case and run it to its first wait; inline workers run within the same transaction.

    Raises:
        NotFound: no such definition.
        Forbidden: the office is not one of the actor's.
    """
    raise NotImplementedError


def cancel(kernel: Kernel, request: Request, case_key: int, reason: str) -> CaseReceipt:
    """End a root case at once (TERMINATED); needs the right "supervise".

    Raises:
        CaseNotActive: it has ended.
    """
    raise NotImplementedError


def suspend(kernel: Kernel, request: Request, case_key: int, reason: str) -> CaseReceipt:
    """Stop a root case: no task, job or timer of it goes on until resumed; right "administer"."""
    raise NotImplementedError


def resume(kernel: Kernel, request: Request, case_key: int, reason: str) -> CaseReceipt:
    """Let a suspended case go on; timers that fell due meanwhile fire at the next sweep."""
    raise NotImplementedError
