"""Queue tickets of one office and day. Who is next is `office.queue`, calling `office.calling`."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Final

from sqlalchemy import Date, Index, UniqueConstraint, exists, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from engine.errors import NotFound
from engine.store import keys
from engine.store.base import Base, Instant, Key, Name, PrimaryKey, UtcInstant
from engine.store.cases import Case
from office import counters, queue
from office.queue import TicketClass, WaitingTicket

#: distance between two tickets' places; a ticket that returns has its class counted through anew
STEP: Final = 1000


class TicketState(StrEnum):
    MENUNGGU = "MENUNGGU"
    DIPANGGIL = "DIPANGGIL"
    DILAYANI = "DILAYANI"
    LEWAT = "LEWAT"
    SELESAI = "SELESAI"


class Ticket(Base):
    """A ticket for `tanggal`.

    `tempat` orders those that wait within their class, `urutan` is the number's; `panggilan` counts
    the calls, `terjawab` those of which an officer said whether somebody came.
    """

    __tablename__ = "tiket"
    __table_args__ = (
        UniqueConstraint("kantor", "tanggal", "nomor"),
        Index(None, "kantor", "selesai_pada"),
    )

    key: Mapped[PrimaryKey]
    kantor: Mapped[Name]
    tanggal: Mapped[date] = mapped_column(Date)
    nomor: Mapped[Name]
    kelas: Mapped[Name]
    urutan: Mapped[int]
    tempat: Mapped[int]
    layanan: Mapped[Name]
    keadaan: Mapped[Name]
    panggilan: Mapped[int]
    terjawab: Mapped[int]
    masuk_lagi: Mapped[int]
    loket: Mapped[Name | None]
    kasus: Mapped[Key] = mapped_column(index=True)
    diambil_pada: Mapped[Instant]
    dipanggil_pada: Mapped[datetime | None] = mapped_column(UtcInstant)
    dilayani_pada: Mapped[datetime | None] = mapped_column(UtcInstant)
    selesai_pada: Mapped[datetime | None] = mapped_column(UtcInstant)


@dataclass(frozen=True, slots=True, kw_only=True)
class Drawing:
    """Who draws a number: `case` is the root case, `day` the local date it is for."""

    office: str
    day: date
    service: str
    priority: str
    case: int
    at: datetime


def take(session: Session, drawing: Drawing) -> Ticket:
    """Draw the next number of the class; numbers begin at 1 every day and have no gap."""
    kind = queue.ticket_class(drawing.priority)
    name = f"antrean:{drawing.day.isoformat()}:{kind.value}"
    serial = counters.next_number(session, drawing.office, name)
    ticket = Ticket(
        key=keys.next_key(session),
        kantor=drawing.office,
        tanggal=drawing.day,
        nomor=queue.ticket_number(kind, serial),
        kelas=kind.value,
        urutan=serial,
        tempat=serial * STEP,
        layanan=drawing.service,
        keadaan=TicketState.MENUNGGU,
        panggilan=0,
        terjawab=0,
        masuk_lagi=0,
        kasus=drawing.case,
        diambil_pada=drawing.at,
    )
    session.add(ticket)
    session.flush()
    return ticket


def find(session: Session, office: str, day: date, number: str) -> Ticket:
    """Give a ticket.

    Raises:
        NotFound: no such number was drawn that day.
    """
    wanted = select(Ticket).where(
        Ticket.kantor == office, Ticket.tanggal == day, Ticket.nomor == number
    )
    row = session.execute(wanted).scalar_one_or_none()
    if row is None:
        raise NotFound(kind="ticket", key=number)
    return row


def of_case(session: Session, case: int) -> Ticket | None:
    """Give the newest ticket of a root case."""
    wanted = select(Ticket).where(Ticket.kasus == case).order_by(Ticket.key.desc()).limit(1)
    return session.execute(wanted).scalar_one_or_none()


def numbers(session: Session, tickets: Sequence[int]) -> dict[int, str]:
    """Give the numbers of tickets by their keys."""
    wanted = select(Ticket.key, Ticket.nomor).where(Ticket.key.in_(tickets))
    return {row.key: row.nomor for row in session.execute(wanted)}


def in_state(session: Session, office: str, day: date, *states: TicketState) -> list[Ticket]:
    """Give the tickets of a day in these states, those called first to the front."""
    wanted = select(Ticket).where(
        Ticket.kantor == office, Ticket.tanggal == day, Ticket.keadaan.in_(states)
    )
    return list(session.execute(wanted.order_by(Ticket.dipanggil_pada, Ticket.key)).scalars())


def announce(session: Session, ticket: Ticket, now: datetime, window: str | None) -> int:
    """Note one more call to a counter (None: not known) and give how many there were."""
    ticket.keadaan, ticket.dipanggil_pada, ticket.loket = TicketState.DIPANGGIL, now, window
    ticket.panggilan += 1
    session.flush()
    return ticket.panggilan


def pass_over(session: Session, ticket: Ticket, today: date, *, most_returns: int) -> bool:
    """Mark LEWAT; True when the person may come back: so often, on the ticket's day only."""
    ticket.keadaan = TicketState.LEWAT
    session.flush()
    return ticket.masuk_lagi < most_returns and today <= ticket.tanggal


