"""The open incidents of a case: what stopped which token. Retrying is a command's business."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from engine.values import Happened, IncidentClosed, IncidentRaised

if TYPE_CHECKING:
    from engine.runtime.tasks import CaseTask
    from engine.runtime.troubles import Trouble
    from engine.runtime.workflows import CaseWorkflow


@dataclass(frozen=True, slots=True)
class Incident:
    """`job` is set when a worker gave up; then the token itself is not in the ERROR state."""

    id: int
    task: int
    code: str
    job: int | None = None


class Incidents:
    """Open incidents by id."""

    def __init__(self, case: CaseWorkflow) -> None:
        self._case = case
        self.all: dict[int, Incident] = {}

    def open(self, task: CaseTask, trouble: Trouble, job: int | None = None) -> None:
        case = self._case
        incident = Incident(case.next_id(), task.id, trouble.code, job)
        self.all[incident.id] = incident
        case.record(task, Happened.FAILED, detail={"code": trouble.code})
        case.effects.append(
            IncidentRaised(
                incident=incident.id,
                instance=task.id,
                element=task.task_spec.shown,
                code=trouble.code,
                message=trouble.message,
                job=job,
                process=task.workflow.process_id,
            )
        )

    def close(self, incident: Incident, task: CaseTask) -> None:
        del self.all[incident.id]
        self._case.effects.append(IncidentClosed(incident=incident.id))
        self._case.record(task, Happened.RESOLVED, detail={"code": incident.code})

    def drop(self, task: CaseTask) -> None:
        """Close the incidents of a token that goes on or ends by other means."""
        for incident in [found for found in self.all.values() if found.task == task.id]:
            self.close(incident, task)
