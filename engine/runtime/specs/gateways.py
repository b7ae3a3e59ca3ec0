"""Gateways that split, and the joins: parallel by a token a flow, inclusive by BPMN's own rule."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from SpiffWorkflow.bpmn.specs import defaults
from SpiffWorkflow.bpmn.specs.event_definitions.simple import NoneEventDefinition
from SpiffWorkflow.specs.base import TaskSpec
from typing_extensions import override

from engine.runtime.expressions import View, truth_of
from engine.runtime.specs.base import Element, Outgoing, arm, mark
from engine.runtime.tasks import CANCELLED, WAITING, CaseTask
from engine.runtime.troubles import Trouble

if TYPE_CHECKING:
    from engine.bpmn.model import Node
    from engine.runtime.expressions import Texts
    from engine.runtime.specs.scope import ScopeSpec


class ExclusiveGateway(Element, defaults.ExclusiveGateway):
    """The first true flow in document order, else the default (BPMN 2.0.2 §13.4.2)."""

    @override
    def choose(self, task: CaseTask) -> Sequence[Outgoing]:
        if len(self.flows) == 1 and self.flows[0].condition is None:
            return self.flows
        view = View.of(task)
        for flow in self.flows:
            if flow.condition is not None and not flow.default and holds(flow, view):
                return (flow,)
        return default_of(self.flows)


class Join(Element):
    """What joins share: tokens wait in WAITING, one a flow is taken when the gateway goes on."""

    def waiting(self, task: CaseTask) -> dict[str, CaseTask]:
        """The oldest token on each incoming flow; `task` is among those looked at."""
        first: dict[str, CaseTask] = {}
        for other in task.workflow.living.values():
            here = other.task_spec is self
            if here and (other is task or other._state == WAITING):  # noqa: SLF001 - of our own class
                first.setdefault(other.via, other)
        return first

    def consume(self, task: CaseTask, tokens: dict[str, CaseTask]) -> bool:
        """Merge the tokens into `task`, or leave it waiting when an older one came the same way."""
        if tokens[task.via] is not task:
            task._set_state(WAITING)  # noqa: SLF001 - of our own class
            return False
        for other in tokens.values():
            if other is not task:
                other._set_state(CANCELLED)  # noqa: SLF001 - merged, not terminated
        return True


class ParallelGateway(Join, defaults.ParallelGateway):
    """One token from every incoming flow; surplus tokens stay (BPMN 2.0.2 §13.4.1)."""

    @override
    def _update_hook(self, task: CaseTask) -> bool:
        if len(self.node.incoming) <= 1:
            return True
        tokens = self.waiting(task)
        if len(tokens) < len(self.node.incoming):
            task._set_state(WAITING)  # noqa: SLF001 - of our own class
            return False
        return self.consume(task, tokens)


class InclusiveGateway(Join, defaults.InclusiveGateway):
    """All true flows, else the default; joins by the specification's rule (BPMN 2.0.2 §13.4.3).

    It goes on when no token elsewhere in the scope could still come in by an empty flow, unless
    that token could come in by a flow that has one already. `reach` tells which incoming flows each
    element leads to without passing this gateway; it is made when the scope is built.
    """

    looks_around = True

    reach: dict[str, frozenset[str]]

    @override
    def _update_hook(self, task: CaseTask) -> bool:
        if len(self.node.incoming) <= 1:
            return True
        first_look = task._state != WAITING  # noqa: SLF001 - of our own class
        task._set_state(WAITING)  # noqa: SLF001 - of our own class
        tokens = self.waiting(task)
        if first_look or self._may_still_come(task, frozenset(tokens)):
            return False
        oldest = min(tokens.values(), key=lambda token: token.id)
        return oldest is task and self.consume(task, tokens)

    def _may_still_come(self, task: CaseTask, full: frozenset[str]) -> bool:
        for other in task.workflow.living.values():
            if other.task_spec is not self:
                leads = self.reach.get(other.task_spec.name, frozenset())
                if leads - full and not leads & full:
                    return True
        return False

    @override
    def choose(self, task: CaseTask) -> Sequence[Outgoing]:
        if len(self.flows) == 1 and self.flows[0].condition is None:
            return self.flows
        view = View.of(task)
        true = [
            flow
            for flow in self.flows
            if not flow.default and (flow.condition is None or holds(flow, view))
        ]
        return true or default_of(self.flows)


class EventGateway(Element, defaults.EventBasedGateway):
    """Waits for the first of the events behind it (BPMN 2.0.2 §13.4.4).

    The events wait as candidates, children of this token; the one that happens gets the only token.
    """

    def __init__(self, owner: ScopeSpec, node: Node, texts: Texts) -> None:
        super().__init__(owner, node, texts, event_definition=NoneEventDefinition())

    def connect(self, child: Element) -> None:
        """Connect without taking the event away from the catching element, as the library would."""
        TaskSpec.connect(self, child)

    @override
    def perform(self, task: CaseTask) -> bool:
        for flow in self.flows:
            arm(task.spawn(flow.target, via=flow.id))
        return False

    @override
    def choose(self, task: CaseTask) -> Sequence[Outgoing]:
        return [flow for flow in self.flows if flow.id == task.internal_data["chosen"]]

    @override
    def release(self, task: CaseTask) -> None:
        """Cancel all candidates but the chosen one, which is this gateway's token to send on."""
        chosen = task.internal_data.get("chosen")
        for number in task._children:  # noqa: SLF001 - of our own class
            candidate = task.workflow.living.get(number)
            if candidate is not None and (chosen is None or candidate.via != chosen):
                candidate.cancel()

    @override
    def take(self, task: CaseTask, flow: Outgoing) -> None:
        """Send the chosen candidate on; it is the token already."""
        mark(task, flow)
        for number in task._children:  # noqa: SLF001 - of our own class
            candidate = task.workflow.living.get(number)
            if candidate is not None:
                candidate.task_spec.enter_chosen(candidate)


def holds(flow: Outgoing, view: View) -> bool:
    """Whether a flow's condition is true.

    Raises:
        Trouble: ("condition-error") when it is neither true nor false.
    """
    assert flow.condition is not None
    return truth_of(flow.condition, view, f"The condition of flow {flow.id}")


def default_of(flows: Sequence[Outgoing]) -> Sequence[Outgoing]:
    """The default flow.

    Raises:
        Trouble: ("no-flow") when there is none.
    """
    found = tuple(flow for flow in flows if flow.default)
    if not found:
        raise Trouble("no-flow", "No condition is true and there is no default flow.")
    return found
