"""Puts user tasks off, and changes when they are due and how urgent. Who holds them: `tasks`."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from typing import Final, TypeAlias

from engine.errors import Fault, Invalid
from engine.rules import assignment
from engine.services import answers as kept
from engine.services import casework, rights
from engine.services.kernel import Kernel, Request
from engine.services.receipts import TaskReceipt
from engine.services.tasks import look_at, receipt_of, require_current
from engine.services.turns import Turn
from engine.services.writing import on_case
from engine.store import tasks
from engine.store.keys import id_of
from engine.store.tasks import UserTask
from engine.values import ChangeUserTask, Happened, HistoryEvent, JsonValue

#: longer, and what was put off is forgotten
LONGEST: Final = timedelta(days=90)
FOLLOW_UP: Final = "followUpDate"
DUE: Final = "dueDate"
PRIORITY: Final = "priority"
_COLUMNS: Final = {FOLLOW_UP: "follow_up_at", DUE: "due_at", PRIORITY: "priority"}

Changes: TypeAlias = "Mapping[str, datetime | int | None]"


class SnoozeInvalid(Invalid):
    """A task was to be put off until an instant that has passed or is too far away."""

    code = "snooze-invalid"
    message = "Choose a time that has not passed yet, at most %(days)s days from now."


def snooze(
    kernel: Kernel, request: Request, task_key: int, until: datetime | None, *, reason: str
) -> TaskReceipt:
    """Put a task off until an instant (aware): work lists hide it until then; None wakes it now.

    For its holder, and for who supervises. It wakes by itself, and when it changes hands.

    Raises:
        SnoozeInvalid: `until` has passed, or is more than 90 days away.
        ReasonMissing, NotHolder, TaskNotOpen, CaseNotActive, NotFound.
    """
    why = rights.reason(reason)
    asked = kept.fingerprint("snooze", task_key, until, why)
    with on_case(kernel, request, task_key) as turn:
        earlier = kept.recall(kernel, turn.session, request, asked, TaskReceipt)
        if earlier is not None:
            return earlier
        task, facts = look_at(turn, task_key)
        assignment.require_may_snooze(request.actor, facts)
        require_current(turn, request, task)
        _require_ahead(until, turn.recorded_at)
        receipt = _change(turn, task, {FOLLOW_UP: until}, why)
        kept.keep(kernel, turn.session, request, asked, receipt)
    return receipt


def update(
    kernel: Kernel, request: Request, task_key: int, changes: Changes, *, reason: str = ""
) -> TaskReceipt:
    """Change FOLLOW_UP, DUE (instants, aware, or None) and PRIORITY (0 to 100) of a task at once.

    The holder may only put it off; who supervises may all. A due date set by hand is not counted
    anew when the calendar changes. No changes are no fault and are not logged.

    Raises:
        SnoozeInvalid, NotHolder, NotSupervisor, TaskNotOpen, CaseNotActive, NotFound.
    """
    asked = kept.fingerprint("update-task", task_key, dict(changes), reason)
    with on_case(kernel, request, task_key) as turn:
        earlier = kept.recall(kernel, turn.session, request, asked, TaskReceipt)
        if earlier is not None:
            return earlier
        task, facts = look_at(turn, task_key)
        _RULES[changes.keys() <= {FOLLOW_UP}](request.actor, facts)
        require_current(turn, request, task)
        _require_ahead(changes.get(FOLLOW_UP), turn.recorded_at)
        receipt = _change(turn, task, changes, reason.strip())
        kept.keep(kernel, turn.session, request, asked, receipt)
    return receipt


#: by whether the task is only put off
_RULES: Final[Mapping[bool, Callable[..., None]]] = {
    True: assignment.require_may_snooze,
    False: assignment.require_may_update,
}


def _require_ahead(until: datetime | int | None, now: datetime) -> None:
    if isinstance(until, datetime) and not now < until <= now + LONGEST:
        fault = Fault(
            rule=SnoozeInvalid.code, message=SnoozeInvalid.message, params={"days": LONGEST.days}
        )
        raise SnoozeInvalid((fault,), days=LONGEST.days)


def _change(turn: Turn, task: UserTask, changes: Changes, reason: str) -> TaskReceipt:
    columns = {_COLUMNS[name]: value for name, value in changes.items()}
    if all(getattr(task, column) == value for column, value in columns.items()):
        return receipt_of(task, task.assignee, changed=False)
    told = {name: _told(value) for name, value in changes.items()}
    event = HistoryEvent(
        happened=Happened.UPDATED,
        element=task.element,
        type="userTask",
        instance=id_of(task.key),
        scope=task.scope,
        process=id_of(task.case_key) or 1,
        detail=told | ({"reason": reason} if reason else {}),
    )
    command = ChangeUserTask(task=id_of(task.key), changes=told, reason=reason)
    casework.log_only(turn, command, event)
    by_hand = {"due_text": ""} if DUE in changes else {}
    tasks.change(turn.session, task.key, {**columns, **by_hand})
    return receipt_of(task, task.assignee)


def _told(value: datetime | int | None) -> JsonValue:
    return value.isoformat() if isinstance(value, datetime) else value
