"""The monthly coordination meeting (U17): its agenda and the actions it decides on. No report.

An open action of an earlier meeting is closed or carried over at the next one, never forgotten; a
carried action is a new row that names the first of its line.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import Date, Index, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from engine.errors import Invalid
from engine.store import keys
from engine.store.base import Base, Instant, Key, Name, PrimaryKey, UtcInstant


class AgendaItem(Base):
    """Something the meeting has to talk about; `dibahas_pada` once a meeting has."""

    __tablename__ = "agenda_rapat"
    __table_args__ = (Index(None, "kantor", "dibahas_pada"), Index(None, "kasus"))

    key: Mapped[PrimaryKey]
    kantor: Mapped[Name]
    pokok: Mapped[Name]
    kasus: Mapped[Key]
    no_register: Mapped[Name]
    diajukan_pada: Mapped[Instant]
    dibahas_pada: Mapped[datetime | None] = mapped_column(UtcInstant)
    dibahas_bulan: Mapped[Name | None]


class Outcome(StrEnum):
    """How an action left the list of open ones."""

    SELESAI = "SELESAI"
    DIBAWA = "DIBAWA"


class Action(Base):
    """What a meeting wants done: by which lane, until when. `asal` is the first of its line."""

    __tablename__ = "tindak_rapat"
    __table_args__ = (Index(None, "kantor", "selesai_pada"),)

    key: Mapped[PrimaryKey]
    kantor: Mapped[Name]
    bulan: Mapped[Name]
    apa: Mapped[Name]
    siapa: Mapped[Name]
    batas: Mapped[date] = mapped_column(Date)
    asal: Mapped[Key]
    diputus_pada: Mapped[Instant]
    oleh: Mapped[Name]
    selesai_pada: Mapped[datetime | None] = mapped_column(UtcInstant)
    hasil: Mapped[Name | None]


class MeetingIncomplete(Invalid):
    """The decisions cannot stand; `reasons` has every one of them."""

    code = "meeting-incomplete"
    message = "The meeting's decisions are not complete: %(why)s. Complete them and save again."

    def __init__(self, reasons: tuple[str, ...]) -> None:
        self.reasons = reasons
        super().__init__(why=", ".join(reasons))


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """An action as a meeting words it."""

    what: str
    who: str
    due: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """What the meeting says of an open action; `due` is the new date of one carried over."""

    outcome: Outcome
    due: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Decisions:
    """Of one meeting: verdicts by the key of the open action, and new actions."""

    office: str
    month: str
    verdicts: Mapping[int, Verdict]
    wanted: Sequence[Wanted]
    by: str
    at: datetime
    today: date


def put_on_agenda(session: Session, item: AgendaItem) -> bool:
    """Put something on the next meeting's agenda; False when it stands there already."""
    there = select(AgendaItem.key).where(
        AgendaItem.kantor == item.kantor,
        AgendaItem.pokok == item.pokok,
        AgendaItem.kasus == item.kasus,
        AgendaItem.dibahas_pada.is_(None),
    )
    if session.execute(there.limit(1)).scalar() is not None:
        return False
    item.key = keys.next_key(session)
    session.add(item)
    session.flush()
    return True


def agenda(session: Session, office: str) -> tuple[AgendaItem, ...]:
    """Give what waits to be talked about, the oldest first."""
    wanted = select(AgendaItem).where(
        AgendaItem.kantor == office, AgendaItem.dibahas_pada.is_(None)
    )
    order = wanted.order_by(AgendaItem.diajukan_pada, AgendaItem.key)
    return tuple(session.execute(order).scalars())


def open_actions(session: Session, office: str) -> tuple[Action, ...]:
    """Give the actions nobody has finished or carried over, the first due first."""
    wanted = select(Action).where(Action.kantor == office, Action.selesai_pada.is_(None))
    return tuple(session.execute(wanted.order_by(Action.batas, Action.key)).scalars())


def decide(session: Session, decisions: Decisions) -> tuple[Action, ...]:
    """Close or carry over every open action, take the new ones, clear the agenda.

    Gives the actions that are to be done now: the carried ones first, then the new ones. An action
    that was finished while the meeting sat is finished, whatever the meeting says of it.

    Raises:
        MeetingIncomplete: BELUM_DIPUTUS (an open action without verdict), BATAS (a date in the past
            or missing).
    """
    standing = open_actions(session, decisions.office)
    reasons = _refusals(standing, decisions)
    if reasons:
        raise MeetingIncomplete(reasons)
    carried = tuple(_judge(session, decisions, standing))
    new = tuple(_take(session, decisions, wanted) for wanted in decisions.wanted)
    for item in agenda(session, decisions.office):
        item.dibahas_pada, item.dibahas_bulan = decisions.at, decisions.month
    session.flush()
    return carried + new


def finish(session: Session, key: int, at: datetime) -> bool:
    """Note that an action is done; False when it is off the list already."""
    row = session.get(Action, key, populate_existing=True)
    if row is None or row.selesai_pada is not None:
        return False
    row.selesai_pada, row.hasil = at, Outcome.SELESAI
    session.flush()
    return True


def _refusals(standing: Sequence[Action], decisions: Decisions) -> tuple[str, ...]:
    dates = [wanted.due for wanted in decisions.wanted]
    carried = [one for one in decisions.verdicts.values() if one.outcome is Outcome.DIBAWA]
    missing = any(one.due is None for one in carried)
    past = any(due < decisions.today for due in [*dates, *(one.due for one in carried)] if due)
    undecided = any(action.key not in decisions.verdicts for action in standing)
    found = (("BELUM_DIPUTUS", undecided), ("BATAS", missing or past))
    return tuple(name for name, wrong in found if wrong)


def _judge(session: Session, decisions: Decisions, standing: Iterable[Action]) -> Iterable[Action]:
    for action in standing:
        verdict = decisions.verdicts[action.key]
        action.selesai_pada, action.hasil = decisions.at, verdict.outcome
        if verdict.outcome is Outcome.DIBAWA and verdict.due is not None:
            wanted = Wanted(what=action.apa, who=action.siapa, due=verdict.due)
            yield _take(session, decisions, wanted, origin=action.asal)


def _take(session: Session, decisions: Decisions, wanted: Wanted, *, origin: int = 0) -> Action:
    key = keys.next_key(session)
    row = Action(
        key=key,
        kantor=decisions.office,
        bulan=decisions.month,
        apa=wanted.what,
        siapa=wanted.who,
        batas=wanted.due,
        asal=origin or key,
        diputus_pada=decisions.at,
        oleh=decisions.by,
    )
    session.add(row)
    return row
