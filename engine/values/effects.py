"""What a step made happen, in order; the services write it. Nothing here is decided."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import TypeAlias

from engine.values.basis import CaseState, JobState, JsonValue, UserTaskState, Variables


class Happened(StrEnum):
    """What a history event says of an element."""

    ACTIVATED = "activated"
    COMPLETED = "completed"
    TERMINATED = "terminated"
    TAKEN = "taken"  # a sequence flow; `element` is the flow's id
    FAILED = "failed"  # an incident was raised here
    RESOLVED = "resolved"
    FIRED = "fired"  # a timer, message, signal, error or escalation was caught here
    THROWN = "thrown"
    DECIDED = "decided"  # a decision table answered; `detail` holds decision and matched rules
    CHANGED = "changed"  # variables written; `variables` names them
    MOVED = "moved"  # reopened or moved by hand
    ASSIGNED = "assigned"  # a user task got a holder or lost one; written by the services
    UPDATED = "updated"  # a user task's follow-up, due date or priority; written by the services
    NOTED = "noted"  # somebody left a note; written by the services
    SUSPENDED = "suspended"  # the case, by hand
    RESUMED = "resumed"


@dataclass(frozen=True, slots=True, kw_only=True)
class HistoryEvent:
    """One line of what happened, in order.

    `instance` is the element instance's id, `scope` its scope's, `process` the id of the scope of
    the (called) process it belongs to, 1 for the root. `variables` maps changed variable names to
    the id of the scope that owns them; values are not here.
    """

    happened: Happened
    element: str
    type: str
    instance: int
    scope: int
    process: int = 1
    flow: str = ""
    variables: Mapping[str, int] = field(default_factory=dict)
    detail: Mapping[str, JsonValue] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class ScopeOpened:
    """A process, sub-process or multi-instance scope began.

    `definition` is set for (called) processes.
    """

    scope: int
    parent: int | None
    element: str
    definition: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ScopeClosed:
    """A scope ended; `state` COMPLETED or TERMINATED. Scope 1 is the case itself."""

    scope: int
    state: CaseState


@dataclass(frozen=True, slots=True, kw_only=True)
class VariableWritten:
    scope: int
    name: str
    value: JsonValue


@dataclass(frozen=True, slots=True, kw_only=True)
class UserTaskOpened:
    """`form` is a form definition's key, or None. `groups` fall back on the lane's name."""

    task: int
    scope: int
    process: int
    element: str
    name: str
    assignee: str | None = None
    groups: tuple[str, ...] = ()
    users: tuple[str, ...] = ()
    form: int | None = None
    due_at: datetime | None = None
    #: ISO 8601 text the due date was counted from at the step's instant: to recompute; "" without
    due_text: str = ""
    follow_up_at: datetime | None = None
    priority: int = 50
    headers: Mapping[str, str] = field(default_factory=dict)
    properties: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class UserTaskMoved:
    """An open user task got another due date."""

    task: int
    due_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class UserTaskClosed:
    task: int
    state: UserTaskState


@dataclass(frozen=True, slots=True, kw_only=True)
class JobOpened:
    """`variables` are what the worker sees: all visible ones, or the element's input mapping's."""

    job: int
    scope: int
    process: int
    element: str
    type: str
    retries: int
    headers: Mapping[str, str] = field(default_factory=dict)
    variables: Variables = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class JobClosed:
    job: int
    state: JobState
    retries: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class JobRetried:
    """The job may be run again with so many retries left."""

    job: int
    retries: int


@dataclass(frozen=True, slots=True, kw_only=True)
class TimerSet:
    timer: int
    element: str
    due_at: datetime
    #: name of the office calendar the due instant was counted by, "" for clock time
    calendar: str = ""
    #: ISO 8601 text it was counted from, and the instant it was counted from: to recompute
    expression: str = ""
    since: datetime | None = None
    #: scope id of the (called) process it waits in, 1 for the root
    process: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class TimerClosed:
    timer: int
    fired: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class SubscriptionOpened:
    """Waiting for a message or a signal.

    `kind` is "message" or "signal"; `key` a message's correlation key, "" = by name alone.
    """

    subscription: int
    element: str
    kind: str
    name: str
    key: str = ""
    #: scope id of the (called) process it waits in, 1 for the root
    process: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class SubscriptionClosed:
    subscription: int


@dataclass(frozen=True, slots=True, kw_only=True)
class MessageThrown:
    """Thrown by an event or a plain send task; the service publishes it after the step."""

    name: str
    key: str
    variables: Variables = field(default_factory=dict)
    message_id: str = ""
    time_to_live: str = "PT0S"


@dataclass(frozen=True, slots=True, kw_only=True)
class SignalThrown:
    """To be broadcast to other cases; this case's own catches were reached within the step."""

    name: str
    variables: Variables = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class IncidentRaised:
    """`code` is stable: "condition-error", "io-mapping-error", "job-no-retries", "unhandled-error",
    "no-flow", "timer-error", "decision-error", "called-element-error", "form-error",
    "script-error", "multi-instance-error", "expression-error" (any other text of the diagram),
    "too-many-steps". `message` names the cause, never a value.
    """

    incident: int
    instance: int
    element: str
    code: str
    message: str
    job: int | None = None
    #: scope id of the (called) process it stands in, 1 for the root
    process: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class IncidentClosed:
    incident: int


Effect: TypeAlias = (
    HistoryEvent
    | ScopeOpened
    | ScopeClosed
    | VariableWritten
    | UserTaskOpened
    | UserTaskMoved
    | UserTaskClosed
    | JobOpened
    | JobClosed
    | JobRetried
    | TimerSet
    | TimerClosed
    | SubscriptionOpened
    | SubscriptionClosed
    | MessageThrown
    | SignalThrown
    | IncidentRaised
    | IncidentClosed
)


@dataclass(frozen=True, slots=True, kw_only=True)
class StepResult:
    """`snapshot` is canonical bytes: equal inputs give equal bytes. `effects` are in the order
    they happened.
    """

    snapshot: bytes
    effects: tuple[Effect, ...]
