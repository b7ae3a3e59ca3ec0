"""Numbered print requests to Disdukcapil, and what came back of them. Prints nothing.

A case that is ready joins the list; once a day, or when an officer asks, what stands there becomes
one request. Every register number of it comes back, fails, or is found to have no case any more.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Final

from sqlalchemy import Index, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from engine.errors import NotFound
from engine.store import keys
from engine.store.base import Base, Instant, Key, Name, PrimaryKey, UtcInstant
from office import applications, condemned, counters, offices
from office.condemned import Condemning, Thing
from office.offices import Office
from office.timetable import ZONE


class LineState(StrEnum):
    ANTRE = "ANTRE"
    DIMINTA = "DIMINTA"
    DATANG = "DATANG"
    GAGAL = "GAGAL"
    BATAL = "BATAL"


OPEN: Final = (LineState.ANTRE.value, LineState.DIMINTA.value)


class PrintRequest(Base):
    """One request as it was made: a number, how many cards, by whom, in which case."""

    __tablename__ = "cetak_permintaan"

    nomor: Mapped[Name] = mapped_column(primary_key=True)
    kantor: Mapped[Name]
    jumlah: Mapped[int]
    oleh: Mapped[Name]
    dibuat_pada: Mapped[Instant]
    kasus: Mapped[Key | None]


class RequestLine(Base):
    """One card asked for. `sebab` says why it failed."""

    __tablename__ = "cetak_diminta"
    __table_args__ = (Index(None, "kantor", "keadaan"), Index(None, "permintaan"))

    key: Mapped[PrimaryKey]
    kantor: Mapped[Name]
    no_register: Mapped[Name]
    kasus: Mapped[Key]
    keadaan: Mapped[Name]
    masuk_pada: Mapped[Instant]
    permintaan: Mapped[Name | None]
    sebab: Mapped[Name | None]
    kembali_pada: Mapped[datetime | None] = mapped_column(UtcInstant)


ONE_OPEN: Final = Index(
    "uq_cetak_diminta_no_register",
    RequestLine.no_register,
    unique=True,
    sqlite_where=RequestLine.keadaan.in_(OPEN),
    postgresql_where=RequestLine.keadaan.in_(OPEN),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What Disdukcapil did with one register number."""

    no_register: str
    came: bool
    reason: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Returned:
    """The answers that were taken: `told` go to their cases, `orphans` have none any more."""

    told: tuple[RequestLine, ...]
    orphans: tuple[RequestLine, ...]
    open: int


def is_empty(session: Session, office: str) -> bool:
    """Tell whether nothing waits for the next request; locks the list until the transaction ends.

    So either a case finds the list empty and opens the next request, or the request that is being
    made still finds the case.
    """
    _lock(session, office)
    return not _lines(session, office, LineState.ANTRE)


def join(session: Session, office: str, no_register: str, case: int, now: datetime) -> RequestLine:
    """Put a case on the list for the next request; one that stands there stays as it is."""
    wanted = select(RequestLine).where(
        RequestLine.no_register == no_register, RequestLine.keadaan.in_(OPEN)
    )
    row = session.execute(wanted).scalar_one_or_none()
    if row is None:
        row = RequestLine(
            key=keys.next_key(session),
            kantor=office,
            no_register=no_register,
            kasus=case,
            keadaan=LineState.ANTRE.value,
            masuk_pada=now,
        )
        session.add(row)
        session.flush()
    return row


def compose(
    session: Session, office: str, by: str, now: datetime, case: int | None = None
) -> PrintRequest | None:
    """Make one numbered request of all that wait; None when nobody does.

    Cases closed meanwhile are struck off (BATAL). Requests made together wait for one another.
    """
    _lock(session, office)
    if not _lines(session, office, LineState.ANTRE):
        return None
    number = _next_number(session, office, now)
    asked = [row for row in _lines(session, office, LineState.ANTRE) if _keep(session, row)]
    if not asked:
        return None
    request = PrintRequest(
        nomor=number, kantor=office, jumlah=len(asked), oleh=by, dibuat_pada=now, kasus=case
    )
    session.add(request)
    for row in asked:
        row.keadaan, row.permintaan = LineState.DIMINTA.value, number
    session.flush()
    return request


