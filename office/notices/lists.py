"""The list for RT/RW and the board: who has no telephone is told by register number, on paper."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Index, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from engine.services import rights
from engine.services.kernel import Kernel, Request
from engine.store import keys
from engine.store.base import Base, Instant, Key, Name, PrimaryKey, UtcInstant


class Entry(Base):
    """One line: a register number and why it is on the list. Nothing of the person."""

    __tablename__ = "daftar_rw"
    __table_args__ = (Index(None, "kantor", "kelurahan", "dicetak_pada"), Index(None, "kasus"))

    key: Mapped[PrimaryKey]
    kantor: Mapped[Name]
    kasus: Mapped[Key]
    kelurahan: Mapped[Name]
    no_register: Mapped[Name]
    templat: Mapped[Name]
    masuk_pada: Mapped[Instant]
    dicetak_pada: Mapped[datetime | None] = mapped_column(UtcInstant)
    dicetak_oleh: Mapped[Name | None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """What a case brings to the list; `village` is a kelurahan's code, "" when unknown."""

    office: str
    case: int
    village: str
    no_register: str
    template: str
    at: datetime


def enter(session: Session, line: Line) -> None:
    """Put a case on the list; one that waits there for the same reason is not put twice."""
    waiting = select(Entry.key).where(
        Entry.kasus == line.case, Entry.templat == line.template, Entry.dicetak_pada.is_(None)
    )
    if session.execute(waiting.limit(1)).first() is not None:
        return
    session.add(
        Entry(
            key=keys.next_key(session),
            kantor=line.office,
            kasus=line.case,
            kelurahan=line.village,
            no_register=line.no_register,
            templat=line.template,
            masuk_pada=line.at,
        )
    )
    session.flush()


def pending(session: Session, office: str, village: str | None = None) -> tuple[Entry, ...]:
    """Give the lines not printed yet, by kelurahan and register number; of one kelurahan or all."""
    wanted = select(Entry).where(Entry.kantor == office, Entry.dicetak_pada.is_(None))
    if village is not None:
        wanted = wanted.where(Entry.kelurahan == village)
    wanted = wanted.order_by(Entry.kelurahan, Entry.no_register, Entry.key)
    return tuple(session.execute(wanted).scalars())


def peek(
    kernel: Kernel, request: Request, office: str, village: str | None = None
) -> tuple[Entry, ...]:
    """Give the lines not printed yet and leave them so.

    Raises:
        OfficeForbidden: the actor does not belong to the office.
    """
    rights.office_for(request.actor, office)
    with kernel.reads.begin() as session:
        return pending(session, office, village)


def print_out(
    kernel: Kernel, request: Request, office: str, village: str | None = None
) -> tuple[Entry, ...]:
    """Give the lines not printed yet and mark them as printed now; each line is given once.

    Raises:
        OfficeForbidden: the actor does not belong to the office.
    """
    rights.office_for(request.actor, office)
    now = kernel.clock.now()
    with kernel.sessions.begin() as session:
        found = pending(session, office, village)
        for entry in found:
            entry.dicetak_pada, entry.dicetak_oleh = now, request.actor.id
    return found
