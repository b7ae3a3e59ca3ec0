"""What every element does when its token is run: enter, map in, work, map out, leave.

What the work is, the other modules of this folder say, each for its kind of element.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from SpiffWorkflow.bpmn.specs.bpmn_task_spec import BpmnTaskSpec

from engine.bpmn.lowering import is_synthetic, origin
from engine.bpmn.model import Node
from engine.runtime.expressions import Text
from engine.runtime.mappings import map_inputs, map_outputs, receive
from engine.runtime.tasks import READY, CaseTask, Stage
from engine.values import CaseState, Happened, HistoryEvent, Variables

if TYPE_CHECKING:
    from engine.runtime.expressions import Texts
    from engine.runtime.specs.scope import ScopeSpec
    from engine.runtime.workflows import Workflow


@dataclass(frozen=True, slots=True, eq=False)
class Outgoing:
    """A sequence flow as its source sees it. `condition` None: unconditional."""

    id: str
    target: Element
    condition: Text | None
    default: bool

    @property
    def hidden(self) -> bool:
        return is_synthetic(self.id)


class Element(BpmnTaskSpec):
    """Goes in front of a library class; `flows` and `boundaries` are set when the scope is built.

    `hidden` elements were made by lowering and leave no history; `shown` is the drawn element's id.
    """

    is_trigger = False
    #: whether it is asked again when nothing else of the case can run
    looks_around = False
    #: whether each instance has a variable scope of its own, mappings or not
    owns_scope = False

    name: str
    flows: Sequence[Outgoing]
    boundaries: Sequence[Element]

    def __init__(self, owner: ScopeSpec, node: Node, texts: Texts, **library: object) -> None:
        super().__init__(
            owner, node.id, lane=node.lane or None, bpmn_name=node.name or None, **library
        )
        self.node = node
        self.hidden = is_synthetic(node.id)
        self.shown = origin(node.id)
        self.type = "eventSubProcess" if node.event_sub_process else node.kind.value
        self.input_mappings = texts.mappings(node.extensions.inputs, node.id)
        self.output_mappings = texts.mappings(node.extensions.outputs, node.id)
        self.flows = ()
        self.boundaries = ()

    # ---------------------------------------------------- what an element may do its own way

    def perform(self, task: CaseTask) -> bool:  # noqa: ARG002 - for those who need it
        """Do the element's work; False when it must wait for the world. May be run again."""
        return True

    def choose(self, task: CaseTask) -> Sequence[Outgoing]:  # noqa: ARG002 - gateways need it
        """The flows that get a token."""
        return self.flows

    def withdraw(self, task: CaseTask) -> None:
        """Take back what `perform` has put into the world, when the token ends before its time."""

    def carry_on(self, host: CaseTask, inner: Workflow) -> bool:  # noqa: ARG002 - for those who need it
        """Whether the inner workflow of `host` goes on although a token of it has just ended."""
        return False

    def inner_finished(self, host: CaseTask, inner: Workflow) -> None:
        """Take over what the inner workflow of `host` leaves behind."""

    # ------------------------------------------------------------------ the library's protocol

    def _update_hook(self, task: CaseTask) -> bool:  # noqa: ARG002 - the library's protocol
        return True

    def _on_ready_hook(self, task: CaseTask) -> None:
        task.case.agenda.append(task)

    def _run_hook(self, task: CaseTask) -> bool | None:
        """Run the element from the stage its token has reached; None: it waits for the world."""
        if task.stage < Stage.ENTERED:
            task.case.record(task, Happened.ACTIVATED)
            task.stage = Stage.ENTERED
        if task.stage < Stage.BUSY:
            self._prepare(task)
            task.stage = Stage.BUSY
        if task.stage < Stage.LEAVING:
            if not self.perform(task):
                return None
            task.stage = Stage.LEAVING
        if task.alive:  # what it threw may have ended it
            self._leave(task)
        return True

    def _on_complete_hook(self, task: CaseTask) -> None:
        """Do nothing: the library moves data here."""

    def _on_cancel(self, task: CaseTask) -> None:
        self.release(task)
        self.withdraw(task)
        case = task.case
        case.incidents.drop(task)
        case.scopes.close(task.id, CaseState.TERMINATED)
        if task.stage >= Stage.ENTERED:
            case.record(task, Happened.TERMINATED)

    def _predict(self, *_: object, **__: object) -> None:
        """Do nothing: children are made when the token leaves."""

    def test(self) -> None:
        """Do nothing: the diagram was checked when it was deployed."""

    # -------------------------------------------------------------------------------- in and out

    def receive(self, task: CaseTask, variables: Variables) -> None:
        """Take in what a worker, an officer or a message brought."""
        receive(task, variables, self.output_mappings)

    def release(self, task: CaseTask) -> None:
        """Cancel the events that wait beside the element: its boundary, a gateway's candidates."""
        for child in [task.workflow.living.get(number) for number in task._children]:  # noqa: SLF001 - of our own class
            if child is not None:
                child.cancel()

    def _prepare(self, task: CaseTask) -> None:
        case = task.case
        if self.owns_scope and task.id not in case.scopes:
            case.scopes.open(task.id, task.workflow.scope_id, self.shown)
        map_inputs(task, self.input_mappings)
        for boundary in self.boundaries:
            arm(task.spawn(boundary))

    def _leave(self, task: CaseTask) -> None:
        """Map out, then send tokens on; in this order nothing is lost when something fails."""
        map_outputs(task, self.output_mappings)
        chosen = self.choose(task)
        host = task.workflow.host
        if host is not None:
            host.task_spec.collect(host, task)
        case = task.case
        self.release(task)
        case.scopes.close(task.id, CaseState.COMPLETED)
        case.record(task, Happened.COMPLETED)
        for flow in chosen:
            self.take(task, flow)

    def collect(self, host: CaseTask, instance: CaseTask) -> None:
        """Hear that a token of the inner workflow of `host` leaves; before its scope is closed."""

    def take(self, task: CaseTask, flow: Outgoing) -> None:
        """Put a token on a flow. It arrives when the library completes `task`."""
        mark(task, flow)
        task.spawn(flow.target, via=flow.id)

    def enter_chosen(self, task: CaseTask) -> None:
        """Become the way an event-based gateway went on; only catching elements can."""
        raise NotImplementedError(self.name)


def mark(task: CaseTask, flow: Outgoing) -> None:
    """Write into the history that a drawn flow was taken."""
    if flow.hidden:
        return
    workflow = task.workflow
    task.case.effects.append(
        HistoryEvent(
            happened=Happened.TAKEN,
            element=flow.id,
            type="sequenceFlow",
            instance=task.id,
            scope=workflow.scope_id,
            process=workflow.process_id,
            flow=flow.id,
        )
    )


def arm(task: CaseTask) -> None:
    """Run an event that begins to wait beside the main flow, at once."""
    task._set_state(READY)  # noqa: SLF001 - of our own class
    task.case.run(task)
