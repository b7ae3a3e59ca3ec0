"""Complaints (UU 25/2009): a number, the dates, how far each is. Their words are in the case.

Nothing here says who complains: whoever does may stay unnamed, and follows by number.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Final

from sqlalchemy import Index, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from engine.errors import Conflict, NotFound
from engine.rules import iso8601
from engine.store import coding
from engine.store.base import Base, Instant, Key, Name, UtcInstant
from office import config, counters, officers, offices
from office.timetable import ZONE

CHIEFS: Final = "verifikator"
HEAD: Final = "camat"


class ComplaintState(StrEnum):
    """How far a complaint is."""

    DITERIMA = "DITERIMA"
    DIJAWAB = "DIJAWAB"
    BANDING = "BANDING"
    SELESAI = "SELESAI"


class Complaint(Base):
    """One complaint. `tentang` is a register number, `teradu` an officer's sign-in name; or ""."""

    __tablename__ = "pengaduan"
    __table_args__ = (Index(None, "kantor", "selesai_pada"),)

    nomor: Mapped[Name] = mapped_column(primary_key=True)
    kantor: Mapped[Name]
    kasus: Mapped[Key] = mapped_column(unique=True)
    tentang: Mapped[Name]
    teradu: Mapped[Name]
    keadaan: Mapped[Name]
    diterima_pada: Mapped[Instant]
    batas_jawab: Mapped[Instant]
    batas_putus: Mapped[Instant]
    dijawab_pada: Mapped[datetime | None] = mapped_column(UtcInstant)
    diputus_pada: Mapped[datetime | None] = mapped_column(UtcInstant)
    selesai_pada: Mapped[datetime | None] = mapped_column(UtcInstant)


class JudgedOwnCase(Conflict):
    """An officer would answer or decide the complaint about himself."""

    code = "complaint-own-case"
    message = "Nobody answers a complaint about himself. Another officer must do it."


@dataclass(frozen=True, slots=True, kw_only=True)
class NewComplaint:
    """A complaint as it comes in; `about` and `officer` may be ""."""

    office: str
    case: int
    about: str
    officer: str
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Status:
    """What whoever holds the number is told: no name and none of the words."""

    number: str
    state: ComplaintState
    received: datetime
    answer_due: datetime
    decision_due: datetime
    answered: datetime | None
    closed: datetime | None


def receive(session: Session, new: NewComplaint) -> Complaint:
    """Number a complaint and count its terms in calendar days; again for a case: the same one."""
    row = of_case(session, new.case)
    if row is not None:
        return row
    terms = config.effective(session, new.office, new.at)
    row = Complaint(
        nomor=_number(session, new.office, new.at),
        kantor=new.office,
        kasus=new.case,
        tentang=new.about,
        teradu=new.officer,
        keadaan=ComplaintState.DITERIMA,
        diterima_pada=new.at,
        batas_jawab=_due(new.at, terms.text("batas.T15a")),
        batas_putus=_due(new.at, terms.text("batas.T15b")),
    )
    session.add(row)
    session.flush()
    return row


def answering_lane(session: Session, office: str, accused: str) -> str:
    """Tell who answers: the Kasi; the camat, when the complaint is about the Kasi."""
    row = session.get(officers.Officer, accused) if accused else None
    is_chief = row is not None and row.kantor in {office, "*"} and CHIEFS in coding.texts(row.peran)
    return HEAD if is_chief else CHIEFS


def answer(session: Session, case: int, by: str, at: datetime) -> Complaint:
    """Note that a complaint was answered; the first answer's instant stays.

    Raises:
        NotFound: the case has no complaint.
        JudgedOwnCase: by the officer it is about.
    """
    row = _judged(session, case, by)
    row.dijawab_pada = row.dijawab_pada or at
    row.keadaan = ComplaintState.DIJAWAB
    session.flush()
    return row


def appeal(session: Session, case: int) -> Complaint:
    """Note that the answer was not accepted: the camat decides.

    Raises:
        NotFound: the case has no complaint.
    """
    row = _existing(session, case)
    row.keadaan = ComplaintState.BANDING
    session.flush()
    return row


def decide(session: Session, case: int, by: str, at: datetime) -> Complaint:
    """Note the camat's decision; otherwise as `answer`."""
    row = _judged(session, case, by)
    row.diputus_pada = at
    session.flush()
    return row


def close(session: Session, case: int, at: datetime) -> None:
    """End a complaint; an ended one is left alone.

    Raises:
        NotFound: the case has no complaint.
    """
    row = _existing(session, case)
    row.selesai_pada = row.selesai_pada or at
    row.keadaan = ComplaintState.SELESAI
    session.flush()


def of_case(session: Session, case: int) -> Complaint | None:
    """Give the complaint of a root case."""
    wanted = select(Complaint).where(Complaint.kasus == case)
    return session.execute(wanted).scalar_one_or_none()


def status(session: Session, number: str) -> Status | None:
    """Give what whoever follows a complaint by its number may know; None: there is none."""
    row = session.get(Complaint, " ".join(number.split()).upper())
    if row is None:
        return None
    return Status(
        number=row.nomor,
        state=ComplaintState(row.keadaan),
        received=row.diterima_pada,
        answer_due=row.batas_jawab,
        decision_due=row.batas_putus,
        answered=row.dijawab_pada,
        closed=row.selesai_pada,
    )


def _judged(session: Session, case: int, by: str) -> Complaint:
    row = _existing(session, case)
    if by == row.teradu:
        raise JudgedOwnCase
    return row


def _existing(session: Session, case: int) -> Complaint:
    row = of_case(session, case)
    if row is None:
        raise NotFound(kind="complaint", key=str(case))
    return row


def _number(session: Session, office: str, at: datetime) -> str:
    month = f"{at.astimezone(ZONE):%y%m}"
    serial = counters.next_number(session, office, f"pengaduan:{month}")
    return f"{offices.identity(session, office).prefix}-ADU-{month}-{serial:03d}"


def _due(since: datetime, term: str) -> datetime:
    return iso8601.add(since, iso8601.parse_duration(term), zone=ZONE.key)
