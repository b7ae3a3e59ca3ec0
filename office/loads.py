"""How much each officer and group owes, counted by the database, and one debtor's tasks by pages.

The whole of it at once, for small offices and reports, is `office.debts`.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Final

from sqlalchemy import ColumnElement, Select, and_, case, exists, func, or_, select
from sqlalchemy.orm import InstrumentedAttribute, Session, aliased

from engine.services import rights
from engine.services.kernel import Kernel
from engine.services.reading import Page, rows, scoping
from engine.store.cases import Case
from engine.store.tasks import TaskCandidate, UserTask
from engine.values import Actor, CaseState, UserTaskState
from office import absences, calendar, debts, officers
from office.debts import Debt

_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND: Final = timedelta(microseconds=1)
_LATEST: Final = (datetime(9999, 1, 1, tzinfo=UTC) - _EPOCH) // _MICROSECOND
_UNDATED: Final = case((UserTask.due_at.is_(None), 1), else_=0)
_GROUP: Final = aliased(TaskCandidate)
_HAS_GROUP: Final = exists().where(_GROUP.task_key == UserTask.key, _GROUP.kind == "group")


@dataclass(frozen=True, slots=True, kw_only=True)
class Load:
    """What one officer holds, or waits for one group, in numbers.

    `late`: how many are overdue; `oldest`: when the first of them was opened. `substitute`: who
    stands in for an officer who is absent now, "" for nobody.
    """

    name: str
    is_group: bool
    count: int
    late: int
    oldest: datetime
    absent: bool = False
    substitute: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class DebtQuery:
    """The open tasks of one officer or group; `after` is a page's `after`."""

    office: str
    name: str
    is_group: bool
    size: int = 50
    after: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Colleague:
    """An active officer of an office, to hand something to."""

    login: str
    name: str
    absent: bool


def of_office(kernel: Kernel, actor: Actor, office: str) -> tuple[Load, ...]:
    """Give officers, then groups, who owe something in running cases of an office; the latest
    first.

    A free task offered to several groups is owed by each; one that names people only, by these.

    Raises:
        RightMissing: the actor neither supervises nor administers.
        OfficeForbidden: the office is not the actor's.
    """
    office, now = _require(actor, office), kernel.clock.now()
    with kernel.reads.begin() as session:
        away = absences.absent(session, now)
        held = _counted(session, _held(office), UserTask.assignee, now)
        named = _counted(session, _offered(office, "user"), TaskCandidate.name, now)
        offered = _counted(session, _offered(office, "group"), TaskCandidate.name, now)
    people = [
        _load(counts, is_group=False, away=away) for counts in _merged([*held, *named]).values()
    ]
    groups = [_load(counts, is_group=True, away={}) for counts in offered]
    return tuple(sorted([*people, *groups], key=lambda one: (one.is_group, -one.late, one.name)))


def tasks_of(kernel: Kernel, actor: Actor, query: DebtQuery) -> Page[Debt]:
    """A page of what one officer or group owes, the longest due first, undated ones last.

    Raises:
        RightMissing, OfficeForbidden: as `of_office`.
        NotFound: the office has no calendar.
        PageInvalid: the size is not 1 to 200, or `after` is none of ours.
    """
    office, now = _require(actor, query.office), kernel.clock.now()
    scoping.require_size(query.size)
    wanted = _owed(office, query).with_only_columns(UserTask, Case)
    with kernel.reads.begin() as session:
        total = scoping.count(session, wanted.with_only_columns(UserTask.key))
        ordered = _behind(wanted, query.after).order_by(_UNDATED, UserTask.due_at, UserTask.key)
        found = session.execute(ordered.limit(query.size + 1)).all()
        tasks = [rows.task_row(row[0], row[1], now) for row in found[: query.size]]
        hours = calendar.current(session, office)
        items = tuple(debts.weigh(session, tasks, hours, now))
    last = tasks[-1] if len(found) > query.size else None
    after = "" if last is None else _place(last.due_at, last.key)
    return Page(items=items, total=total, after=after)


