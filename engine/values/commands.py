"""What can be asked of a case, and all that a step reads. Every command is logged as it is."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import TypeAlias

from engine.values.basis import Variables
from engine.values.calendars import Calendar


@dataclass(frozen=True, slots=True, kw_only=True)
class StartCase:
    """Start `definition` (a key) at its none start event.

    `start_element` names another start event instead (one with a message, signal or timer).
    """

    definition: int
    variables: Variables = field(default_factory=dict)
    start_element: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class CompleteUserTask:
    task: int
    variables: Variables = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class CompleteJob:
    job: int
    variables: Variables = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class FailJob:
    """A worker failed. `retries` are those left afterwards; 0 raises an incident at the element."""

    job: int
    retries: int
    message: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ThrowJobError:
    """A worker reports a BPMN error; uncaught it becomes an incident at the element."""

    job: int
    code: str
    message: str = ""
    variables: Variables = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class FireTimer:
    """Fire one waiting timer. Refused (StepRefused) when it is not due at `inputs.now`."""

    timer: int


@dataclass(frozen=True, slots=True, kw_only=True)
class DeliverMessage:
    """A published message met this case's open subscription."""

    subscription: int
    message: str
    key: str = ""
    variables: Variables = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class DeliverSignal:
    """A broadcast signal: reaches every waiting catch of that name; none waiting is no error."""

    signal: str
    variables: Variables = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class RetryIncident:
    """Try again what raised the incident: re-run the element, or give its job `retries` more."""

    incident: int
    retries: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class SetVariables:
    """Write variables by hand (a correction), with reason. `scope` None is the case itself."""

    variables: Variables
    reason: str
    scope: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Reopen:
    """Put a completed user task back on somebody's desk.

    Cancels the living tokens of the same scope that stand downstream of `element` and activates it
    again. `scope` is the scope id the task lived in; `variables` are the corrected answers.
    """

    element: str
    scope: int
    reason: str
    variables: Variables = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class MoveTimers:
    """Set other due instants (a calendar changed): timer id -> due instant, aware UTC.

    `tasks`: open user task's id -> its new due date.
    """

    due: Mapping[int, datetime]
    reason: str
    tasks: Mapping[int, datetime] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class CancelCase:
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SuspendCase:
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ResumeCase:
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AddNote:
    """A remark on the case: logged, changes nothing else."""

    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AssignUserTask:
    """Who holds a task now (None: nobody). Logged for the record; no step is taken on it."""

    task: int
    assignee: str | None
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangeUserTask:
    """What was changed of an open task by hand: when it is taken up again, its due date, priority.

    `changes` names them as Camunda 8 does (`followUpDate`, `dueDate`: an ISO 8601 instant or None;
    `priority`). Logged for the record; no step is taken on it.
    """

    task: int
    changes: Variables
    reason: str = ""


Command: TypeAlias = (
    StartCase
    | CompleteUserTask
    | CompleteJob
    | FailJob
    | ThrowJobError
    | FireTimer
    | DeliverMessage
    | DeliverSignal
    | RetryIncident
    | SetVariables
    | Reopen
    | MoveTimers
    | CancelCase
    | SuspendCase
    | ResumeCase
    | AddNote
)
#: Everything a case's log holds: what the runtime steps on, and what only the store keeps.
LoggedCommand: TypeAlias = Command | AssignUserTask | ChangeUserTask


@dataclass(frozen=True, slots=True, kw_only=True)
class Inputs:
    """All that a step reads besides definitions, snapshot and command; recorded with the command.

    `latest` resolves "latest" bindings: "process:<id>", "decision:<id>", "form:<id>" -> key.
    `calendars`: office calendars by name. `context`: names that every FEEL expression
    of the case reads below its own variables (the office's configuration). `business_key` and
    `case_key` are the case's own.
    """

    now: datetime
    case_key: int = 0
    business_key: str = ""
    latest: Mapping[str, int] = field(default_factory=dict)
    calendars: Mapping[str, Calendar] = field(default_factory=dict)
    context: Variables = field(default_factory=dict)
