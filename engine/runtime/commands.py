"""What each command does to a living case. Refusing comes first: a refused command changes nothing.

What then runs on is `workflows`; going back to an earlier task is `reopening`.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

from engine.errors import StepRefused
from engine.runtime import reopening, throwing
from engine.runtime.events import TimerEvent
from engine.runtime.specs.activities import UserTask
from engine.runtime.specs.jobs import close_job
from engine.runtime.tasks import ERROR, CaseTask, Stage
from engine.runtime.troubles import Trouble
from engine.runtime.workflows import ROOT, CaseWorkflow
from engine.values import (
    AddNote,
    CancelCase,
    CaseState,
    Command,
    CompleteJob,
    CompleteUserTask,
    DeliverMessage,
    DeliverSignal,
    FailJob,
    FireTimer,
    Happened,
    HistoryEvent,
    JobClosed,
    JobRetried,
    JobState,
    MoveTimers,
    Reopen,
    ResumeCase,
    RetryIncident,
    SetVariables,
    StartCase,
    SuspendCase,
    ThrowJobError,
    UserTaskMoved,
    UserTaskState,
)


def apply(case: CaseWorkflow, command: Command) -> None:
    """Do what the command asks, up to where the engine runs on by itself.

    Raises:
        StepRefused: when the case, or what the command names in it, does not wait for this.
    """
    allowed = _ALLOWED[case.state]
    if allowed is not None and not isinstance(command, allowed):
        raise StepRefused(what=f"A case that is {case.state.value}")
    _HANDLERS[type(command)](case, command)


def _start(case: CaseWorkflow, command: StartCase) -> None:
    compiled = case.definitions.processes[command.definition]
    start = command.start_element or ""
    if (start and start not in compiled.spec.elements) or not (start or compiled.spec.starts):
        raise StepRefused(what=f"Start event {start or '(none)'}")
    case.start(start, command.variables)


def _complete_user_task(case: CaseWorkflow, command: CompleteUserTask) -> None:
    task = _find(case, "open", value=True, task=command.task, what=f"Task {command.task}")
    spec = task.task_spec
    assert isinstance(spec, UserTask)
    spec.close(task, UserTaskState.COMPLETED)
    spec.receive(task, command.variables)
    task.resume(Stage.LEAVING)


def _complete_job(case: CaseWorkflow, command: CompleteJob) -> None:
    task = _find(case, "job", command.job, what=f"Job {command.job}")
    close_job(task, JobState.COMPLETED)
    case.incidents.drop(task)
    task.task_spec.receive(task, command.variables)
    task.resume(Stage.LEAVING)


def _fail_job(case: CaseWorkflow, command: FailJob) -> None:
    task = _find(case, "job", command.job, what=f"Job {command.job}")
    if command.retries > 0:
        case.effects.append(JobRetried(job=command.job, retries=command.retries))
        return
    case.incidents.drop(task)
    case.effects.append(JobClosed(job=command.job, state=JobState.FAILED))
    why = command.message or "The worker failed."
    case.incidents.open(task, Trouble("job-no-retries", why), job=command.job)


def _throw_job_error(case: CaseWorkflow, command: ThrowJobError) -> None:
    task = _find(case, "job", command.job, what=f"Job {command.job}")
    close_job(task, JobState.ERROR_THROWN)
    case.incidents.drop(task)
    try:
        throwing.throw_error(task, command.code, command.variables)
    except Trouble as trouble:
        task.error()
        case.incidents.open(task, trouble)


def _fire_timer(case: CaseWorkflow, command: FireTimer) -> None:
    task = _find(case, "timer", command.timer, what=f"Timer {command.timer}")
    event = task.task_spec.event_definition
    assert isinstance(event, TimerEvent)
    if event.due(task) > case.inputs.now:
        raise StepRefused(what=f"Timer {command.timer}")
    task.task_spec.catch(task, {})


def _deliver_message(case: CaseWorkflow, command: DeliverMessage) -> None:
    what = f"Subscription {command.subscription}"
    task = _find(case, "message", command.message, task=command.subscription, what=what)
    task.task_spec.catch(task, command.variables)


def _deliver_signal(case: CaseWorkflow, command: DeliverSignal) -> None:
    throwing.deliver_signal(case, command.signal, command.variables)


def _retry_incident(case: CaseWorkflow, command: RetryIncident) -> None:
    incident = case.incidents.all.get(command.incident)
    task = next((token for token in case.tokens() if incident and token.id == incident.task), None)
    if incident is None or task is None:
        raise StepRefused(what=f"Incident {command.incident}")
    case.incidents.close(incident, task)
    if incident.job is not None:
        case.effects.append(JobRetried(job=incident.job, retries=command.retries))
    elif task._state == ERROR:  # noqa: SLF001 - of our own class
        task.resume(task.stage)


def _set_variables(case: CaseWorkflow, command: SetVariables) -> None:
    scope = ROOT if command.scope is None else command.scope
    if scope not in case.scopes:
        raise StepRefused(what=f"Scope {scope}")
    owners = case.scopes.write(scope, command.variables)
    *_, process = case.scopes.outwards(scope)
    case.effects.append(
        HistoryEvent(
            happened=Happened.CHANGED,
            element=case.scopes[scope].element,
            type="process" if process.id == scope else "scope",
            instance=scope,
            scope=scope,
            process=process.id,
            variables=owners,
        )
    )


def _move_timers(case: CaseWorkflow, command: MoveTimers) -> None:
    timers = {timer: _find(case, "timer", timer, what=f"Timer {timer}") for timer in command.due}
    tasks = {
        number: _find(case, "open", value=True, task=number, what=f"Task {number}")
        for number in command.tasks
    }
    for timer, task in sorted(timers.items()):
        event = task.task_spec.event_definition
        assert isinstance(event, TimerEvent)
        event.move(task, command.due[timer])
        case.record(task, Happened.MOVED)
    for number, task in sorted(tasks.items()):
        case.effects.append(UserTaskMoved(task=number, due_at=command.tasks[number]))
        case.record(task, Happened.MOVED)


def _cancel_case(case: CaseWorkflow, command: CancelCase) -> None:  # noqa: ARG001 - logged
    case.close()
    case.end(CaseState.TERMINATED)


def _suspend(case: CaseWorkflow, command: SuspendCase) -> None:  # noqa: ARG001 - logged
    case.state = CaseState.SUSPENDED
    case.record_process(ROOT, Happened.SUSPENDED)


def _resume(case: CaseWorkflow, command: ResumeCase) -> None:  # noqa: ARG001 - logged
    case.state = CaseState.ACTIVE
    case.record_process(ROOT, Happened.RESUMED)


def _add_note(case: CaseWorkflow, command: AddNote) -> None:
    """Do nothing: the note is in the log."""


def _find(
    case: CaseWorkflow, field: str, value: object, *, what: str, task: int | None = None
) -> CaseTask:
    """The living token whose data hold `value`; its id is `task` when that is given.

    Raises:
        StepRefused: when there is none.
    """
    for token in case.tokens():
        if token.internal_data.get(field) == value and task in {None, token.id}:
            return token
    raise StepRefused(what=what)


#: What a case in a state takes; None: everything but going back to life.
_ALLOWED: Final[dict[CaseState, tuple[type, ...] | None]] = {
    CaseState.ACTIVE: tuple(kind for kind in Command.__args__ if kind is not ResumeCase),
    CaseState.SUSPENDED: (CancelCase, ResumeCase, AddNote),
    CaseState.COMPLETED: (AddNote,),
    CaseState.TERMINATED: (AddNote,),
}
_HANDLERS: Final[dict[type, Callable[[CaseWorkflow, Any], None]]] = {
    StartCase: _start,
    CompleteUserTask: _complete_user_task,
    CompleteJob: _complete_job,
    FailJob: _fail_job,
    ThrowJobError: _throw_job_error,
    FireTimer: _fire_timer,
    DeliverMessage: _deliver_message,
    DeliverSignal: _deliver_signal,
    RetryIncident: _retry_incident,
    SetVariables: _set_variables,
    Reopen: reopening.reopen,
    MoveTimers: _move_timers,
    CancelCase: _cancel_case,
    SuspendCase: _suspend,
    ResumeCase: _resume,
    AddNote: _add_note,
}