def colleagues(kernel: Kernel, actor: Actor, office: str) -> tuple[Colleague, ...]:
    """Give the active officers of an office by name, for handing something over.

    Raises:
        RightMissing, OfficeForbidden: as `of_office`.
    """
    office, now = _require(actor, office), kernel.clock.now()
    with kernel.reads.begin() as session:
        away = absences.absent(session, now)
        found = [row for row in officers.officers(session, office) if row.aktif]
    return tuple(
        Colleague(login=row.nama_masuk, name=row.nama, absent=row.nama_masuk in away)
        for row in sorted(found, key=lambda row: row.nama.casefold())
    )


@dataclass(frozen=True, slots=True)
class _Counts:
    name: str
    count: int
    late: int
    oldest: datetime


def _require(actor: Actor, office: str) -> str:
    rights.require(actor, "supervise", "administer")
    return rights.office_for(actor, office)


def _open(office: str) -> Select[UserTask]:
    return (
        select(UserTask)
        .join(Case, Case.key == UserTask.root_key)
        .where(
            UserTask.office == office,
            UserTask.state == UserTaskState.CREATED.value,
            Case.state == CaseState.ACTIVE.value,
        )
    )


def _held(office: str) -> Select[UserTask]:
    return _open(office).where(UserTask.assignee.is_not(None))


def _offered(office: str, kind: str) -> Select[UserTask]:
    """Free tasks with each whom they are offered to; people only where no group is."""
    wanted = _open(office).join(TaskCandidate, TaskCandidate.task_key == UserTask.key)
    wanted = wanted.where(UserTask.assignee.is_(None), TaskCandidate.kind == kind)
    return wanted if kind == "group" else wanted.where(~_HAS_GROUP)


def _owed(office: str, query: DebtQuery) -> Select[UserTask]:
    free = UserTask.assignee.is_(None)
    if query.is_group:
        return _open(office).where(free, _is_offered("group", query.name))
    named = and_(free, ~_HAS_GROUP, _is_offered("user", query.name))
    return _open(office).where(or_(UserTask.assignee == query.name, named))


def _is_offered(kind: str, name: str) -> ColumnElement[bool]:
    return exists().where(
        TaskCandidate.task_key == UserTask.key,
        TaskCandidate.kind == kind,
        TaskCandidate.name == name,
    )


def _counted(
    session: Session,
    wanted: Select[UserTask],
    name: InstrumentedAttribute[str] | InstrumentedAttribute[str | None],
    now: datetime,
) -> list[_Counts]:
    late = func.sum(case((UserTask.due_at <= now, 1), else_=0))
    counted = wanted.with_only_columns(name, func.count(), late, func.min(UserTask.created_at))
    return [_Counts(*row) for row in session.execute(counted.group_by(name))]


def _merged(parts: Iterable[_Counts]) -> dict[str, _Counts]:
    """One line a name: what somebody holds and what is offered to them alone."""
    found: dict[str, _Counts] = {}
    for part in parts:
        known = found.get(part.name)
        found[part.name] = (
            part
            if known is None
            else _Counts(
                part.name,
                known.count + part.count,
                known.late + part.late,
                min(known.oldest, part.oldest),
            )
        )
    return found


def _load(counts: _Counts, *, is_group: bool, away: dict[str, str]) -> Load:
    return Load(
        name=counts.name,
        is_group=is_group,
        count=counts.count,
        late=counts.late,
        oldest=counts.oldest,
        absent=counts.name in away,
        substitute=away.get(counts.name, ""),
    )


def _behind(wanted: Select[UserTask, Case], after: str) -> Select[UserTask, Case]:
    """What comes after a page's last line."""
    if not after:
        return wanted
    undated, microseconds, key, *_ = (*scoping.place(after), 0, 0)
    later = and_(_UNDATED == 1, UserTask.key > key)
    if undated:
        return wanted.where(later)
    due_at = _EPOCH + min(microseconds, _LATEST) * _MICROSECOND
    same = and_(UserTask.due_at == due_at, UserTask.key > key)
    return wanted.where(or_(_UNDATED == 1, UserTask.due_at > due_at, same))


def _place(due_at: datetime | None, key: int) -> str:
    if due_at is None:
        return f"1-0-{key}"
    return f"0-{(due_at - _EPOCH) // _MICROSECOND}-{key}"
