"""Timers that wait and cases stopped by hand, for who looks after them. Writes nothing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Final

from sqlalchemy import Select, and_, or_, select
from sqlalchemy.orm import aliased

from engine.errors import NotFound
from engine.services.kernel import Kernel
from engine.services.reading import rows, scoping
from engine.services.reading.views import CaseRow, Page
from engine.store import coding, recording
from engine.store.cases import Case
from engine.store.log import CaseCommand
from engine.store.sealing import DataKey
from engine.store.timers import Timer
from engine.values import Actor, CaseState, SuspendCase

_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND: Final = timedelta(microseconds=1)
#: no instant lies behind the year 9999
_LATEST: Final = (datetime(9999, 1, 1, tzinfo=UTC) - _EPOCH) // _MICROSECOND
_OWNER: Final = aliased(Case)
_KIND: Final = SuspendCase.__name__


@dataclass(frozen=True, slots=True, kw_only=True)
class TimerQuery:
    """Empty fields do not filter. `overdue`: only what should have fired by now."""

    overdue: bool = False
    process_id: str = ""
    calendar: str = ""
    business_key: str = ""
    size: int = 50
    after: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class WaitingTimer:
    """A timer that waits. `overdue`: its case runs and its instant has passed, no sweep came yet;
    `suspended`: its case sleeps, and so does the timer. `since`: what it was counted from.
    """

    key: int
    case_key: int
    root_key: int
    business_key: str
    office: str
    process_id: str
    definition_key: int
    element: str
    due_at: datetime
    since: datetime | None
    calendar: str
    overdue: bool
    suspended: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Suspension:
    """A suspended root case: since when, by whom and why ("" where its data were erased)."""

    case: CaseRow
    since: datetime
    actor: str
    reason: str


def timers(kernel: Kernel, actor: Actor, query: TimerQuery) -> Page[WaitingTimer]:
    """Waiting timers of the actor's offices, the earliest due first.

    Raises:
        RightMissing: the actor neither supervises, administers nor audits.
        PageInvalid: the size is not 1 to 200, or `after` is none of ours.
    """
    scoping.require_reader(actor)
    scoping.require_size(query.size)
    now = kernel.clock.now()
    matching = _matching(actor, query, now)
    with kernel.reads.begin() as session:
        total = scoping.count(session, matching.with_only_columns(Timer.key))
        wanted = _behind(_with_owner(matching), query.after)
        ordered = wanted.order_by(Timer.due_at, Timer.key)
        found = session.execute(ordered.limit(query.size + 1)).all()
    items = tuple(_row(row[0], row[1], row[2], now) for row in found[: query.size])
    after = _place(items[-1]) if len(found) > query.size else ""
    return Page(items=items, total=total, after=after)


def timer(kernel: Kernel, actor: Actor, timer_key: int) -> WaitingTimer:
    """One waiting timer.

    Raises:
        RightMissing: the actor neither supervises, administers nor audits.
        NotFound: none waits under this key, or it is of another office.
    """
    scoping.require_reader(actor)
    now = kernel.clock.now()
    with kernel.reads.begin() as session:
        wanted = _with_owner(_matching(actor, TimerQuery(), now))
        found = session.execute(wanted.where(Timer.key == timer_key)).one_or_none()
    if found is None:
        raise NotFound(kind="waiting timer", key=timer_key)
    return _row(found[0], found[1], found[2], now)


def suspended(kernel: Kernel, actor: Actor, *, size: int, after: str) -> Page[Suspension]:
    """Suspended root cases of the actor's offices, the newest case first.

    Raises:
        RightMissing: the actor neither supervises, administers nor audits.
        PageInvalid: the size is not 1 to 200, or `after` is none of ours.
    """
    scoping.require_reader(actor)
    scoping.require_size(size)
    wanted = select(Case).where(
        Case.state == CaseState.SUSPENDED.value,
        Case.key == Case.root_key,
        scoping.in_offices(Case.office, actor),
    )
    with kernel.reads.begin() as session:
        total = scoping.count(session, wanted)
        if after:
            wanted = wanted.where(Case.key < scoping.place(after)[0])
        found = session.execute(wanted.order_by(Case.key.desc()).limit(size + 1)).scalars().all()
        shown = found[:size]
        last = {row.root_key: row for row in session.execute(_suspending(shown)).scalars()}
        keys = scoping.keys_of(kernel, session, {case.key for case in shown})
        items = tuple(
            Suspension(
                case=rows.case_row(kernel, session, case, 0),
                since=last[case.key].occurred_at if case.key in last else case.last_instant,
                actor=last[case.key].actor if case.key in last else "",
                reason=_reason(last.get(case.key), keys[case.key][1]),
            )
            for case in shown
        )
    following = str(items[-1].case.key) if len(found) > size else ""
    return Page(items=items, total=total, after=following)


def _matching(actor: Actor, query: TimerQuery, now: datetime) -> Select[Timer, Case]:
    wanted = (
        select(Timer, Case)
        .join(Case, Case.key == Timer.root_key)
        .where(scoping.in_offices(Case.office, actor))
    )
    for column, value in (
        (Timer.calendar, query.calendar),
        (Case.business_key, query.business_key),
    ):
        wanted = wanted.where(column == value) if value else wanted
    if query.overdue:
        wanted = wanted.where(Timer.due_at <= now, Case.state == CaseState.ACTIVE.value)
    if query.process_id:
        of_process = select(_OWNER.key).where(_OWNER.process_id == query.process_id)
        wanted = wanted.where(Timer.case_key.in_(of_process))
    return wanted


def _with_owner(wanted: Select[Timer, Case]) -> Select[Timer, Case, Case]:
    """The same with the (called) case whose diagram the timer is of."""
    return wanted.join(_OWNER, _OWNER.key == Timer.case_key).add_columns(_OWNER)


def _behind(wanted: Select[Timer, Case, Case], after: str) -> Select[Timer, Case, Case]:
    """What comes after a page's last line, in the order of due instants."""
    if not after:
        return wanted
    microseconds, key, *_ = (*scoping.place(after), 0)
    due_at = _EPOCH + min(microseconds, _LATEST) * _MICROSECOND
    same = and_(Timer.due_at == due_at, Timer.key > key)
    return wanted.where(or_(Timer.due_at > due_at, same))


