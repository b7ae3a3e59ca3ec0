"""Counts due instants anew after an office's calendar has changed: one logged command a case.

Which days are open is the office's to say; how working time is counted is `engine.rules.calendars`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy.orm import Session

from engine.rules import calendars
from engine.services import casework, jobwork, rights
from engine.services.kernel import Kernel, Request
from engine.services.turns import Turn, close_turn, open_turn
from engine.store import coding, tasks, timers
from engine.store.cases import Case
from engine.store.keys import id_of
from engine.store.tasks import UserTask
from engine.store.timers import Timer
from engine.values import Calendar, CaseState, MoveTimers


@dataclass(frozen=True, slots=True, kw_only=True)
class Moves:
    """What a calendar moves: so many `timers` and due dates of user `tasks` in so many `cases`.

    `at_once`: how many of them have then passed already: their timers fire with the next sweep,
    their tasks are overdue.
    """

    cases: int = 0
    timers: int = 0
    tasks: int = 0
    at_once: int = 0

    @property
    def instants(self) -> int:
        """All due instants that move."""
        return self.timers + self.tasks


@dataclass(frozen=True, slots=True, kw_only=True)
class Moving:
    """One due instant that moves: in which case, at which element, from when to when.

    `root` and `business_key` are the whole case's; `case` and `definition_key` those of the called
    one the element is in. `is_task`: the due date of a user task, not a timer.
    """

    root: int
    business_key: str
    case: int
    definition_key: int
    element: str
    is_task: bool
    before: datetime
    after: datetime


@dataclass(frozen=True, slots=True)
class _Due:
    """A case's new due instants, by timer and by task."""

    timers: Mapping[int, datetime]
    tasks: Mapping[int, datetime]

    def told(self, now: datetime) -> Moves:
        instants = [*self.timers.values(), *self.tasks.values()]
        return Moves(
            cases=bool(instants),
            timers=len(self.timers),
            tasks=len(self.tasks),
            at_once=sum(instant <= now for instant in instants),
        )


def recount(kernel: Kernel, request: Request, office: str, reason: str) -> Moves:
    """Move every waiting due instant of the office that its calendars now count otherwise.

    Timers and the due dates of open user tasks, each case in its own transaction and from the
    instant it was counted from. A timer whose new instant has passed fires with the next sweep, the
    oldest first; what fired stays fired. Needs the right "administer" in the office. Asked again it
    moves nothing; stopped in between, asked again it moves what is left. Suspended cases are
    counted when they go on (`count_anew`).

    Raises:
        RightMissing, OfficeForbidden, ReasonMissing.
    """
    rights.require(request.actor, "administer")
    office, reason = rights.office_for(request.actor, office), rights.reason(reason)
    with kernel.reads.begin() as session:
        roots = _roots(session, office)
    return _sum(_recount(kernel, request, root, reason) for root in roots)


def preview(kernel: Kernel, request: Request, office: str, known: Mapping[str, Calendar]) -> Moves:
    """What `recount` would move if the office's calendars were these; moves nothing.

    Needs the right "administer" in the office. What falls due meanwhile makes the two differ.

    Raises:
        RightMissing, OfficeForbidden.
    """
    rights.require(request.actor, "administer")
    office, now = rights.office_for(request.actor, office), kernel.clock.now()
    with kernel.reads.begin() as session:
        return _sum(_moved(session, root, known).told(now) for root in _roots(session, office))


def moving(
    kernel: Kernel, request: Request, office: str, known: Mapping[str, Calendar], limit: int
) -> tuple[Moving, ...]:
    """The first so many instants that `preview` counts, the earliest new one first.

    Needs the right "administer" in the office.

    Raises:
        RightMissing, OfficeForbidden.
    """
    rights.require(request.actor, "administer")
    office = rights.office_for(request.actor, office)
    with kernel.reads.begin() as session:
        found = [one for root in _roots(session, office) for one in _each(session, root, known)]
        first = sorted(found, key=lambda one: (one.after, one.root))[:limit]
        return tuple(_named(session, one) for one in first)


def count_anew(turn: Turn, reason: str) -> Moves:
    """Move what a locked case's calendars count otherwise, within the caller's transaction."""
    known = casework.office_of(turn).calendars
    due = _moved(turn.session, turn.case.key, known)
    told = due.told(turn.now)
    if told.cases:
        command = MoveTimers(due=due.timers, tasks=due.tasks, reason=reason)
        jobwork.carry_out(turn, command)
    return told


def _recount(kernel: Kernel, request: Request, root_key: int, reason: str) -> Moves:
    with kernel.sessions.begin() as session:
        turn = open_turn(kernel, session, request, root_key)
        if turn.state is not CaseState.ACTIVE:
            return Moves()
        told = count_anew(turn, reason)
        close_turn(turn)
    return told


def _roots(session: Session, office: str) -> list[int]:
    """Active root cases in which a calendar may count something."""
    return sorted({*timers.roots_counting(session, office), *tasks.roots_due(session, office)})


def _moved(session: Session, root_key: int, known: Mapping[str, Calendar]) -> _Due:
    """The case's due instants that these calendars count otherwise."""
    return _Due(
        timers={
            id_of(timer.key): instant
            for timer in timers.of_case(session, root_key)
            if (instant := _timer_due(timer, known)) is not None and instant != timer.due_at
        },
        tasks={
            id_of(task.key): instant
            for task in tasks.open_of_case(session, root_key)
            if (instant := _task_due(task, known)) is not None and instant != task.due_at
        },
    )


def _each(session: Session, root_key: int, known: Mapping[str, Calendar]) -> Iterator[Moving]:
    due = _moved(session, root_key, known)
    for timer in timers.of_case(session, root_key):
        if (after := due.timers.get(id_of(timer.key))) is not None:
            yield _moving(root_key, timer, timer.due_at, after)
    for task in tasks.open_of_case(session, root_key):
        if (after := due.tasks.get(id_of(task.key))) is not None and task.due_at is not None:
            yield _moving(root_key, task, task.due_at, after)


def _moving(root: int, row: Timer | UserTask, before: datetime, after: datetime) -> Moving:
    return Moving(
        root=root,
        business_key="",
        case=row.case_key,
        definition_key=0,
        element=row.name or row.element if isinstance(row, UserTask) else row.element,
        is_task=isinstance(row, UserTask),
        before=before,
        after=after,
    )


def _named(session: Session, one: Moving) -> Moving:
    whole, part = session.get(Case, one.root), session.get(Case, one.case)
    return replace(
        one,
        business_key=whole.business_key if whole is not None else "",
        definition_key=part.definition_key if part is not None else 0,
    )


def _timer_due(timer: Timer, known: Mapping[str, Calendar]) -> datetime | None:
    """When the timer is due by the calendar as it is now; None when no calendar counts it."""
    calendar = known.get(timer.calendar)
    if calendar is None or timer.since is None:
        return None
    return calendars.due_again(calendar, timer.since, timer.expression)


def _task_due(task: UserTask, known: Mapping[str, Calendar]) -> datetime | None:
    calendar = known.get(coding.text_map(task.properties).get("calendar", ""))
    if calendar is None or not task.due_text:
        return None
    return calendars.due_again(calendar, task.created_at, task.due_text)


def _sum(parts: Iterable[Moves]) -> Moves:
    found = list(parts)
    return Moves(
        cases=sum(part.cases for part in found),
        timers=sum(part.timers for part in found),
        tasks=sum(part.tasks for part in found),
        at_once=sum(part.at_once for part in found),
    )
