"""What a task's page shows beside the form: what one needs to decide. Reads; changes nothing."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from api import asking, auth
from api.pages import diagrams, disclosing, labelling, telling
from engine.services import reading
from engine.services.reading.views import NoteView, TaskRow, TaskView
from office import progress
from office.progress import Shown

#: so many of the newest events are looked through for so many worth telling
_LOOKED_AT: Final = 120
_TOLD: Final = 6
_NOTES: Final = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Beside:
    """`facts` are masked unless `disclosed`, the open groups first.

    `events` and `notes` come the newest first; `older_notes`: how many more there are.
    """

    facts: list[disclosing.Group]
    has_masked: bool
    disclosed: bool
    events: list[telling.Event]
    notes: tuple[NoteView, ...]
    older_notes: int
    time: Shown | None
    has_slip: bool


def of_task(view: TaskView, *, disclosed: bool = False) -> Beside:
    """What lies beside the form of a task that the reader sees."""
    kernel, actor, root = asking.kernel(), auth.actor(), view.row.root_key
    case = reading.case(kernel, actor, root)
    history = reading.history(kernel, actor, root, size=_LOOKED_AT, backwards=True)
    done = reading.completed_tasks(kernel, actor, root)
    labels = labels_of(view, done)
    facts = disclosing.facts(view.variables, labels, disclosed=disclosed)
    return Beside(
        facts=sorted(
            disclosing.group(facts, labels, diagrams.answered(done)),
            key=lambda group: not group.is_open,
        ),
        has_masked=any(fact.masked for fact in facts),
        disclosed=disclosed,
        events=telling.tell(history.items, case.family)[: -_TOLD - 1 : -1],
        notes=case.notes[: -_NOTES - 1 : -1],
        older_notes=max(len(case.notes) - _NOTES, 0),
        time=progress.to_show(kernel, root),
        has_slip="slip" in case.variables and "work" in actor.rights,
    )


def labels_of(view: TaskView, done: tuple[TaskRow, ...] | None = None) -> labelling.Labels:
    """What the forms of the task's case say of its data; `done`: its completed tasks, if known."""
    if done is None:
        done = reading.completed_tasks(asking.kernel(), auth.actor(), view.row.root_key)
    processes = {view.row.definition_key, *(task.definition_key for task in done)}
    return labelling.labels(diagrams.forms_of(processes))
