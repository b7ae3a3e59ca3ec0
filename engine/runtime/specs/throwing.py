"""Throw and end events: what they send into the case and into the world."""

from __future__ import annotations

from typing import TYPE_CHECKING

from SpiffWorkflow.bpmn.specs import defaults
from typing_extensions import override

from engine.bpmn.model import EventKind
from engine.runtime import throwing
from engine.runtime.events import make_event
from engine.runtime.expressions import View, key_of, text_of
from engine.runtime.mappings import local_variables
from engine.runtime.specs.jobs import Worked
from engine.runtime.tasks import CaseTask
from engine.values import Happened, MessageThrown

if TYPE_CHECKING:
    from engine.bpmn.model import Node
    from engine.runtime.expressions import Texts
    from engine.runtime.specs.scope import ScopeSpec


class Throwing(Worked):
    """Throws its event; with a job type a worker does it instead, as Camunda 8 has it.

    The payload is what the input mappings made.
    """

    def __init__(self, owner: ScopeSpec, node: Node, texts: Texts, **library: object) -> None:
        super().__init__(owner, node, texts, **library)
        event = node.event
        self.kind = event.kind if event else EventKind.NONE
        self.code_text = texts.text(event.code if event else "", node.id)
        self.name_text = texts.text(event.name if event else "", node.id)
        self.key_text = texts.text(event.key if event else "", node.id)
        self.id_text = texts.text(event.message_id if event else "", node.id)
        self.lifetime_text = texts.text(event.time_to_live if event else "", node.id)

    @override
    def work(self, task: CaseTask) -> bool:
        view, payload = View.of(task), local_variables(task)
        match self.kind:
            case EventKind.MESSAGE:
                self._throw_message(task)
            case EventKind.SIGNAL:
                name = text_of(self.name_text, view, "expression-error", "The name of the signal")
                throwing.throw_signal(task, name, payload)
            case EventKind.ERROR:
                code = text_of(self.code_text, view, "expression-error", "The error code")
                throwing.throw_error(task, code, payload)
            case EventKind.ESCALATION:
                code = text_of(self.code_text, view, "expression-error", "The escalation code")
                throwing.throw_escalation(task, code, payload)
            case EventKind.TERMINATE:
                _end_others(task)
            case _:
                pass
        return True

    def _throw_message(self, task: CaseTask) -> None:
        view, code = View.of(task), "expression-error"
        name = text_of(self.name_text, view, code, "The name of the message")
        lifetime = text_of(self.lifetime_text, view, code, "The time to live")
        task.case.effects.append(
            MessageThrown(
                name=name,
                key=key_of(self.key_text, view, code),
                variables=local_variables(task),
                message_id=text_of(self.id_text, view, code, "The message id"),
                time_to_live=lifetime or "PT0S",
            )
        )
        task.case.record(task, Happened.THROWN, detail={"message": name})


class ThrowEvent(Throwing, defaults.IntermediateThrowEvent):
    def __init__(self, owner: ScopeSpec, node: Node, texts: Texts) -> None:
        super().__init__(owner, node, texts, event_definition=make_event(node, texts))


class EndEvent(Throwing, defaults.EndEvent):
    def __init__(self, owner: ScopeSpec, node: Node, texts: Texts) -> None:
        super().__init__(owner, node, texts, event_definition=make_event(node, texts))


class SendTask(Throwing, defaults.SendTask):
    def __init__(self, owner: ScopeSpec, node: Node, texts: Texts) -> None:
        super().__init__(owner, node, texts, event_definition=make_event(node, texts))


def _end_others(task: CaseTask) -> None:
    """Terminate end event: nothing else of the scope goes on (BPMN 2.0.2 §13.5.6)."""
    for other in reversed(tuple(task.workflow.living.values())):
        if other is not task:
            other.cancel()
