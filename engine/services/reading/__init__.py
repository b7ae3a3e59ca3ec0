"""Read sides: one function a question, each deny by default and scoped to the actor's offices.

`reading.work_list`, `task`, `completed_tasks`, `case`, `cases`, `history`, `definitions`,
`definition_content`, `causes`, `incidents`, `jobs`, `steps`, `suspended`, `timers`. Writes nothing.
"""

from engine.services.reading.cases import case, cases
from engine.services.reading.clockwork import (
    Suspension,
    TimerQuery,
    WaitingTimer,
    suspended,
    timer,
    timers,
)
from engine.services.reading.definitions import definition, definition_content, definitions
from engine.services.reading.histories import history
from engine.services.reading.standing import steps
from engine.services.reading.tasks import completed_tasks, task, work_list
from engine.services.reading.troubled import IncidentQuery, IncidentView, JobQuery, JobView
from engine.services.reading.troubles import causes, incident, incidents, job, job_types, jobs
from engine.services.reading.views import (
    CaseQuery,
    CaseRow,
    CaseView,
    DefinitionView,
    HistoryRow,
    NoteView,
    Page,
    Snoozed,
    SortBy,
    StepView,
    TaskRow,
    TaskView,
    TimerView,
    Whose,
    WorkListQuery,
)

__all__ = [
    "CaseQuery",
    "CaseRow",
    "CaseView",
    "DefinitionView",
    "HistoryRow",
    "IncidentQuery",
    "IncidentView",
    "JobQuery",
    "JobView",
    "NoteView",
    "Page",
    "Snoozed",
    "SortBy",
    "StepView",
    "Suspension",
    "TaskRow",
    "TaskView",
    "TimerQuery",
    "TimerView",
    "WaitingTimer",
    "Whose",
    "WorkListQuery",
    "case",
    "cases",
    "causes",
    "completed_tasks",
    "definition",
    "definition_content",
    "definitions",
    "history",
    "incident",
    "incidents",
    "job",
    "job_types",
    "jobs",
    "steps",
    "suspended",
    "task",
    "timer",
    "timers",
    "work_list",
]
