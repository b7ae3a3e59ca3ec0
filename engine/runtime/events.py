"""What an event waits for, and how the world is told: timers, messages, signals, errors,
escalations.

Derived from the library's event definitions, whose clock, payloads and delivery are not used. What
happens when an event is caught is `specs.catching`.
"""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from SpiffWorkflow.bpmn.specs.event_definitions.item_aware_event import (
    ErrorEventDefinition,
    EscalationEventDefinition,
    SignalEventDefinition,
)
from SpiffWorkflow.bpmn.specs.event_definitions.message import MessageEventDefinition
from SpiffWorkflow.bpmn.specs.event_definitions.simple import (
    NoneEventDefinition,
    TerminateEventDefinition,
)
from SpiffWorkflow.bpmn.specs.event_definitions.timer import TimerEventDefinition
from typing_extensions import override

from engine.bpmn.model import EventKind, TimerKind
from engine.errors import AlurError
from engine.rules import iso8601
from engine.runtime.expressions import View, key_of, text_of
from engine.runtime.timers import Due, calendar_of, first_due, next_due
from engine.runtime.troubles import Trouble
from engine.values import SubscriptionClosed, SubscriptionOpened, TimerClosed, TimerSet

if TYPE_CHECKING:
    from engine.bpmn.model import Event, Node
    from engine.runtime.expressions import Texts
    from engine.runtime.tasks import CaseTask


class Waiting:
    """An event definition of ours: how it begins and ends to wait. None events never wait."""

    waits = True

    def arm(self, task: CaseTask) -> None:
        """Begin to wait; errors and escalations are looked for, nothing is opened.

        Raises:
            Trouble: when the diagram's texts do not give what is needed.
        """

    def disarm(self, task: CaseTask, *, fired: bool = False) -> None:
        """Stop waiting."""

    def rearm(self, task: CaseTask) -> bool:  # noqa: ARG002 - timers need it
        """After a non-interrupting catch: whether it still waits."""
        return True


class NoneEvent(Waiting, NoneEventDefinition):
    waits = False


class TerminateEvent(Waiting, TerminateEventDefinition):
    waits = False


class ErrorEvent(Waiting, ErrorEventDefinition):
    pass


class EscalationEvent(Waiting, EscalationEventDefinition):
    pass


class Subscribed(Waiting):
    """Messages and signals: the subscription is the token, its id the token's id."""

    kind = ""

    def prepare(self, node: Node, event: Event, texts: Texts) -> None:
        self.name_text = texts.text(event.name, node.id)
        self.key_text = texts.text(event.key, node.id)

    @override
    def arm(self, task: CaseTask) -> None:
        view = View.of(task)
        name = text_of(self.name_text, view, "expression-error", f"The name of the {self.kind}")
        key = key_of(self.key_text, view, "expression-error")
        task.internal_data[self.kind] = name
        task.case.effects.append(
            SubscriptionOpened(
                subscription=task.id,
                element=task.task_spec.shown,
                kind=self.kind,
                name=name,
                key=key,
                process=task.workflow.process_id,
            )
        )

    @override
    def disarm(self, task: CaseTask, *, fired: bool = False) -> None:
        if task.internal_data.pop(self.kind, None) is not None:
            task.case.effects.append(SubscriptionClosed(subscription=task.id))


class MessageEvent(Subscribed, MessageEventDefinition):
    kind = "message"


class SignalEvent(Subscribed, SignalEventDefinition):
    kind = "signal"


class TimerEvent(Waiting, TimerEventDefinition):
    """The library's timer without its clock; each setting has an id and a due instant."""

    def __init__(self, node: Node, event: Event, texts: Texts) -> None:
        super().__init__(node.id, event.value)
        assert event.timer is not None
        self.kind: TimerKind = event.timer
        self.text = texts.text(event.value, node.id)
        self.properties = node.extensions.properties

    @override
    def arm(self, task: CaseTask) -> None:
        calendar = calendar_of(self.properties, task.case.inputs, "timer-error")
        self._set(task, first_due(self.kind, self.text, View.of(task), calendar))

    @override
    def disarm(self, task: CaseTask, *, fired: bool = False) -> None:
        timer = task.internal_data.pop("timer", None)
        if timer is not None:
            task.case.effects.append(TimerClosed(timer=timer, fired=fired))

    @override
    def rearm(self, task: CaseTask) -> bool:
        """Set the next round of a cycle; counted from the last, however late that was noticed."""
        data = task.internal_data
        self.disarm(task, fired=True)
        calendar = calendar_of(self.properties, task.case.inputs, "timer-error")
        since = iso8601.parse_instant(data["due" if calendar else "since"])
        try:
            due = next_due(self.kind, data["text"], since, data["number"] + 1, calendar)
        except (iso8601.TextInvalid, AlurError) as error:
            raise Trouble("timer-error", f"The timer cannot be set again: {error}") from error
        if due is None:
            return False
        self._set(task, due)
        return True

    def due(self, task: CaseTask) -> datetime:
        """When the token's timer is due."""
        return iso8601.parse_instant(task.internal_data["due"])

    def move(self, task: CaseTask, at: datetime) -> None:
        """Give the timer another due instant; its id stays."""
        data = task.internal_data
        since = iso8601.parse_instant(data["since"])
        due = Due(at=at, text=data["text"], since=since, number=data["number"])
        self._set(task, due, data["timer"])

    def _set(self, task: CaseTask, due: Due, timer: int = 0) -> None:
        timer = timer or task.case.next_id()
        task.internal_data |= {
            "timer": timer,
            "due": iso8601.format_instant(due.at),
            "text": due.text,
            "since": iso8601.format_instant(due.since),
            "number": due.number,
        }
        calendar = self.properties.get("calendar", "")
        text = due.text
        if calendar and self.kind is TimerKind.CYCLE:  # so that one round can be counted again
            text = iso8601.format_duration(iso8601.parse_cycle(text, "UTC").duration)
        task.case.effects.append(
            TimerSet(
                timer=timer,
                element=task.task_spec.shown,
                due_at=due.at,
                calendar=calendar,
                expression=text,
                since=due.since,
                process=task.workflow.process_id,
            )
        )


def make_event(node: Node, texts: Texts) -> Waiting:
    """Compile a node's event definition; an element without one gets the none event."""
    event = node.event
    if event is None:
        return NoneEvent()
    if event.kind is EventKind.TIMER:
        return TimerEvent(node, event, texts)
    if event.kind in {EventKind.ERROR, EventKind.ESCALATION}:
        coded = ErrorEvent if event.kind is EventKind.ERROR else EscalationEvent
        return coded(event.name or event.code, event.code or None)
    if event.kind in {EventKind.MESSAGE, EventKind.SIGNAL}:
        made = (MessageEvent if event.kind is EventKind.MESSAGE else SignalEvent)(event.name)
        made.prepare(node, event, texts)
        return made
    return TerminateEvent() if event.kind is EventKind.TERMINATE else NoneEvent()
