"""Elements that wait for an event: start, catch, receive; boundary events and event sub-processes.

What is waited for is `events`; who throws errors and escalations, `throwing`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from SpiffWorkflow.bpmn.specs import defaults
from typing_extensions import override

from engine.bpmn.model import EventKind
from engine.runtime.events import Waiting, make_event
from engine.runtime.specs.base import Element
from engine.runtime.specs.gateways import EventGateway
from engine.runtime.tasks import COMPLETED, STARTED, CaseTask, Stage
from engine.runtime.troubles import Trouble
from engine.values import Happened, Variables

if TYPE_CHECKING:
    from engine.bpmn.model import Node
    from engine.runtime.expressions import Texts
    from engine.runtime.specs.scope import ScopeSpec


class Catching(Element):
    """Waits until `catch` is called. `event_definition` is one of `events`."""

    event_definition: Waiting

    def __init__(self, owner: ScopeSpec, node: Node, texts: Texts, **library: object) -> None:
        event = make_event(node, texts)
        super().__init__(owner, node, texts, event_definition=event, **library)

    @override
    def perform(self, task: CaseTask) -> bool:
        if not self.event_definition.waits:
            return True
        self.event_definition.arm(task)
        return False

    @override
    def withdraw(self, task: CaseTask) -> None:
        self.event_definition.disarm(task)

    def catch(self, task: CaseTask, variables: Variables) -> None:
        """The event happened: take in what it brought and go on."""
        task.case.record(task, Happened.FIRED)
        self.event_definition.disarm(task, fired=True)
        self.receive(task, variables)
        task.resume(Stage.LEAVING)


class StartEvent(Catching, defaults.StartEvent):
    """Never waits: a case is started at it from outside, an event sub-process by its trigger."""

    #: set when the scope is built, for the start event of an event sub-process
    triggered = False

    @override
    def perform(self, task: CaseTask) -> bool:
        event = self.node.event
        if self.triggered or (event is not None and event.kind is not EventKind.NONE):
            task.case.record(task, Happened.FIRED)
        return True


class Candidate(Catching):
    """An element that waits on the main flow, or before it as one way out of an event gateway."""

    @override
    def _run_hook(self, task: CaseTask) -> bool | None:
        if task.stage < Stage.ENTERED and self._gateway(task) is not None:
            self.event_definition.arm(task)
            return None
        return super()._run_hook(task)

    @override
    def catch(self, task: CaseTask, variables: Variables) -> None:
        gateway = self._gateway(task)
        if gateway is None:
            super().catch(task, variables)
            return
        self.event_definition.disarm(task, fired=True)
        self.receive(task, variables)
        gateway.internal_data["chosen"] = task.via
        gateway.resume(Stage.LEAVING)

    @override
    def enter_chosen(self, task: CaseTask) -> None:
        task.case.record(task, Happened.ACTIVATED)
        task.case.record(task, Happened.FIRED)
        task.stage = Stage.LEAVING

    def _gateway(self, task: CaseTask) -> CaseTask | None:
        parent = task.workflow.living.get(task._parent or 0)  # noqa: SLF001 - of our own class
        return parent if parent and isinstance(parent.task_spec, EventGateway) else None


class CatchEvent(Candidate, defaults.IntermediateCatchEvent):
    pass


class ReceiveTask(Candidate, defaults.ReceiveTask):
    pass


class Listener(Catching, defaults.BoundaryEvent):
    """Waits beside the main flow; enters the history only when it fires.

    Interrupting: ends what it listens to and goes on itself. Non-interrupting: a new token goes on,
    this one stays armed, as long as its event can happen again (BPMN 2.0.2 §13.5.3).
    """

    def __init__(self, owner: ScopeSpec, node: Node, texts: Texts) -> None:
        super().__init__(owner, node, texts, cancel_activity=node.interrupting)

    @override
    def _update_hook(self, task: CaseTask) -> bool:
        return False  # it is armed and fired, never reached by a token

    @override
    def _run_hook(self, task: CaseTask) -> bool | None:
        if task.stage < Stage.LEAVING:
            self.event_definition.arm(task)
            return None
        return super()._run_hook(task)

    @override
    def catch(self, task: CaseTask, variables: Variables) -> None:
        if self.cancel_activity:
            self.event_definition.disarm(task, fired=True)
            self._go_on(task, variables)
            self.interrupt(task)
            return
        sent = task.workflow.task_tree.spawn(self)
        self._go_on(sent, variables)
        if not self._rearm(task):
            task._set_state(COMPLETED)  # noqa: SLF001 - it will not fire again

    def interrupt(self, task: CaseTask) -> None:
        """End what the event listens to."""
        raise NotImplementedError

    def _go_on(self, task: CaseTask, variables: Variables) -> None:
        task.case.record(task, Happened.ACTIVATED)
        task.case.record(task, Happened.FIRED)
        self.receive(task, variables)
        task.resume(Stage.LEAVING)

    def _rearm(self, task: CaseTask) -> bool:
        try:
            return self.event_definition.rearm(task)
        except Trouble as trouble:  # the token stands outside `Task.run` here
            task.error()
            task.case.incidents.open(task, trouble)
            return True


class BoundaryEvent(Listener):
    """Its token is a child of the activity's token."""

    @override
    def interrupt(self, task: CaseTask) -> None:
        host = task.workflow.living[task._parent or 0]  # noqa: SLF001 - of our own class
        task._parent = task.workflow.task_tree.id  # noqa: SLF001 - so it survives the activity
        host._children.remove(task.id)  # noqa: SLF001 - of our own class
        host.cancel()


class Trigger(Listener):
    """The start of an event sub-process, armed in the scope around it."""

    is_trigger = True

    @override
    def interrupt(self, task: CaseTask) -> None:
        for other in reversed(tuple(task.workflow.living.values())):
            if other is not task:
                other.cancel()

    @override
    def _go_on(self, task: CaseTask, variables: Variables) -> None:
        """Leave the history of the start event to the event sub-process itself."""
        self.receive(task, variables)
        task.resume(Stage.LEAVING)


def armed(task: CaseTask) -> bool:
    """Whether the token is an event that waits and could still happen."""
    return task._state == STARTED and task.stage < Stage.LEAVING  # noqa: SLF001 - our own class
