"""Open user tasks of an office by the form they ask. Completes none.

A form's id and keys are the contract between the office's pages and any diagram (docs/forms.md), as
job types are for workers: which element asks it, and in which process, is not known here.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from engine.services.reading import rows
from engine.services.reading.views import TaskRow
from engine.store.cases import Case
from engine.store.definitions import Definition
from engine.store.tasks import UserTask
from engine.values import Actor, CaseState, UserTaskState


@dataclass(frozen=True, slots=True, kw_only=True)
class Stage:
    """An open task and the id of its form."""

    task: TaskRow
    form: str

    def is_for(self, actor: Actor) -> bool:
        """Whether the task is offered to the actor, or held by him."""
        if self.task.assignee is not None:
            return self.task.assignee == actor.id or self.task.assignee in actor.stands_in_for
        return bool(actor.groups & set(self.task.groups)) or actor.id in self.task.users


def of_office(
    session: Session, office: str, forms: Collection[str], now: datetime
) -> tuple[Stage, ...]:
    """Give the open tasks with one of these forms, in running cases, the oldest first."""
    return _read(session, now, forms, UserTask.office == office)


def of_case(
    session: Session, root: int, forms: Collection[str], now: datetime
) -> tuple[Stage, ...]:
    """Give the open tasks of a running root case with one of these forms, the oldest first."""
    return _read(session, now, forms, UserTask.root_key == root)


def _read(
    session: Session, now: datetime, forms: Collection[str], where: ColumnElement[bool]
) -> tuple[Stage, ...]:
    wanted = (
        select(UserTask, Case, Definition.id)
        .join(Case, Case.key == UserTask.root_key)
        .join(Definition, Definition.key == UserTask.form_key)
        .where(
            where,
            UserTask.state == UserTaskState.CREATED.value,
            Case.state == CaseState.ACTIVE.value,
            Definition.id.in_(sorted(forms)),
        )
        .order_by(UserTask.created_at, UserTask.key)
    )
    return tuple(
        Stage(task=rows.task_row(task, case, now), form=form)
        for task, case, form in session.execute(wanted)
    )