def _place(row: WaitingTimer) -> str:
    return f"{(row.due_at - _EPOCH) // _MICROSECOND}-{row.key}"


def _row(timer: Timer, root: Case, owner: Case, now: datetime) -> WaitingTimer:
    runs = root.state == CaseState.ACTIVE.value
    return WaitingTimer(
        key=timer.key,
        case_key=timer.case_key,
        root_key=timer.root_key,
        business_key=root.business_key,
        office=root.office,
        process_id=owner.process_id,
        definition_key=owner.definition_key,
        element=timer.element,
        due_at=timer.due_at,
        since=timer.since,
        calendar=timer.calendar,
        overdue=runs and timer.due_at <= now,
        suspended=not runs,
    )


def _suspending(found: Sequence[Case]) -> Select[CaseCommand]:
    """The commands by which these cases were suspended, the last one of each last."""
    return (
        select(CaseCommand)
        .where(
            CaseCommand.root_key.in_([case.key for case in found]),
            CaseCommand.created_month.in_({case.created_month for case in found}),
            CaseCommand.kind == _KIND,
        )
        .order_by(CaseCommand.root_key, CaseCommand.seq)
    )


def _reason(command: CaseCommand | None, key: DataKey | None) -> str:
    if command is None or key is None:
        return ""
    place = recording.bound("command", command.root_key, command.seq)
    payload = coding.mapping(key.open(command.payload, place))
    given = payload["command"]
    return str(given.get("reason", "")) if isinstance(given, dict) else ""
