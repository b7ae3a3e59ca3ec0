"""Which cases a phone number belongs to, found by keyed hash; no number is here.

A row is written when a case's contacts are looked at, and goes with the case's contact key.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import delete, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from engine.store.base import Base, Bytes, Instant, Name, PrimaryKey
from engine.store.sealing import Sealer
from office.applications import Application


class Contact(Base):
    """A number of a case: `jenis` is SENDIRI or KELUARGA."""

    __tablename__ = "kontak"

    kasus: Mapped[PrimaryKey]
    jenis: Mapped[Name] = mapped_column(primary_key=True)
    kantor: Mapped[Name]
    indeks: Mapped[Bytes] = mapped_column(index=True)
    dicatat_pada: Mapped[Instant]


def index_of(sealer: Sealer, number: str) -> bytes:
    """Give the keyed hash under which a number (E.164) is found."""
    return sealer.index("telepon", number)


@dataclass(frozen=True, slots=True, kw_only=True)
class Numbers:
    """The numbers (E.164, "" for none) of a case: the applicant's own and the family's."""

    office: str
    case: int
    own: str = field(repr=False)
    family: str = field(repr=False)
    at: datetime


def note(session: Session, sealer: Sealer, numbers: Numbers) -> None:
    """Write down or correct a case's numbers; a number that is gone is forgotten."""
    for kind, number in (("SENDIRI", numbers.own), ("KELUARGA", numbers.family)):
        row = session.get(Contact, (numbers.case, kind))
        if not number:
            if row is not None:
                session.delete(row)
            continue
        if row is None:
            row = Contact(kasus=numbers.case, jenis=kind, kantor=numbers.office)
            session.add(row)
        row.indeks, row.dicatat_pada = index_of(sealer, number), numbers.at
    session.flush()


def forget(session: Session, case: int) -> None:
    """Forget a case's numbers: their time is over."""
    session.execute(delete(Contact).where(Contact.kasus == case))


def applications(session: Session, index: bytes) -> tuple[Application, ...]:
    """Give the applications that this number belongs to, the newest first."""
    wanted = (
        select(Application)
        .join(Contact, Contact.kasus == Application.kasus)
        .where(Contact.indeks == index)
        .distinct()
        .order_by(Application.diterima_pada.desc(), Application.kasus.desc())
    )
    return tuple(session.execute(wanted).scalars())
