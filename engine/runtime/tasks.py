"""The token: a SpiffWorkflow Task without wall clock, random ids, data or predictions.

The life cycle (`run`, `complete`, `_ready`) is the library's; what is overridden here is
bookkeeping.

- READY: the engine is about to run it; never seen between two steps.
- STARTED: it ran and waits for the world: a user task, a job, an event, an inner process.
- WAITING: it arrived at a join that lacks other tokens.
- ERROR: an incident; run again when that is retried.
"""

from __future__ import annotations

from enum import IntEnum
from typing import TYPE_CHECKING, Any, Final

from SpiffWorkflow.task import Task
from SpiffWorkflow.util.task import TaskState

if TYPE_CHECKING:
    from engine.runtime.specs.base import Element
    from engine.runtime.workflows import CaseWorkflow, Workflow

FUTURE: Final[int] = TaskState.FUTURE
WAITING: Final[int] = TaskState.WAITING
READY: Final[int] = TaskState.READY
STARTED: Final[int] = TaskState.STARTED
COMPLETED: Final[int] = TaskState.COMPLETED
ERROR: Final[int] = TaskState.ERROR
CANCELLED: Final[int] = TaskState.CANCELLED
#: Tokens in these states are alive: they are in the snapshot, and their scope goes on for them.
ALIVE: Final[int] = FUTURE | WAITING | READY | STARTED | ERROR


class Stage(IntEnum):
    """How far an element instance has come; an incident's retry goes on from here."""

    ARRIVED = 0
    ENTERED = 1  # in the history
    BUSY = 2  # inputs are mapped, boundary events armed
    LEAVING = 3  # its work is done; outputs and outgoing flows are left


class CaseTask(Task):
    """One token. `via` is the id of the sequence flow it came by, "" when it came by none."""

    id: int
    workflow: Workflow
    task_spec: Element
    internal_data: dict[str, Any]

    def __init__(
        self,
        workflow: Workflow,
        task_spec: Element,
        parent: CaseTask | None = None,
        state: int = FUTURE,
        id: int | None = None,  # noqa: A002 - the library's name
    ) -> None:
        """Do all the library's constructor does, without uuid, clock and logging."""
        self.id = workflow.top_workflow.next_id() if id is None else id
        self.workflow = workflow
        self.task_spec = task_spec
        self._parent = parent.id if parent is not None else None
        self._children: list[int] = []
        self._state = state
        self.triggered = False
        self.thread_id = 0
        self.data: dict[str, Any] = {}
        self.internal_data = {}
        self.last_state_change = 0
        self.stage = Stage.ARRIVED
        self.via = ""
        workflow.tasks[self.id] = self
        if state & ALIVE:
            workflow.living[self.id] = self
        if parent is not None:
            parent._children.append(self.id)  # noqa: SLF001 - of our own class

    @property
    def case(self) -> CaseWorkflow:
        return self.workflow.top_workflow

    @property
    def scope_id(self) -> int:
        """The innermost variable scope this token reads: its own, else its workflow's."""
        return self.id if self.id in self.case.scopes else self.workflow.scope_id

    @property
    def alive(self) -> bool:
        return bool(self._state & ALIVE)

    def spawn(self, task_spec: Element, via: str = "") -> CaseTask:
        """Make a child that is not yet on its way; `arrive` sends it."""
        child = CaseTask(self.workflow, task_spec, self)
        child.via = via
        return child

    def arrive(self) -> None:
        """Let the element decide whether this token runs now or waits."""
        self.task_spec._update(self)  # noqa: SLF001 - the library's protocol

    def resume(self, stage: Stage) -> None:
        """Have it run again from `stage` on, whether it waits for the world or for a retry."""
        self.stage = stage
        self._state = WAITING  # the library's `_ready` starts from an unfinished state
        self._ready()

    def _set_state(self, value: int) -> None:
        self._state = value
        if value & ALIVE:
            self.workflow.living[self.id] = self
        else:
            self.workflow.living.pop(self.id, None)

    def _inherit_data(self) -> None:
        """Do nothing: variables live in scopes, not in tokens."""

    def cancel(self) -> None:
        """End it before its time. Tokens it has sent on are others' business and stay."""
        if self.alive:
            self._set_state(CANCELLED)
            self.task_spec._on_cancel(self)  # noqa: SLF001 - the library's protocol

    def complete(self) -> None:
        """Finish it, unless what it threw has cancelled it meanwhile."""
        if self.alive:
            super().complete()
