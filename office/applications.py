"""Applications: one open case per NIK, the register number, the promise. No data of the person.

The NIK is here only as a keyed hash; the unique index on it over open rows is what decides when two
counters press save together.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from sqlalchemy import Date, Index, LargeBinary, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Mapped, Session, mapped_column

from engine.errors import Conflict, NotFound
from engine.store import cases
from engine.store.base import Base, Instant, Name, PrimaryKey, UtcInstant
from engine.store.sealing import Sealer
from office import counters, nik, offices, register_number
from office.timetable import ZONE


class Application(Base):
    """One application; `kasus` is the root case's key. `estimasi_awal_tgl` is written once."""

    __tablename__ = "permohonan"
    __table_args__ = (Index(None, "kantor", "ditutup_pada"), Index(None, "nik_indeks"))

    kasus: Mapped[PrimaryKey]
    kantor: Mapped[Name]
    no_register: Mapped[Name] = mapped_column(unique=True)
    nik_indeks: Mapped[bytes | None] = mapped_column(LargeBinary)
    jenis: Mapped[Name]
    diterima_pada: Mapped[Instant]
    estimasi_awal_tgl: Mapped[date | None] = mapped_column(Date)
    estimasi_tgl: Mapped[date | None] = mapped_column(Date)
    ditutup_pada: Mapped[datetime | None] = mapped_column(UtcInstant)
    hasil: Mapped[Name | None]


OPEN_NIK: Final = Index(
    "uq_permohonan_nik_terbuka",
    Application.nik_indeks,
    unique=True,
    sqlite_where=Application.ditutup_pada.is_(None),
    postgresql_where=Application.ditutup_pada.is_(None),
)


class NikBusy(Conflict):
    """An open case for this NIK exists; `no_register` names it."""

    code = "nik-busy"
    message = "There is an open application for this person already: %(no_register)s."


@dataclass(frozen=True, slots=True, kw_only=True)
class Opening:
    """What opens an application. `nik_index` is None for a person without NIK.

    `received`: when it was taken in, if that was before it is opened here (a paper case).
    """

    case: int
    office: str
    kind: str
    nik_index: bytes | None
    now: datetime
    received: datetime | None = None


def index_of(sealer: Sealer, number: str) -> bytes:
    """Give the keyed hash under which a NIK (spaces and dots allowed) is found."""
    return sealer.index("nik", nik.normalise(number))


def open_number(session: Session, nik_index: bytes, *, besides: int = 0) -> str | None:
    """Give the register number of a NIK's open application, that of case `besides` left out."""
    wanted = select(Application.no_register).where(
        Application.nik_indeks == nik_index,
        Application.ditutup_pada.is_(None),
        Application.kasus != besides,
    )
    return session.execute(wanted).scalar_one_or_none()


def open_application(session: Session, opening: Opening) -> Application:
    """Open the application of a case and allot its number; again for the same case: bring it up.

    The case's business key becomes the register number.

    Raises:
        NikBusy: another open case has this NIK, also when it was opened at the same moment.
    """
    row = session.get(Application, opening.case)
    number = row.no_register if row else _allot(session, opening.office, opening.now)
    try:
        with session.begin_nested():
            if row is None:
                row = Application(
                    kasus=opening.case,
                    kantor=opening.office,
                    no_register=number,
                    diterima_pada=opening.received or opening.now,
                )
                session.add(row)
            row.nik_indeks, row.jenis = opening.nik_index, opening.kind
            session.flush()
    except IntegrityError as error:
        busy = open_number(session, opening.nik_index or b"", besides=opening.case)
        if busy is None:
            raise
        raise NikBusy(no_register=busy) from error
    _name_case(session, opening.case, number)
    return row


def of_case(session: Session, case: int) -> Application:
    """Give a root case's application.

    Raises:
        NotFound: it has none (yet).
    """
    row = session.get(Application, case)
    if row is None:
        raise NotFound(kind="application", key=str(case))
    return row


def find(session: Session, no_register: str) -> Application | None:
    """Give the application of a register number, as typed; None when there is none."""
    number = register_number.parse(no_register)
    if number is None:
        return None
    wanted = select(Application).where(Application.no_register == number.text)
    return session.execute(wanted).scalar_one_or_none()


def promise(session: Session, case: int, day: date) -> Application:
    """Write a promised date; the first one is kept as `estimasi_awal_tgl` for ever.

    Raises:
        NotFound: the case has no application.
    """
    row = of_case(session, case)
    row.estimasi_tgl = day
    row.estimasi_awal_tgl = row.estimasi_awal_tgl or day
    session.flush()
    return row


def close(session: Session, case: int, outcome: str, now: datetime) -> None:
    """Close a case's application, so that its NIK is free; a closed or absent one is left alone."""
    row = session.get(Application, case)
    if row is not None and row.ditutup_pada is None:
        row.ditutup_pada, row.hasil = now, outcome
        session.flush()


def _allot(session: Session, office: str, now: datetime) -> str:
    day = now.astimezone(ZONE).date()
    serial = counters.next_number(session, office, f"register:{day:%y%m}")
    return register_number.compose(offices.identity(session, office).prefix, day, serial)


def _name_case(session: Session, key: int, number: str) -> None:
    case = session.get(cases.Case, key)
    if case is not None and case.business_key != number:
        cases.advance(session, case, {"business_key": number})
