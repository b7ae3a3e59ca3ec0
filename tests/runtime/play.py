"""Plays one case the way the services do: by effects alone. It keeps the books and checks them.

In mode "memory" the case lives on, unpruned; in mode "saved" every step starts from bytes.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from engine.bpmn import reading
from engine.dmn.model import DecisionModel
from engine.runtime import CompiledProcess, Definitions, compile_process, snapshots, step
from engine.runtime.stepping import open_case, take
from engine.runtime.workflows import CaseWorkflow
from engine.values import (
    Calendar,
    CaseState,
    Command,
    CompleteJob,
    CompleteUserTask,
    DeliverMessage,
    DeliverSignal,
    Effect,
    FireTimer,
    Happened,
    HistoryEvent,
    IncidentClosed,
    IncidentRaised,
    Inputs,
    JobClosed,
    JobOpened,
    JobRetried,
    JobState,
    JsonValue,
    MessageThrown,
    RetryIncident,
    ScopeClosed,
    ScopeOpened,
    SetVariables,
    SignalThrown,
    StartCase,
    SubscriptionClosed,
    SubscriptionOpened,
    TimerClosed,
    TimerSet,
    UserTaskClosed,
    UserTaskMoved,
    UserTaskOpened,
    VariableWritten,
)

T0 = datetime(2026, 11, 24, 1, 0, tzinfo=UTC)


def compiled(*files: bytes) -> dict[int, CompiledProcess]:
    """The processes of the files by key, from 100 on."""
    processes = [one for file in files for one in reading.read(file, "x.bpmn").processes]
    return {100 + number: compile_process(one) for number, one in enumerate(processes)}


class Books:
    """What the store would hold, kept by effects; anything out of step fails at once."""

    def __init__(self) -> None:
        self.tasks: dict[int, UserTaskOpened] = {}
        self.jobs: dict[int, JobOpened] = {}
        self.timers: dict[int, TimerSet] = {}
        self.subscriptions: dict[int, SubscriptionOpened] = {}
        self.incidents: dict[int, IncidentRaised] = {}
        self.scopes: dict[int, ScopeOpened] = {}
        self.variables: dict[int, dict[str, JsonValue]] = {}
        self.history: list[HistoryEvent] = []
        self.thrown: list[MessageThrown | SignalThrown] = []
        self.closed: dict[int, CaseState] = {}

    def enter(self, effects: Sequence[Effect]) -> None:
        for effect in effects:
            self._enter(effect)

    def _enter(self, effect: Effect) -> None:  # noqa: C901, PLR0912, PLR0915 - one line a kind
        match effect:
            case HistoryEvent():
                self.history.append(effect)
            case UserTaskOpened():
                assert effect.task not in self.tasks
                self.tasks[effect.task] = effect
            case UserTaskMoved():
                self.tasks[effect.task] = replace(self.tasks[effect.task], due_at=effect.due_at)
            case UserTaskClosed():
                del self.tasks[effect.task]
            case JobOpened():
                assert effect.job not in self.jobs
                self.jobs[effect.job] = effect
            case JobClosed(state=JobState.FAILED) | JobRetried():
                assert effect.job in self.jobs
            case JobClosed():
                del self.jobs[effect.job]
            case TimerSet():
                self.timers[effect.timer] = effect
            case TimerClosed():
                del self.timers[effect.timer]
            case SubscriptionOpened():
                assert effect.subscription not in self.subscriptions
                self.subscriptions[effect.subscription] = effect
            case SubscriptionClosed():
                del self.subscriptions[effect.subscription]
            case IncidentRaised():
                self.incidents[effect.incident] = effect
            case IncidentClosed():
                del self.incidents[effect.incident]
            case ScopeOpened():
                self.scopes[effect.scope] = effect
                self.variables[effect.scope] = {}
            case ScopeClosed():
                del self.scopes[effect.scope]
                self.closed[effect.scope] = effect.state
            case VariableWritten():
                assert effect.scope in self.scopes
                self.variables[effect.scope][effect.name] = effect.value
            case MessageThrown() | SignalThrown():
                self.thrown.append(effect)


class Play:
    """One case of the first process of `files`."""

    def __init__(
        self,
        *files: bytes,
        mode: str = "saved",
        decisions: Mapping[int, DecisionModel] | None = None,
        latest: Mapping[str, int] | None = None,
        calendars: Mapping[str, Calendar] | None = None,
        context: Mapping[str, JsonValue] | None = None,
        processes: dict[int, CompiledProcess] | None = None,
    ) -> None:
        processes = processes or compiled(*files)
        self.definitions = Definitions(processes=processes, decisions=decisions or {})
        known = {f"process:{one.process.id}": key for key, one in processes.items()}
        self.latest = known | dict(latest or {})
        self.calendars = dict(calendars or {})
        self.context = dict(context or {})
        self.mode = mode
        self.now = T0
        self.books = Books()
        self.effects: tuple[Effect, ...] = ()
        self._case: CaseWorkflow | None = None
        self._snapshot: bytes | None = None

    # ---------------------------------------------------------------- commands

    def inputs(self) -> Inputs:
        return Inputs(
            now=self.now,
            case_key=1 << 24,
            latest=self.latest,
            calendars=self.calendars,
            context=self.context,
        )

    def do(self, command: Command) -> Play:
        if self.mode == "memory":
            case = self._case
            if case is None or isinstance(command, StartCase):
                case = open_case(self.definitions, None, command, self.inputs())
            self.effects = take(case, command, self.inputs())
            self._case = case
        else:
            result = step(self.definitions, self._snapshot, command, self.inputs())
            self._snapshot, self.effects = result.snapshot, result.effects
        self.books.enter(self.effects)
        return self

    def start(self, at: str | None = None, **variables: JsonValue) -> Play:
        return self.do(StartCase(definition=100, variables=variables, start_element=at))

    def complete(self, element: str, **variables: JsonValue) -> Play:
        """Complete the oldest open user task of the element."""
        task = min(key for key, opened in self.books.tasks.items() if opened.element == element)
        return self.do(CompleteUserTask(task=task, variables=variables))

    def work(self, element: str, **variables: JsonValue) -> Play:
        return self.do(CompleteJob(job=self.job(element), variables=variables))

    def message(self, name: str, **variables: JsonValue) -> Play:
        open_ones = self.books.subscriptions.items()
        found = min(key for key, one in open_ones if (one.kind, one.name) == ("message", name))
        return self.do(DeliverMessage(subscription=found, message=name, variables=variables))

    def signal(self, name: str, **variables: JsonValue) -> Play:
        return self.do(DeliverSignal(signal=name, variables=variables))

    def wait(self, hours: float) -> Play:
        """Let time pass and fire what is due by then, the earliest first."""
        until = self.now + timedelta(hours=hours)
        while due := sorted(
            (one.due_at, key) for key, one in self.books.timers.items() if one.due_at <= until
        ):
            self.now = max(self.now, due[0][0])
            self.do(FireTimer(timer=due[0][1]))
        self.now = until
        return self

    def retry(self, code: str) -> Play:
        found = next(key for key, one in self.books.incidents.items() if one.code == code)
        return self.do(RetryIncident(incident=found))

    def do_correct(self, **variables: JsonValue) -> Play:
        return self.do(SetVariables(variables=variables, reason="betul"))

    def to_the_end(self, **variables: JsonValue) -> Play:
        """Complete tasks and jobs, the oldest first; else let time pass; else send signals."""
        while 1 not in self.books.closed:
            if self.tasks:
                self.complete(self.tasks[0], **variables)
            elif self.jobs:
                self.work(self.jobs[0], **variables)
            elif self.books.timers:
                self.wait(1)
            else:
                open_ones = self.books.subscriptions.values()
                self.signal(next(one.name for one in open_ones if one.kind == "signal"))
        return self

    # ---------------------------------------------------------------- what is seen

    def job(self, element: str) -> int:
        return min(key for key, one in self.books.jobs.items() if one.element == element)

    @property
    def tasks(self) -> list[str]:
        """The elements of the open user tasks, oldest first."""
        return [opened.element for _, opened in sorted(self.books.tasks.items())]

    @property
    def jobs(self) -> list[str]:
        return [opened.element for _, opened in sorted(self.books.jobs.items())]

    @property
    def due(self) -> dict[str, float]:
        """Hours from T0 until each timer is due, by element."""
        return {
            one.element: (one.due_at - T0) / timedelta(hours=1)
            for one in self.books.timers.values()
        }

    @property
    def waits(self) -> list[str]:
        """The elements of the open subscriptions."""
        return [one.element for _, one in sorted(self.books.subscriptions.items())]

    @property
    def incidents(self) -> list[tuple[str, str]]:
        return [(one.element, one.code) for one in self.books.incidents.values()]

    @property
    def done(self) -> bool:
        """Whether the case has completed, leaving nothing behind."""
        over = self.books.closed.get(1) is CaseState.COMPLETED
        if over:
            books = self.books
            left = (books.tasks, books.jobs, books.timers, books.subscriptions, books.incidents)
            assert not any(left), left
            assert not books.scopes, books.scopes
        return over

    def variable(self, name: str, scope: int = 1) -> JsonValue:
        return self.books.variables[scope].get(name)

    def happened(self, *kinds: Happened) -> list[str]:
        """The history: the elements of the kinds of line asked for."""
        return [one.element for one in self.books.history if one.happened in kinds]

    @property
    def taken(self) -> list[str]:
        return self.happened(Happened.TAKEN)

    @property
    def bytes(self) -> bytes:
        if self.mode == "memory":
            assert self._case is not None
            return snapshots.dump(self._case)
        assert self._snapshot is not None
        return self._snapshot
