"""Who looked at personal data in full, and the alarm when somebody looks too often (scenario 33).

Every look is a row, and a note in the case with its reason. Looks beyond `privasi.buka_maks` within
`privasi.buka_rentang` start the process `peringatan_akses` for the Kasi: once a span and officer.
Without both policies nobody is alarmed; the rows are kept all the same.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from sqlalchemy import Index, func, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from engine.rules import iso8601
from engine.services import messages, notes, reading
from engine.services.kernel import Kernel, Request
from engine.services.messages import Message
from engine.store import keys
from engine.store.base import Base, Instant, Key, Name, PrimaryKey
from engine.values import SYSTEM_ACTOR
from office import complaints, config, counters

#: starts `peringatan_akses`; its id is the alarm's key, so that it starts once
MESSAGE: Final = "akses_tidak_wajar"


class Disclosure(Base):
    """One look at a case's personal data in full; written once, kept five years."""

    __tablename__ = "data_dibuka"
    __table_args__ = (Index(None, "kantor", "petugas", "pada"),)

    key: Mapped[PrimaryKey]
    kantor: Mapped[Name]
    petugas: Mapped[Name]
    kasus: Mapped[Key]
    pada: Mapped[Instant] = mapped_column()


class Alarm(Base):
    """Somebody looked more often than the office allows: `jumlah` looks from `sejak` to `pada`."""

    __tablename__ = "akses_tidak_wajar"
    __table_args__ = (Index(None, "kantor", "petugas", "pada"),)

    key: Mapped[PrimaryKey]
    kantor: Mapped[Name]
    petugas: Mapped[Name]
    jumlah: Mapped[int]
    batas: Mapped[int]
    sejak: Mapped[Instant]
    pada: Mapped[Instant] = mapped_column()


@dataclass(frozen=True, slots=True, kw_only=True)
class _Look:
    office: str
    officer: str
    case: int
    at: datetime


def disclose(kernel: Kernel, request: Request, case: int, note: str) -> bool:
    """Record that an officer is shown a case in full; True when this look raises the alarm.

    Whoever shows the data calls this first. A retry of the alarm's message after a stop in between
    is made by the officer's next look.

    Raises:
        NotFound: there is no such case, or it is of another office.
        ReasonMissing: the note is empty or too long.
    """
    office = reading.case(kernel, request.actor, case).row.office
    notes.add(kernel, request, case, note)
    look = _Look(office=office, officer=request.actor.id, case=case, at=kernel.clock.now())
    with kernel.sessions.begin() as session:
        alarm = _record(session, look)
        recent = _alarms_since(session, look)
        lane = complaints.answering_lane(session, office, look.officer)
    for one in recent:
        _tell(kernel, one, lane)
    return alarm is not None


def looks(session: Session, office: str, first: datetime, last: datetime) -> dict[str, int]:
    """Count the looks by officer from `first` to before `last`, for the weekly review."""
    wanted = (
        select(Disclosure.petugas, func.count().label("looks"))
        .where(Disclosure.kantor == office, Disclosure.pada >= first, Disclosure.pada < last)
        .group_by(Disclosure.petugas)
    )
    return {row.petugas: row.looks for row in session.execute(wanted)}


def _record(session: Session, look: _Look) -> Alarm | None:
    counters.next_number(session, look.office, f"data_dibuka:{look.officer}")  # one by one
    row = Disclosure(
        key=keys.next_key(session),
        kantor=look.office,
        petugas=look.officer,
        kasus=look.case,
        pada=look.at,
    )
    session.add(row)
    session.flush()
    most, since = _limit(session, look)
    if since is None or _alarmed(session, look, since):
        return None
    count, oldest = _count(session, look, since)
    if count <= most:
        return None
    alarm = Alarm(
        key=keys.next_key(session),
        kantor=look.office,
        petugas=look.officer,
        jumlah=count,
        batas=most,
        sejak=oldest,
        pada=look.at,
    )
    session.add(alarm)
    session.flush()
    return alarm


def _limit(session: Session, look: _Look) -> tuple[int, datetime | None]:
    """How many looks are allowed since which instant; None when the office has set no limit."""
    policies = config.effective(session, look.office, look.at)
    span = policies.text("privasi.buka_rentang")
    if policies.values["privasi.buka_maks"] is None or not span:
        return 0, None
    length = iso8601.add(look.at, iso8601.parse_duration(span)) - look.at
    return policies.number("privasi.buka_maks"), look.at - length


def _count(session: Session, look: _Look, since: datetime) -> tuple[int, datetime]:
    wanted = select(Disclosure.pada).where(
        Disclosure.kantor == look.office,
        Disclosure.petugas == look.officer,
        Disclosure.pada > since,
    )
    found = list(session.execute(wanted.order_by(Disclosure.pada)).scalars())
    return len(found), found[0]


def _alarmed(session: Session, look: _Look, since: datetime) -> bool:
    return any(alarm.pada > since for alarm in _newest(session, look))


def _alarms_since(session: Session, look: _Look) -> tuple[Alarm, ...]:
    """The officer's newest alarm, if there is one: telling it again does nothing."""
    found = _newest(session, look)
    for alarm in found:
        session.expunge(alarm)
    return found


def _newest(session: Session, look: _Look) -> tuple[Alarm, ...]:
    wanted = select(Alarm).where(Alarm.kantor == look.office, Alarm.petugas == look.officer)
    newest = wanted.order_by(Alarm.pada.desc(), Alarm.key.desc()).limit(1)
    return tuple(session.execute(newest).scalars())


def _tell(kernel: Kernel, alarm: Alarm, lane: str) -> None:
    message = Message(
        name=MESSAGE,
        office=alarm.kantor,
        message_id=f"{MESSAGE}:{alarm.key}",
        variables={
            "petugas_akses": alarm.petugas,
            "penerima_peringatan": lane,
            "jumlah_dibuka": alarm.jumlah,
            "batas_dibuka": alarm.batas,
            "dibuka_sejak": alarm.sejak.isoformat(),
            "dibuka_sampai": alarm.pada.isoformat(),
        },
    )
    messages.publish(kernel, Request(actor=SYSTEM_ACTOR), message)
