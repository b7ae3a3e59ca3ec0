"""Start events that listen: which message, signal or instant begins a case. Starts none itself.

A timer's FEEL may read what the office lends (`kantor`). It is read at the deployment and again
each time the timer has fired, so that a changed policy holds from the next round on; rounds that
lie in the past by then are left out.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import TYPE_CHECKING, Final

from sqlalchemy.orm import Session

from engine import feel
from engine.bpmn.model import TimerKind
from engine.errors import DeploymentRefused, Fault
from engine.rules.iso8601 import TextInvalid
from engine.runtime import timers
from engine.runtime.timers import Due
from engine.services import rights
from engine.store import definitions
from engine.store.definitions import StartSubscription, StartTimer
from engine.values import Actor, JsonValue, Variables

if TYPE_CHECKING:
    from engine.services.kernel import Kernel
    from engine.services.packages import Found, Start


_VALUELESS: Final = (
    "The start event's name or timer has no value at the deployment.",
    "Write it as a text, or as FEEL that reads no variable but the office's.",
)
#: rounds looked at for one that is not past; more lie behind only in a diagram gone wrong
_MOST_ROUNDS: Final = 10_000
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
    kernel: Kernel, session: Session, definition_key: int, found: Found, *, office: str
) -> None:
    """Let the start events of a new version listen, and those of the old ones no longer.

    `office` is that of cases begun by a timer when the process has no property `office`.

    Raises:
        DeploymentRefused: a name or timer needs a value that is not known at the deployment, or
            nobody would see what a timer begins.
    """
    at, home = kernel.clock.now(), found.office or office
    subscriptions = [
        StartSubscription(
            definition_key=definition_key,
            element=start.element,
            process_id=found.id,
            kind=start.kind,
            name=_evaluated(found, start, start.event.name, at, {}),
        )
        for start in found.starts
        if start.kind != "timer"
    ]
    lent = kernel.inputs(session, home, at).context
    waiting = list(_timers(definition_key, found, at, home, lent))
    definitions.replace_starts(session, found.id, subscriptions, waiting)


def require(kernel: Kernel, actor: Actor, kind: str, name: str, variables: Variables) -> None:
    """Ask whether the actor may begin the cases that a message or signal of this name begins.

    Raises:
        RightMissing, StartVariablesForbidden: a start event that listens to it lets only others.
    """
    with kernel.reads.begin() as session:
        for one in definitions.start_subscriptions(session, kind, name):
            process = kernel.catalogue.process(session, one.definition_key).process
            node = process.scope.nodes[one.element]
            rights.require_start(actor, node.extensions.properties, variables)


def move_on(row: StartTimer, context: Mapping[str, JsonValue], now: datetime) -> bool:
    """Set a timer start event to its next firing; False when it fires no more.

    Raises:
        TextInvalid: its FEEL gives no timer any more.
    """
    kind = TimerKind(row.kind)
    if kind is not TimerKind.CYCLE:
        return False
    if feel.is_expression(row.expression):
        due = _first_after(kind, _value(row.expression, now, context), now)
        row.since = now
    else:
        due = timers.next_due(kind, row.expression, row.since, row.number + 1, None)
    if due is None:
        return False
    row.number, row.due_at = due.number, due.at
    return True


def _timers(
    definition_key: int, found: Found, at: datetime, office: str, lent: Mapping[str, JsonValue]
) -> Iterable[StartTimer]:
    for start in found.starts:
        kind = start.event.timer
        if start.kind != "timer" or kind is None:
            continue
        if not office:
            raise _refused(found, start, "start-office")
        text = _evaluated(found, start, start.event.value, at, lent)
        try:
            due = _first_due(kind, text, at)
        except TextInvalid as error:
            raise _refused(found, start, "start-timer") from error
        if due is not None:
            yield StartTimer(
                definition_key=definition_key,
                element=start.element,
                process_id=found.id,
                office=office,
                kind=kind.value,
                expression=start.event.value,
                since=at,
                number=due.number,
                due_at=due.at,
            )


def _first_due(kind: TimerKind, text: str, at: datetime) -> Due | None:
    """The first firing of a timer set now; only a single date may lie in the past."""
    return _first_after(kind, text, at) if kind is TimerKind.CYCLE else _round(kind, text, at, 1)


def _first_after(kind: TimerKind, text: str, now: datetime) -> Due | None:
    for number in range(1, _MOST_ROUNDS):
        due = _round(kind, text, now, number)
        if due is None or due.at > now:
            return due
    return None


def _round(kind: TimerKind, text: str, since: datetime, number: int) -> Due | None:
    return timers.next_due(kind, text, since, number, None)


def _evaluated(
    found: Found, start: Start, text: str, at: datetime, context: Mapping[str, JsonValue]
) -> str:
    try:
        return _value(text, at, context)
    except TextInvalid as error:
        raise _refused(found, start, "start-expression") from error


def _value(text: str, at: datetime, context: Mapping[str, JsonValue]) -> str:
    if not feel.is_expression(text):
        return text
    value = feel.compile_expression(feel.strip(text)).evaluate(context, now=at).value
    return timers.iso_text(value)


def _refused(found: Found, start: Start, rule: str) -> DeploymentRefused:
    message, advice = _FAULTS[rule]
    fault = Fault(rule=rule, message=message, advice=advice, file=found.file, element=start.element)
    return DeploymentRefused((fault,))
