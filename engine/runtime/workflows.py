"""The running case: SpiffWorkflow workflows whose living tokens are counted, run in order of
arrival.

How a case is saved is `snapshots`, what may be asked of it `commands`, what an element does
`specs`.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from SpiffWorkflow.bpmn.util.subworkflow import BpmnSubWorkflow
from SpiffWorkflow.bpmn.workflow import BpmnWorkflow

from engine.runtime.incidents import Incidents
from engine.runtime.scopes import Scopes
from engine.runtime.tasks import COMPLETED, ERROR, READY, WAITING, CaseTask, Stage
from engine.runtime.troubles import DEEPEST, MOST_RUNS, Trouble
from engine.values import (
    CaseState,
    Effect,
    Happened,
    HistoryEvent,
    Inputs,
    JsonValue,
    Variables,
)

if TYPE_CHECKING:
    from engine.runtime.definitions import Definitions
    from engine.runtime.specs.scope import ScopeSpec

#: The id of the root case's own scope.
ROOT = 1


class Workflow:
    """What root case and inner workflows share: the living tokens of one scope.

    `living` holds the tokens not yet finished, in the order they were made. `scope_id` is the scope
    of the variables, `process_id` that of the (called) process around it.
    """

    spec: ScopeSpec
    tasks: dict[int, CaseTask]
    living: dict[int, CaseTask]
    task_tree: CaseTask
    top_workflow: CaseWorkflow
    completed: bool
    scope_id: int
    process_id: int
    host: CaseTask | None

    def plant(self) -> CaseTask:
        """Make the root of the token tree: no element of the diagram, not in the snapshot."""
        self.task_tree = CaseTask(self, self.spec.start, None, COMPLETED, -self.scope_id)
        return self.task_tree

    def kick_off(self, start: str = "") -> None:
        """Open the scope: its triggers are armed, then it starts at `start` or its none starts."""
        root = self.plant()
        root.via = start
        root._set_state(WAITING)  # noqa: SLF001 - of our own class
        root.arrive()

    def busy(self) -> bool:
        """Whether anything but armed event sub-processes is left."""
        return any(
            not task.task_spec.is_trigger or task.stage == Stage.LEAVING
            for task in self.living.values()
        )

    def _task_completed_notify(self, task: CaseTask) -> None:  # noqa: ARG002 - the library's
        """Do in place of the library's walk over the tree what ends a scope."""
        if self.completed:
            return
        host = self.host
        if host is not None and host.task_spec.carry_on(host, self):
            return
        if not self.busy():
            self.finish()

    def finish(self) -> None:
        """End the scope regularly; the activity around it goes on."""
        self.close()
        if self.host is not None:
            self.host.task_spec.inner_finished(self.host, self)
            self.host.resume(Stage.LEAVING)
        else:
            self.top_workflow.end(CaseState.COMPLETED)

    def close(self) -> None:
        """Cancel what is left; the youngest first, so that an activity ends after its inside."""
        self.completed = True
        for task in reversed(tuple(self.living.values())):
            task.cancel()
        if self.host is not None:
            self.top_workflow.subprocesses.pop(self.host.id, None)


class InnerWorkflow(Workflow, BpmnSubWorkflow):
    """The inside of a sub-process, a called process or a multi-instance activity."""

    def __init__(self, spec: ScopeSpec, host: CaseTask, scope_id: int, process_id: int) -> None:
        self.living = {}
        self.host = host
        self.scope_id = scope_id
        self.process_id = process_id
        super().__init__(spec, host.id, host.case, deserializing=True)

    def _calculate_depth(self) -> int:
        return self.host.workflow.depth + 1  # type: ignore[union-attr]  # it has a host


