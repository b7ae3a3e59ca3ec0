"""Corrects what was answered: variables by hand, and tasks put back on a desk. Always with a
reason.
"""

from __future__ import annotations

from engine.services.kernel import Kernel, Request
from engine.services.receipts import CaseReceipt
from engine.values import Variables


def correct(
    kernel: Kernel, request: Request, case_key: int, variables: Variables, *, reason: str
) -> CaseReceipt:
    """Write `variables` into the case by hand; right "supervise"; history keeps both values'
    digests.

    `case_key` may be a called case: its own process scope is written.

    Raises:
        Invalid: no reason was given.
        CaseNotActive: the case has ended or is suspended.
    """
    raise NotImplementedError


def reopen(
    kernel: Kernel, request: Request, task_key: int, variables: Variables, *, reason: str
) -> CaseReceipt:
    """Put a completed task back on a desk and cancel what came after it in its scope.

    `variables` are the corrected answers, written before. The officer who completed the task, or
    the right "supervise".

    Raises:
        StepRefused: the task's scope has ended.
    """
    raise NotImplementedError
