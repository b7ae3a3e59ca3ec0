"""Who owes what now: the open tasks of an office by officer, by group where nobody holds them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from engine.rules import calendars
from engine.services import rights
from engine.services.kernel import Kernel
from engine.services.reading import rows
from engine.services.reading.views import TaskRow
from engine.store.cases import Case
from engine.store.keys import id_of
from engine.store.log import HistoryEvent
from engine.store.tasks import UserTask
from engine.values import Actor, Calendar, CaseState, Happened, UserTaskState
from office import absences, calendar

#: behind everything that is overdue
_NOT_YET: Final = timedelta(days=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Debt:
    """One open task. `since`: when its holder got it, or when its group was offered it.

    `overdue`: service hours since it was due by the office's calendar; None when it is not due.
    """

    task: TaskRow
    since: datetime
    overdue: timedelta | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Owing:
    """What one officer holds, or what waits for one group; the longest overdue first.

    `substitute` is who stands in for an officer who is absent now, "" for nobody.
    """

    name: str
    is_group: bool
    debts: tuple[Debt, ...]
    absent: bool = False
    substitute: str = ""

    @property
    def late(self) -> int:
        """How many are overdue."""
        return sum(debt.overdue is not None for debt in self.debts)


def owes(kernel: Kernel, actor: Actor, office: str) -> tuple[Owing, ...]:
    """Give officers, then groups, who owe something in running cases of an office; by name.

    A free task offered to several groups is owed by each; one that names people only, by these.

    Raises:
        RightMissing: the actor neither supervises nor administers.
        OfficeForbidden: the office is not the actor's.
        NotFound: the office has no calendar.
    """
    rights.require(actor, "supervise", "administer")
    office = rights.office_for(actor, office)
    now = kernel.clock.now()
    with kernel.reads.begin() as session:
        hours = calendar.current(session, office)
        away = absences.absent(session, now)
        debts = weigh(session, _open_tasks(session, office, now), hours, now)
    held = {(name, False) for debt in debts for name in _officers(debt.task)}
    offered = {(name, True) for debt in debts for name in _groups(debt.task)}
    return tuple(
        Owing(
            name=name,
            is_group=is_group,
            debts=tuple(one for one in debts if name in _debtors(one.task, is_group=is_group)),
            absent=not is_group and name in away,
            substitute="" if is_group else away.get(name, ""),
        )
        for name, is_group in sorted(held | offered, key=lambda pair: (pair[1], pair[0]))
    )


def _debtors(task: TaskRow, *, is_group: bool) -> Sequence[str]:
    return _groups(task) if is_group else _officers(task)


def _officers(task: TaskRow) -> tuple[str, ...]:
    if task.assignee is not None:
        return (task.assignee,)
    return () if task.groups else task.users


def _groups(task: TaskRow) -> tuple[str, ...]:
    return task.groups if task.assignee is None else ()


def weigh(session: Session, tasks: Sequence[TaskRow], hours: Calendar, now: datetime) -> list[Debt]:
    """Give open tasks with since when they are owed and how late they are; the latest first."""
    changed = _last_changes(session, {task.root_key for task in tasks})
    found = [
        Debt(
            task=task,
            since=changed.get((task.root_key, id_of(task.key)), task.created_at),
            overdue=_overdue(task, hours, now),
        )
        for task in tasks
    ]
    return sorted(found, key=_urgency)


def _open_tasks(session: Session, office: str, now: datetime) -> list[TaskRow]:
    wanted = (
        select(UserTask, Case)
        .join(Case, Case.key == UserTask.root_key)
        .where(
            UserTask.office == office,
            UserTask.state == UserTaskState.CREATED.value,
            Case.state == CaseState.ACTIVE.value,
        )
    )
    return [rows.task_row(row[0], row[1], now) for row in session.execute(wanted).all()]


def _urgency(debt: Debt) -> tuple[timedelta, datetime, int]:
    return (_NOT_YET if debt.overdue is None else -debt.overdue, debt.since, debt.task.key)


def _overdue(task: TaskRow, hours: Calendar, now: datetime) -> timedelta | None:
    if task.due_at is None or task.due_at > now:
        return None
    return calendars.working_time_between(hours, task.due_at, now)


def _last_changes(session: Session, roots: Iterable[int]) -> dict[tuple[int, int], datetime]:
    """When each task changed hands last; claims and releases are among the case's history."""
    last = func.max(HistoryEvent.at)
    wanted = (
        select(HistoryEvent.root_key, HistoryEvent.instance, last)
        .where(
            HistoryEvent.root_key.in_(sorted(roots)),
            HistoryEvent.happened == Happened.ASSIGNED.value,
        )
        .group_by(HistoryEvent.root_key, HistoryEvent.instance)
    )
    return {(root, instance): at for root, instance, at in session.execute(wanted)}
