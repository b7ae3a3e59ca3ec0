"""What officers do with user tasks: claim, release, hand over, save a draft, complete."""

from __future__ import annotations

from engine.services.kernel import Kernel, Request
from engine.services.receipts import TaskReceipt
from engine.values import Variables


def claim(kernel: Kernel, request: Request, task_key: int) -> TaskReceipt:
    """Take an unassigned task; claiming what one holds already is no fault.

    Raises:
        TaskTaken: somebody else holds it; `params["holder"]` says who.
        TaskNotOpen, CaseNotActive, Forbidden, SeparationOfDuties.
    """
    raise NotImplementedError


def unclaim(kernel: Kernel, request: Request, task_key: int) -> TaskReceipt:
    """Give a task back to its groups: its holder, or the right "supervise"."""
    raise NotImplementedError


def assign(
    kernel: Kernel, request: Request, task_key: int, assignee: str | None, *, reason: str = ""
) -> TaskReceipt:
    """Hand a task to `assignee` (None: to nobody): its holder, or the right "supervise"."""
    raise NotImplementedError


def save_draft(kernel: Kernel, request: Request, task_key: int, answers: Variables) -> TaskReceipt:
    """Keep unfinished answers with the task, unchecked; the holder, or who may complete it."""
    raise NotImplementedError


def complete(kernel: Kernel, request: Request, task_key: int, answers: Variables) -> TaskReceipt:
    """Complete a task and run the case on to its next waits.

    With a form the answers are cleaned by it, all faults at once; when there are faults the answers
    are kept as the task's draft. An unassigned task may be completed by whoever may claim it.

    Raises:
        AnswersInvalid: each fault's `element` is the field's key; nothing but the draft was kept.
        TaskTaken, TaskNotOpen, CaseNotActive, StaleVersion, Forbidden, SeparationOfDuties.
    """
    raise NotImplementedError
