"""Escalations as pages show them: open ones by age and level, who was told, who looked. And what a
supervisor does with one: taking it over. Sends nothing.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final

from sqlalchemy import Select, and_, func, or_, select
from sqlalchemy.orm import Session

from engine.services import rights, tasks
from engine.services.kernel import Kernel, Request
from engine.services.reading import Page, TaskRow, scoping
from engine.services.reading import rows as views
from engine.services.receipts import TaskReceipt
from engine.store import coding
from engine.store.base import dialect_insert
from engine.store.cases import Case
from engine.store.tasks import UserTask
from engine.values import Actor, CaseState, UserTaskState
from office.escalations import rows
from office.escalations.rows import Escalation, OfficerNotice, Opened

_PAGE: Final = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    """A message that told of an escalation. `state`: NoticeState; `reason`: a gateway's code."""

    officer: str
    channel: str
    masked: str
    state: str
    reason: str
    written_at: datetime
    sent_at: datetime | None
    arrived_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """One open escalation. `level`: the groups that have it now; `climbed_at`: since when, where it
    went up. `timer`, `late`: elements of its diagram, `late` "" for the whole case. `opened`: who
    looked, and when.
    """

    task: TaskRow
    timer: str
    late: str
    level: tuple[str, ...]
    climbed_at: datetime | None
    messages: tuple[Message, ...] = ()
    opened: Mapping[str, datetime] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class EscalationQuery:
    """`level`: a group, "" for all; `after` is a page's `after`."""

    office: str
    level: str = ""
    size: int = _PAGE
    after: str = ""


def open_ones(kernel: Kernel, actor: Actor, query: EscalationQuery) -> Page[Shown]:
    """Open escalations of an office in running cases, the oldest first.

    A new one is there after the next sweep, within a minute.

    Raises:
        RightMissing: the actor neither supervises nor administers.
        OfficeForbidden: the office is not the actor's.
        PageInvalid: the size is not 1 to 200, or `after` is none of ours.
    """
    office = _require(actor, query.office)
    scoping.require_size(query.size)
    now = kernel.clock.now()
    wanted = _matching(office, query.level)
    with kernel.reads.begin() as session:
        total = scoping.count(session, wanted.with_only_columns(Escalation.tugas))
        found = session.execute(_behind(session, wanted, query.after).limit(query.size + 1)).all()
        shown = found[: query.size]
        keys = [row[0].tugas for row in shown]
        told, opened = rows.notices_of(session, keys), rows.opened_by(session, keys)
    items = tuple(
        Shown(
            task=views.task_row(task, case, now),
            timer=row.pemicu,
            late=row.langkah,
            level=(row.tingkat,) if row.tingkat else coding.texts(row.kelompok),
            climbed_at=row.tingkat_sejak if row.tingkat else None,
            messages=tuple(_message(one) for one in told.get(row.tugas, ())),
            opened=opened.get(row.tugas, {}),
        )
        for row, task, case in shown
    )
    after = str(items[-1].task.key) if len(found) > query.size else ""
    return Page(items=items, total=total, after=after)


def levels(kernel: Kernel, actor: Actor, office: str) -> dict[str, int]:
    """How many open escalations each level of an office has, by group.

    Raises:
        RightMissing, OfficeForbidden: as `open_ones`.
    """
    office = _require(actor, office)
    at = (Escalation.tingkat, Escalation.kelompok)
    wanted = _matching(office, "").order_by(None).with_only_columns(*at, func.count()).group_by(*at)
    found: dict[str, int] = {}
    with kernel.reads.begin() as session:
        for level, groups, count in session.execute(wanted):
            for name in [level] if level else coding.texts(groups):
                found[name] = found.get(name, 0) + count
    return dict(sorted(found.items()))


def note_opened(kernel: Kernel, actor: Actor, task: int) -> None:
    """Write down that the actor opened this task, where it is an escalation and new to them."""
    with kernel.reads.begin() as session:
        row = session.get(Escalation, task)
        if row is None or row.ditutup_pada is not None:
            return
        if session.get(Opened, (task, actor.id)) is not None:
            return
    with kernel.sessions.begin() as session:
        seen = dialect_insert(session, Opened).values(
            tugas=task, petugas=actor.id, pada=kernel.clock.now()
        )
        session.execute(seen.on_conflict_do_nothing())


def take_over(kernel: Kernel, request: Request, task: int, *, reason: str) -> TaskReceipt:
    """Take an escalation oneself, whoever holds it; right "supervise", with reason.

    Raises:
        NotCandidate, SeparationOfDuties: the supervisor may not do this task.
        ReasonMissing, TaskNotOpen, CaseNotActive, Forbidden, NotFound.
    """
    return tasks.assign(kernel, request, task, request.actor, reason=reason)


def _require(actor: Actor, office: str) -> str:
    rights.require(actor, "supervise", "administer")
    return rights.office_for(actor, office)


def _matching(office: str, level: str) -> Select[Escalation, UserTask, Case]:
    wanted = (
        select(Escalation, UserTask, Case)
        .join(UserTask, UserTask.key == Escalation.tugas)
        .join(Case, Case.key == Escalation.kasus)
        .where(
            Escalation.kantor == office,
            Escalation.ditutup_pada.is_(None),
            UserTask.state == UserTaskState.CREATED.value,
            Case.state == CaseState.ACTIVE.value,
        )
    )
    if level:
        offered = Escalation.kelompok.contains(coding.to_text(level), autoescape=True)
        wanted = wanted.where(
            or_(Escalation.tingkat == level, and_(Escalation.tingkat == "", offered))
        )
    return wanted


def _behind(
    session: Session, wanted: Select[Escalation, UserTask, Case], after: str
) -> Select[Escalation, UserTask, Case]:
    """What comes after a page's last escalation, the oldest first."""
    ordered = wanted.order_by(Escalation.dibuka_pada, Escalation.tugas)
    if not after:
        return ordered
    last = session.get(Escalation, scoping.place(after)[0])
    if last is None:
        return ordered
    same = and_(Escalation.dibuka_pada == last.dibuka_pada, Escalation.tugas > last.tugas)
    return ordered.where(or_(Escalation.dibuka_pada > last.dibuka_pada, same))


def _message(notice: OfficerNotice) -> Message:
    return Message(
        officer=notice.petugas,
        channel=notice.saluran,
        masked=notice.tujuan_mask,
        state=notice.keadaan,
        reason=notice.alasan,
        written_at=notice.dibuat_pada,
        sent_at=notice.dikirim_pada,
        arrived_at=notice.sampai_pada,
    )
