"""Reads the log of who looked at personal data, and logs who reads it. Writing looks:
`office.disclosures`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Final

from sqlalchemy import ColumnElement, Index, Text, case, cast, func, literal, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from engine.services import rights
from engine.services.kernel import Kernel, Request
from engine.store import coding, keys
from engine.store.base import Base, Instant, Json, Name, PrimaryKey
from engine.store.cases import Case
from engine.store.subscriptions import Message, MessageDelivery
from engine.values import Actor
from office.disclosures import COUNTED, MESSAGE, Alarm, Disclosure

_MOST_ALARMS: Final = 20
_MOST_READINGS: Final = 20
_MOST_ROWS: Final = 50_000
_RIGHTS: Final = ("audit", "supervise", "administer")


class Manner(StrEnum):
    """How the log was read."""

    HALAMAN = "HALAMAN"
    CSV = "CSV"


class LogReading(Base):
    """Somebody read the access log; written once. `saringan`: what was asked for."""

    __tablename__ = "akses_dibaca"
    __table_args__ = (Index(None, "pada"),)

    key: Mapped[PrimaryKey]
    kantor: Mapped[Name]
    cara: Mapped[Name]
    saringan: Mapped[Json]
    dari: Mapped[Name]
    oleh: Mapped[Name]
    pada: Mapped[Instant] = mapped_column()

    @property
    def asked(self) -> dict[str, str]:
        """What was asked for: name to text."""
        return coding.text_map(self.saringan)


@dataclass(frozen=True, slots=True, kw_only=True)
class LogQuery:
    """Which looks: of an officer, a case (0: all), a way, from an instant to before another.

    `office` "" is the reader's own, or all of them. `before` is the key to go on from, 0 for the
    newest; `size` how many. `origin`: the network the reader asks from (shortened).
    """

    office: str = ""
    officer: str = ""
    case: int = 0
    way: str = ""
    since: datetime | None = None
    until: datetime | None = None
    before: int = 0
    size: int = 50
    origin: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class OfficerLooks:
    """How often an officer looked in the time asked for; `counted`: those that the alarm counts."""

    officer: str
    looks: int
    counted: int
    cases: int


@dataclass(frozen=True, slots=True, kw_only=True)
class AlarmView:
    """An alarm, and the case in which the Kasi judges it (0: not begun yet)."""

    alarm: Alarm
    case: int
    state: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LogPage:
    """One page of the log. `older`: the key to go on from, 0 when this is the end. `numbers` are
    the register numbers of the cases looked at.
    """

    looks: tuple[Disclosure, ...]
    numbers: Mapping[int, str]
    older: int
    officers: tuple[OfficerLooks, ...]
    alarms: tuple[AlarmView, ...]
    readings: tuple[LogReading, ...]


def read(kernel: Kernel, request: Request, query: LogQuery) -> LogPage:
    """Give a page of the log, and log that it was read; needs "audit", "supervise" or "administer".

    Raises:
        RightMissing: the actor has none of these.
        OfficeForbidden: the office is not one of the actor's.
    """
    office = _office(request.actor, query)
    with kernel.reads.begin() as session:
        found = _looks(session, query, office, query.size + 1)
        alarms = _alarms(session, office)
        page = LogPage(
            looks=found[: query.size],
            numbers=_numbers(session, {look.kasus for look in found}),
            older=found[query.size - 1].key if len(found) > query.size else 0,
            officers=_officers(session, query, office),
            alarms=alarms,
            readings=_readings(session, office),
        )
    _note(kernel, request, query, Manner.HALAMAN, office)
    return page


def export(kernel: Kernel, request: Request, query: LogQuery) -> tuple[Disclosure, ...]:
    """Give every look asked for, the newest first (at most 50,000), and log that it was done.

    Raises: as `read`.
    """
    office = _office(request.actor, query)
    _note(kernel, request, query, Manner.CSV, office)
    with kernel.reads.begin() as session:
        return _looks(session, query, office, _MOST_ROWS)


def _office(actor: Actor, query: LogQuery) -> str:
    """The office whose log is meant; "" for all of them."""
    rights.require(actor, *_RIGHTS)
    if not query.office and "*" in actor.offices:
        return ""
    return rights.office_for(actor, query.office)


def _conditions(query: LogQuery, office: str) -> list[ColumnElement[bool]]:
    asked = {
        Disclosure.kantor: office,
        Disclosure.petugas: query.officer,
        Disclosure.kasus: query.case,
        Disclosure.cara: query.way,
    }
    found = [column == value for column, value in asked.items() if value]
    if query.since is not None:
        found.append(Disclosure.pada >= query.since)
    if query.until is not None:
        found.append(Disclosure.pada < query.until)
    return found


def _looks(session: Session, query: LogQuery, office: str, limit: int) -> tuple[Disclosure, ...]:
    wanted = select(Disclosure).where(*_conditions(query, office))
    if query.before:
        wanted = wanted.where(Disclosure.key < query.before)
    return tuple(session.execute(wanted.order_by(Disclosure.key.desc()).limit(limit)).scalars())


def _numbers(session: Session, cases: set[int]) -> Mapping[int, str]:
    """The register numbers of cases, "" where there is none yet."""
    wanted = select(Case.key, Case.business_key).where(Case.key.in_(cases))
    return {row.key: row.business_key for row in session.execute(wanted)}


def _officers(session: Session, query: LogQuery, office: str) -> tuple[OfficerLooks, ...]:
    counts = case((Disclosure.cara.in_(sorted(COUNTED)), 1), else_=0)
    wanted = (
        select(
            Disclosure.petugas,
            func.count().label("looks"),
            func.sum(counts).label("counted"),
            func.count(Disclosure.kasus.distinct()).label("cases"),
        )
        .where(*_conditions(query, office))
        .group_by(Disclosure.petugas)
        .order_by(func.sum(counts).desc(), Disclosure.petugas)
    )
    return tuple(
        OfficerLooks(officer=row.petugas, looks=row.looks, counted=row.counted, cases=row.cases)
        for row in session.execute(wanted)
    )


def _alarms(session: Session, office: str) -> tuple[AlarmView, ...]:
    """The newest alarms, each with the case that its message began."""
    told = literal(f"{MESSAGE}:").concat(cast(Alarm.key, Text))
    wanted = (
        select(Alarm, Case.key, Case.state)
        .outerjoin(Message, Message.message_id == told)
        .outerjoin(MessageDelivery, MessageDelivery.message_key == Message.key)
        .outerjoin(Case, Case.key == MessageDelivery.root_key)
        .order_by(Alarm.key.desc())
        .limit(_MOST_ALARMS)
    )
    if office:
        wanted = wanted.where(Alarm.kantor == office)
    return tuple(
        AlarmView(alarm=alarm, case=key or 0, state=state or "")
        for alarm, key, state in session.execute(wanted)
    )


def _readings(session: Session, office: str) -> tuple[LogReading, ...]:
    wanted = select(LogReading).order_by(LogReading.pada.desc()).limit(_MOST_READINGS)
    if office:
        wanted = wanted.where(LogReading.kantor.in_(["", office]))
    return tuple(session.execute(wanted).scalars())


def _note(kernel: Kernel, request: Request, query: LogQuery, manner: Manner, office: str) -> None:
    asked = {
        "petugas": query.officer,
        "kasus": str(query.case or ""),
        "cara": query.way,
        "dari": query.since.isoformat() if query.since else "",
        "sampai": query.until.isoformat() if query.until else "",
    }
    with kernel.sessions.begin() as session:
        row = LogReading(
            key=keys.next_key(session),
            kantor=office,
            cara=manner.value,
            saringan=coding.to_text({name: value for name, value in asked.items() if value}),
            dari=query.origin,
            oleh=request.actor.id,
            pada=kernel.clock.now(),
        )
        session.add(row)