def take_back(session: Session, number: str, answers: Iterable[Answer], now: datetime) -> Returned:
    """Note what came back of a request; a line that was answered before is not answered again.

    Raises:
        NotFound: an answer names a register number that is not in the request.
    """
    lines = {row.no_register: row for row in lines_of(session, number)}
    told: list[RequestLine] = []
    orphans: list[RequestLine] = []
    for answer in answers:
        row = lines.get(answer.no_register)
        if row is None:
            raise NotFound(kind="line of the print request", key=answer.no_register)
        if row.keadaan != LineState.DIMINTA:
            continue
        row.keadaan = (LineState.DATANG if answer.came else LineState.GAGAL).value
        row.sebab, row.kembali_pada = answer.reason, now
        (told if _is_open(session, row) else orphans).append(row)
    session.flush()
    left = sum(row.keadaan == LineState.DIMINTA for row in lines.values())
    return Returned(told=tuple(told), orphans=tuple(orphans), open=left)


def fail(session: Session, no_register: str, spoilt: str | None, now: datetime) -> int:
    """Count the failed tries of a case at Disdukcapil, this one included.

    `spoilt`: the card came and failed QC here for this reason; it then awaits its destruction.
    """
    wanted = (
        select(RequestLine)
        .where(RequestLine.no_register == no_register, RequestLine.permintaan.is_not(None))
        .order_by(RequestLine.masuk_pada, RequestLine.key)
    )
    rows = session.execute(wanted).scalars().all()
    if spoilt is not None and rows and rows[-1].keadaan == LineState.DATANG:
        rows[-1].keadaan, rows[-1].sebab = LineState.GAGAL.value, spoilt
        card = Condemning(
            office=rows[-1].kantor,
            thing=Thing.BLANKO,
            no_register=no_register,
            serial=None,
            cause=spoilt,
            at=now,
        )
        condemned.enlist(session, card)
    return sum(row.keadaan == LineState.GAGAL for row in rows)


def lines_of(session: Session, number: str) -> tuple[RequestLine, ...]:
    """Give the lines of a request by register number."""
    wanted = select(RequestLine).where(RequestLine.permintaan == number)
    return tuple(session.execute(wanted.order_by(RequestLine.no_register)).scalars())


def listing(session: Session, number: str) -> str:
    """Write a request as CSV for Disdukcapil: request, place, register number; nothing personal.

    Raises:
        NotFound: there is no such request.
    """
    if session.get(PrintRequest, number) is None:
        raise NotFound(kind="print request", key=number)
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(("permintaan", "urutan", "no_register"))
    for place, row in enumerate(lines_of(session, number), start=1):
        writer.writerow((number, place, row.no_register))
    return text.getvalue()


def _lock(session: Session, office: str) -> None:
    session.execute(select(Office.kode).where(Office.kode == office).with_for_update())


def _lines(session: Session, office: str, state: LineState) -> Sequence[RequestLine]:
    wanted = (
        select(RequestLine)
        .where(RequestLine.kantor == office, RequestLine.keadaan == state.value)
        .order_by(RequestLine.masuk_pada, RequestLine.key)
        .execution_options(populate_existing=True)
    )
    return session.execute(wanted).scalars().all()


def _keep(session: Session, row: RequestLine) -> bool:
    kept = _is_open(session, row)
    if not kept:
        row.keadaan = LineState.BATAL.value
    return kept


def _is_open(session: Session, row: RequestLine) -> bool:
    found = session.get(applications.Application, row.kasus, populate_existing=True)
    return found is None or found.ditutup_pada is None


def _next_number(session: Session, office: str, now: datetime) -> str:
    day = now.astimezone(ZONE).date()
    serial = counters.next_number(session, office, f"cetak:{day:%Y%m%d}")
    return f"CETAK-{offices.identity(session, office).prefix}-{day:%Y%m%d}-{serial:02d}"
