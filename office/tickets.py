"""Queue tickets of one office and day. Who is next is decided by `office.queue`."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Final

from sqlalchemy import Date, UniqueConstraint, exists, or_, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from engine.errors import NotFound
from engine.store import keys
from engine.store.base import Base, Instant, Key, Name, PrimaryKey, UtcInstant
from office import counters, queue
from office.queue import TicketClass, WaitingTicket

#: distance between two tickets' places, so that a returning one fits in between
STEP: Final = 1000


class TicketState(StrEnum):
    MENUNGGU = "MENUNGGU"
    DIPANGGIL = "DIPANGGIL"
    DILAYANI = "DILAYANI"
    LEWAT = "LEWAT"
    SELESAI = "SELESAI"


class Ticket(Base):
    """A ticket; `tempat` orders those that wait within their class, `urutan` is the number's."""

    __tablename__ = "tiket"
    __table_args__ = (UniqueConstraint("kantor", "tanggal", "nomor"),)

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
    masuk_lagi: Mapped[int]
    loket: Mapped[Name | None]
    kasus: Mapped[Key] = mapped_column(index=True)
    diambil_pada: Mapped[Instant]
    dipanggil_pada: Mapped[datetime | None] = mapped_column(UtcInstant)
    dilayani_pada: Mapped[datetime | None] = mapped_column(UtcInstant)
    selesai_pada: Mapped[datetime | None] = mapped_column(UtcInstant)


@dataclass(frozen=True, slots=True, kw_only=True)
class Drawing:
    """Who draws a number: `case` is the root case, `day` the local date."""

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


def call(session: Session, ticket: Ticket, now: datetime) -> int:
    """Note one more call and give how many there were."""
    ticket.keadaan, ticket.panggilan, ticket.dipanggil_pada = (
        TicketState.DIPANGGIL,
        ticket.panggilan + 1,
        now,
    )
    session.flush()
    return ticket.panggilan


def pass_over(session: Session, ticket: Ticket, *, most_returns: int, behind: int) -> bool:
    """Mark LEWAT; True when the ticket goes back into the line, behind the next `behind`."""
    returns = ticket.masuk_lagi < most_returns
    ticket.keadaan = TicketState.LEWAT
    if returns:
        places = [
            other.place
            for other in waiting(session, ticket.kantor, ticket.tanggal)
            if other.ticket_class.value == ticket.kelas
        ]
        ticket.keadaan, ticket.panggilan = TicketState.MENUNGGU, 0
        ticket.masuk_lagi += 1
        ticket.tempat = queue.place_again(places, behind) if places else ticket.tempat
    session.flush()
    return returns


def serve(session: Session, ticket: Ticket, now: datetime, counter: str | None) -> None:
    """Mark that the person stands at the counter."""
    ticket.keadaan, ticket.dilayani_pada, ticket.loket = TicketState.DILAYANI, now, counter
    session.flush()


def finish(session: Session, ticket: Ticket, now: datetime) -> None:
    """Mark that the counter is free again."""
    ticket.keadaan, ticket.selesai_pada = TicketState.SELESAI, now
    session.flush()


def waiting(session: Session, office: str, day: date) -> tuple[WaitingTicket, ...]:
    """Give the tickets that wait, in the order of their places."""
    wanted = (
        select(Ticket)
        .where(
            Ticket.kantor == office,
            Ticket.tanggal == day,
            Ticket.keadaan == TicketState.MENUNGGU,
        )
        .order_by(Ticket.tempat, Ticket.urutan)
    )
    return tuple(
        WaitingTicket(number=row.nomor, ticket_class=TicketClass(row.kelas), place=row.tempat)
        for row in session.execute(wanted).scalars()
    )


def next_ticket(
    session: Session, office: str, day: date, *, most_in_a_row: int
) -> WaitingTicket | None:
    """Choose who is called next (DMN-6); None when nobody waits."""
    return queue.next_ticket(
        waiting(session, office, day), _priorities_in_a_row(session, office, day), most_in_a_row
    )


def _priorities_in_a_row(session: Session, office: str, day: date) -> int:
    """Count the last priority calls of the day that were made while an ordinary number waited."""
    wanted = select(Ticket).where(
        Ticket.kantor == office, Ticket.tanggal == day, Ticket.dipanggil_pada.is_not(None)
    )
    count = 0
    for ticket in session.execute(wanted.order_by(Ticket.dipanggil_pada.desc())).scalars():
        if ticket.kelas == TicketClass.ORDINARY:
            break
        count += _ordinary_waited(session, ticket)
    return count


def _ordinary_waited(session: Session, called: Ticket) -> bool:
    waited = exists().where(
        Ticket.kantor == called.kantor,
        Ticket.tanggal == called.tanggal,
        Ticket.kelas == TicketClass.ORDINARY.value,
        Ticket.diambil_pada <= called.dipanggil_pada,
        or_(Ticket.dipanggil_pada.is_(None), Ticket.dipanggil_pada > called.dipanggil_pada),
    )
    return bool(session.execute(select(waited)).scalar_one())
