"""Start events that listen: which message, signal or instant begins a case. Starts none itself."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import TYPE_CHECKING, Final

from sqlalchemy.orm import Session

from engine import feel
from engine.bpmn.model import TimerKind
from engine.errors import DeploymentRefused, Fault
from engine.rules.iso8601 import TextInvalid
from engine.runtime import timers
from engine.store import definitions
from engine.store.definitions import StartSubscription, StartTimer

if TYPE_CHECKING:
    from engine.services.packages import Found, Start


_VALUELESS: Final = (
    "The start event's name or timer has no value at the deployment.",
    "Write it as a text, or as FEEL that reads no variable.",
)
#: rule -> message and advice
_FAULTS: Final = {
    "start-timer": _VALUELESS,
    "start-expression": _VALUELESS,
    "start-office": (
        "No office would see the cases that this timer begins.",
        "Give the process a property named office, or deploy it as an officer of one office.",
    ),
}


def listen(
    session: Session, definition_key: int, found: Found, at: datetime, *, office: str
) -> None:
    """Let the start events of a new version listen, and those of the old ones no longer.

    `office` is that of cases begun by a timer when the process has no property `office`.

    Raises:
        DeploymentRefused: a name or timer needs a value that is not known at the deployment, or
            nobody would see what a timer begins.
    """
    subscriptions = [
        StartSubscription(
            definition_key=definition_key,
            element=start.element,
            process_id=found.id,
            kind=start.kind,
            name=_evaluated(found, start, start.event.name, at),
        )
        for start in found.starts
        if start.kind != "timer"
    ]
    waiting = list(_timers(definition_key, found, at, found.office or office))
    definitions.replace_starts(session, found.id, subscriptions, waiting)


def move_on(row: StartTimer) -> bool:
    """Set a timer start event to its next firing; False when it fires no more."""
    kind = TimerKind(row.kind)
    due = timers.next_due(kind, row.expression, row.since, row.number + 1, None)
    if due is None or kind is not TimerKind.CYCLE:
        return False
    row.number, row.due_at = due.number, due.at
    return True


def _timers(definition_key: int, found: Found, at: datetime, office: str) -> Iterable[StartTimer]:
    for start in found.starts:
        kind = start.event.timer
        if start.kind != "timer" or kind is None:
            continue
        if not office:
            raise _refused(found, start, "start-office")
        expression = _evaluated(found, start, start.event.value, at)
        try:
            due = timers.next_due(kind, expression, at, 1, None)
        except TextInvalid as error:
            raise _refused(found, start, "start-timer") from error
        if due is not None:
            yield StartTimer(
                definition_key=definition_key,
                element=start.element,
                process_id=found.id,
                office=office,
                kind=kind.value,
                expression=expression,
                since=at,
                number=due.number,
                due_at=due.at,
            )


def _evaluated(found: Found, start: Start, text: str, at: datetime) -> str:
    if not feel.is_expression(text):
        return text
    value = feel.compile_expression(feel.strip(text)).evaluate({}, now=at).value
    try:
        return timers.iso_text(value)
    except TextInvalid as error:
        raise _refused(found, start, "start-expression") from error


def _refused(found: Found, start: Start, rule: str) -> DeploymentRefused:
    message, advice = _FAULTS[rule]
    fault = Fault(rule=rule, message=message, advice=advice, file=found.file, element=start.element)
    return DeploymentRefused((fault,))