class CaseWorkflow(Workflow, BpmnWorkflow):
    """One case during one step. `effects` collects what happens, `agenda` what is to run next."""

    subprocesses: dict[int, InnerWorkflow]

    def __init__(self, definitions: Definitions, key: int, inputs: Inputs, sequence: int) -> None:
        self.living = {}
        self.host = None
        self.scope_id = self.process_id = ROOT
        self.definitions = definitions
        self.definition = key
        self.inputs = inputs
        self.sequence = sequence
        self.state = CaseState.ACTIVE
        self.effects: list[Effect] = []
        self.agenda: deque[CaseTask] = deque()
        self.runs = 0
        self.scopes = Scopes(self.effects)
        self.incidents = Incidents(self)
        compiled = definitions.processes[key]
        super().__init__(compiled.spec, None, _NO_SCRIPTS, deserializing=True)

    def next_id(self) -> int:
        """Count on: ids of tokens, jobs, timers, incidents come from one counter per case."""
        self.sequence += 1
        return self.sequence

    def workflows(self) -> Iterator[Workflow]:
        """The case itself, then its inner workflows in the order they began."""
        yield self
        yield from self.subprocesses.values()

    def tokens(self) -> list[CaseTask]:
        """All living tokens, oldest first."""
        found = [task for workflow in self.workflows() for task in workflow.living.values()]
        return sorted(found, key=lambda task: task.id)

    def enter(self, host: CaseTask, spec: ScopeSpec, scope: int, process: int) -> InnerWorkflow:
        """Make the inner workflow of an activity; the caller begins it."""
        inner = InnerWorkflow(spec, host, scope, process)
        self.subprocesses[host.id] = inner
        return inner

    def require_depth(self, host: CaseTask) -> None:
        """Stop a process that calls itself for ever.

        Raises:
            Trouble: ("called-element-error") when the activity is nested too deep.
        """
        if host.workflow.depth >= DEEPEST:  # type: ignore[attr-defined]  # the library's
            raise Trouble("called-element-error", f"Processes nest deeper than {DEEPEST} levels.")

    def start(self, start: str, variables: Variables) -> None:
        """Begin a new case at the start event named, or at its none start events."""
        process = self.definitions.processes[self.definition].process
        self.scopes.open(ROOT, None, process.id, self.definition)
        self.record_process(ROOT, Happened.ACTIVATED)
        owners = self.scopes.write(ROOT, variables)
        if owners:
            self.record_process(ROOT, Happened.CHANGED, variables=owners)
        self.kick_off(start)

    def end(self, state: CaseState) -> None:
        """The case is over, one way or the other; nothing lives any more."""
        self.state = state
        regular = state is CaseState.COMPLETED
        self.record_process(ROOT, Happened.COMPLETED if regular else Happened.TERMINATED)
        self.scopes.close(ROOT, state)

    def advance(self) -> None:
        """Run what is ready, first come first served, until everything waits."""
        while True:
            while self.agenda:
                task = self.agenda.popleft()
                if task._state == READY:  # noqa: SLF001 - of our own class
                    self.run(task)
            if not self._retest():
                return

    def run(self, task: CaseTask) -> None:
        """Run one token through the library's `Task.run`; trouble becomes an incident."""
        self.runs += 1
        if self.runs > MOST_RUNS and task.id > 0:  # a scope's root is no element to stop at
            task._set_state(ERROR)  # noqa: SLF001 - of our own class
            why = f"More than {MOST_RUNS} elements in one step."
            self.incidents.open(task, Trouble("too-many-steps", why))
            return
        try:
            task.run()
        except Trouble as trouble:
            self.incidents.open(task, trouble)

    def _retest(self) -> bool:
        """Ask the joins that look at the whole scope again; True when one can go on."""
        for task in self.tokens():
            if task._state == WAITING and task.task_spec.looks_around:  # noqa: SLF001 - of our own class
                task.arrive()
                if task._state == READY:  # noqa: SLF001 - of our own class
                    return True
        return False

    def record(
        self,
        task: CaseTask,
        happened: Happened,
        *,
        variables: Mapping[str, int] | None = None,
        detail: Mapping[str, JsonValue] | None = None,
    ) -> None:
        """Write a line of history about an element; made-up elements leave none."""
        spec, workflow = task.task_spec, task.workflow
        if spec.hidden and not (variables or detail):
            return
        self.effects.append(
            HistoryEvent(
                happened=happened,
                element=spec.shown,
                type=spec.type,
                instance=task.id,
                scope=workflow.scope_id,
                process=workflow.process_id,
                variables=variables or {},
                detail=detail or {},
            )
        )

    def record_process(
        self, scope: int, happened: Happened, variables: Mapping[str, int] | None = None
    ) -> None:
        """Write a line of history about the case itself or a called process."""
        self.effects.append(
            HistoryEvent(
                happened=happened,
                element=self.scopes[scope].element,
                type="process",
                instance=scope,
                scope=scope,
                process=scope,
                variables=variables or {},
            )
        )


class _NoScripts:
    """Stands where the library would make a Python script engine; nothing asks it anything."""


_NO_SCRIPTS = _NoScripts()
