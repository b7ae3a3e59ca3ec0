"""Who catches what is thrown: errors and escalations outwards, signals everywhere in the case.

Propagation as BPMN 2.0.2 §10.5.6 and §13.5: the event sub-process of the scope first, then the
boundary of the activity around it, and so on outwards, through call activities too.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from engine.runtime.events import ErrorEvent, EscalationEvent
from engine.runtime.specs.catching import Listener, armed
from engine.runtime.troubles import Trouble
from engine.values import Happened, JsonValue, SignalThrown, Variables

if TYPE_CHECKING:
    from engine.runtime.tasks import CaseTask
    from engine.runtime.workflows import CaseWorkflow


def throw_error(task: CaseTask, code: str, variables: Variables) -> None:
    """Hand an error to whoever catches it; `task` and all that it interrupts end there.

    Raises:
        Trouble: ("unhandled-error") when nobody does.
    """
    task.case.record(task, Happened.THROWN, detail={"code": code})
    catcher = _find_catcher(task, ErrorEvent, code)
    if catcher is None:
        raise Trouble("unhandled-error", f"Nothing catches the error {code}.")
    catcher.task_spec.catch(catcher, variables)


def throw_escalation(task: CaseTask, code: str, variables: Variables) -> None:
    """Hand an escalation to whoever catches it; nobody is no fault (BPMN 2.0.2 §13.5.3)."""
    catcher = _find_catcher(task, EscalationEvent, code)
    detail: dict[str, JsonValue] = {"code": code, "caught": catcher is not None}
    task.case.record(task, Happened.THROWN, detail=detail)
    if catcher is not None:
        catcher.task_spec.catch(catcher, variables)


def throw_signal(task: CaseTask, name: str, variables: Variables) -> None:
    """Reach this case's own catches now; the effect tells the service to reach the other cases."""
    task.case.record(task, Happened.THROWN, detail={"signal": name})
    task.case.effects.append(SignalThrown(name=name, variables=variables))
    deliver_signal(task.case, name, variables)


def deliver_signal(case: CaseWorkflow, name: str, variables: Variables) -> None:
    """Every catch that waits for the signal now gets it, unless an earlier one has ended it."""
    for task in [token for token in case.tokens() if token.internal_data.get("signal") == name]:
        if task.alive and task.internal_data.get("signal") == name:
            task.task_spec.catch(task, variables)


def _find_catcher(task: CaseTask, kind: type, code: str) -> CaseTask | None:
    for level in _levels(task):
        catching = [token for token in level if isinstance(token.task_spec.event_definition, kind)]
        for wanted in (code, None):  # the very code before the catch-all
            for token in catching:
                if token.task_spec.event_definition.code == wanted:
                    return token
    return None


def _levels(task: CaseTask) -> Iterator[list[CaseTask]]:
    """The listeners that may catch what `task` throws, level by level, innermost first."""
    at: CaseTask | None = task
    while at is not None:
        yield _listeners(at, at.id)
        yield _listeners(at, at.workflow.task_tree.id)
        at = at.workflow.host


def _listeners(task: CaseTask, parent: int) -> list[CaseTask]:
    return [
        token
        for token in task.workflow.living.values()
        if token._parent == parent  # noqa: SLF001 - of our own class
        and isinstance(token.task_spec, Listener)
        and armed(token)
    ]
