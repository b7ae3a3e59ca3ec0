"""What read sides answer: plain values. Decides nothing and knows no rows."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Generic, TypeVar

from engine.services.reading.troubled import IncidentView, JobView
from engine.values import JsonValue, Variables

T = TypeVar("T")


@dataclass(frozen=True, slots=True, kw_only=True)
class Page(Generic[T]):
    """One page. `after` asks for the next one ("" on the last); `total` counts all pages.

    `is_more`: there are more than `total`; they were not counted, since nobody reads so far.
    """

    items: tuple[T, ...]
    total: int
    after: str = ""
    is_more: bool = False


class Whose(StrEnum):
    """Whose open tasks a work list shows."""

    MINE = "mine"  # assigned to me
    GROUPS = "groups"  # unassigned, of my groups (or naming me)
    ALL = "all"  # everybody's in my offices: right "supervise"


class SortBy(StrEnum):
    OVERDUE = "overdue"  # overdue first; within both by priority, then due
    PRIORITY = "priority"  # then due
    DUE = "due"
    AGE = "age"


class Snoozed(StrEnum):
    """What a work list shows of tasks that were put off (`follow_up_at` lies ahead)."""

    ANY = "any"
    HIDDEN = "hidden"
    ONLY = "only"


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkListQuery:
    """`size` 1 to 200. `business_key` filters exactly; `after` is a page's `after`.

    `skip`: lines to leave out from there on, for callers who count their pages.
    """

    whose: Whose = Whose.GROUPS
    sort: SortBy = SortBy.OVERDUE
    size: int = 50
    after: str = ""
    skip: int = 0
    element: str = ""
    process_id: str = ""
    business_key: str = ""
    case_key: int | None = None
    assignee: str = ""
    group: str = ""
    only_overdue: bool = False
    snoozed: Snoozed = Snoozed.ANY
    #: "" all states the query's `whose` allows (open); or one of UserTaskState
    state: str = "CREATED"


@dataclass(frozen=True, slots=True, kw_only=True)
class TaskRow:
    """One line of a work list. `overdue` and `snoozed` are judged at the instant of reading."""

    key: int
    case_key: int
    root_key: int
    business_key: str
    office: str
    process_id: str
    definition_key: int
    element: str
    name: str
    assignee: str | None
    groups: tuple[str, ...]
    users: tuple[str, ...]
    priority: int
    created_at: datetime
    due_at: datetime | None
    follow_up_at: datetime | None
    overdue: bool
    state: str
    form_key: int | None
    version: int
    completed_at: datetime | None = None
    completed_by: str | None = None
    has_draft: bool = False
    #: it was put off, until `follow_up_at`
    snoozed: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class TaskView:
    """A task with all that its page shows.

    `form` is the form file's text ("" when the task has none); `variables` are those visible from
    the task's scope; `draft` is what was saved and not completed; `may_claim`/`may_complete` are
    judged for the reading actor, `refusal` is the stable code of what stands in the way.
    """

    row: TaskRow
    form: str
    form_id: str
    variables: Variables
    draft: Variables
    headers: Mapping[str, str]
    properties: Mapping[str, str]
    may_claim: bool
    may_complete: bool
    refusal: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class TimerView:
    key: int
    case_key: int
    element: str
    due_at: datetime
    calendar: str


@dataclass(frozen=True, slots=True, kw_only=True)
class NoteView:
    key: int
    text: str
    actor: str
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseRow:
    """One line of a list of cases (root and called ones)."""

    key: int
    root_key: int
    parent_key: int | None
    process_id: str
    process_name: str
    definition_key: int
    definition_version: int
    business_key: str
    office: str
    state: str
    started_at: datetime
    ended_at: datetime | None
    incidents: int
    version: int


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseView:
    """A case with all that its page shows. `variables` are the case scope's own (not sub-scopes').

    `waiting` maps element ids where something waits now (task, job, timer, subscription, incident)
    to the number of things waiting; `children` are called cases; `family` maps every case of the
    same root, this one too, to its process definition's key.
    """

    row: CaseRow
    variables: Variables
    tasks: tuple[TaskRow, ...]
    timers: tuple[TimerView, ...]
    jobs: tuple[JobView, ...]
    incidents: tuple[IncidentView, ...]
    notes: tuple[NoteView, ...]
    children: tuple[CaseRow, ...]
    waiting: Mapping[str, int]
    family: Mapping[int, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class StepView:
    """An element at which a case, or one it called (`case_key`), waits since an instant."""

    root_key: int
    case_key: int
    definition_key: int
    element: str
    since: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class HistoryRow:
    """One history event. `late`: its command was entered after the fact (`recorded_at` > `at`)."""

    case_key: int
    seq: int
    ordinal: int
    at: datetime
    recorded_at: datetime
    late: bool
    actor: str
    command: str
    happened: str
    element: str
    type: str
    instance: int
    flow: str
    variables: tuple[str, ...]
    detail: Mapping[str, JsonValue]


@dataclass(frozen=True, slots=True, kw_only=True)
class DefinitionView:
    """A deployed definition; `kind` is "process", "decision" or "form"."""

    kind: str
    key: int
    id: str
    name: str
    version: int
    version_tag: str
    deployment_key: int
    deployed_at: datetime
    deployed_by: str
    file: str
    digest: str
    latest: bool
    open_cases: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseQuery:
    """Empty fields do not filter. `variable` (name, value) needs a variable declared searchable."""

    business_key: str = ""
    process_id: str = ""
    definition_key: int | None = None
    state: str = ""
    office: str = ""
    with_incidents: bool = False
    variable: tuple[str, JsonValue] | None = None
    roots_only: bool = True
    size: int = 50
    after: str = ""
    skip: int = 0