def return_to_line(session: Session, ticket: Ticket, *, behind: int) -> None:
    """Put a ticket that was passed over behind the next `behind` of its own class."""
    counters.next_number(session, ticket.kantor, f"panggilan:{ticket.tanggal.isoformat()}:masuk")
    line = line_of(session, ticket.kantor, ticket.tanggal)
    places = {row.nomor: row for row in line if row.kelas == ticket.kelas}
    order = queue.back_in_line(list(places), ticket.nomor, behind)
    for place, number in enumerate(order, start=1):
        places.get(number, ticket).tempat = place * STEP
    ticket.keadaan, ticket.panggilan, ticket.terjawab = TicketState.MENUNGGU, 0, 0
    ticket.masuk_lagi += 1
    session.flush()


def serve(session: Session, ticket: Ticket, now: datetime, counter: str | None) -> None:
    """Mark that the person stands at the counter."""
    ticket.keadaan, ticket.dilayani_pada = TicketState.DILAYANI, now
    ticket.loket = counter or ticket.loket
    session.flush()


def finish(session: Session, ticket: Ticket, now: datetime) -> None:
    """Mark that the counter is free again."""
    ticket.keadaan, ticket.selesai_pada = TicketState.SELESAI, now
    session.flush()


def waiting(session: Session, office: str, day: date) -> tuple[WaitingTicket, ...]:
    """Give the tickets of a day that wait, by place, without those whose case has ended."""
    return tuple(as_waiting(row) for row in line_of(session, office, day))


def as_waiting(row: Ticket) -> WaitingTicket:
    """Give a ticket as the rule of the line sees it."""
    return WaitingTicket(number=row.nomor, ticket_class=TicketClass(row.kelas), place=row.tempat)


def line_of(session: Session, office: str, day: date) -> list[Ticket]:
    """Give the tickets that wait, as `waiting`, whole."""
    ended = exists().where(Case.key == Ticket.kasus, Case.ended_at.is_not(None))
    wanted = (
        select(Ticket)
        .where(
            Ticket.kantor == office,
            Ticket.tanggal == day,
            Ticket.keadaan == TicketState.MENUNGGU,
            ~ended,
        )
        .order_by(Ticket.tempat, Ticket.urutan)
    )
    return list(session.execute(wanted).scalars())


def service_times(session: Session, office: str, newest: int) -> list[timedelta]:
    """Give how long the citizens served last were at the counter, at most `newest` of them."""
    wanted = (
        select(Ticket.dilayani_pada, Ticket.selesai_pada)
        .where(
            Ticket.kantor == office,
            Ticket.dilayani_pada.is_not(None),
            Ticket.selesai_pada.is_not(None),
        )
        .order_by(Ticket.selesai_pada.desc())
        .limit(newest)
    )
    return [ended - begun for begun, ended in session.execute(wanted) if begun and ended]
