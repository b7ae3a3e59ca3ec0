"""The office's record of how far each case is: every change of its state, append-only.

Told by the engine as the variables are written (`engine.services.observing`); what the states mean
for the clocks is `office.clocks`.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from sqlalchemy import Index, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from engine.services.kernel import Kernel
from engine.services.observing import Change, Observer
from engine.store import keys
from engine.store.base import Base, Instant, Key, Name, PrimaryKey
from office import calendar, clocks
from office.applications import Application
from office.clocks import Clocks, Mark


class Progress(Base):
    """One change of one watched variable of a root case; its rows are in the order written."""

    __tablename__ = "permohonan_jejak"
    __table_args__ = (Index(None, "kasus"), Index(None, "kantor", "sejak"))

    key: Mapped[PrimaryKey]
    kantor: Mapped[Name]
    kasus: Mapped[Key]
    nama: Mapped[Name]
    nilai: Mapped[Name]
    sejak: Mapped[Instant] = mapped_column()


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """What an officer is shown of a case's time. The first promise is never overwritten."""

    clocks: Clocks
    first_promise: date | None
    promise: date | None


def note(session: Session, change: Change) -> None:
    """Keep a change; the value written again is no change."""
    value = _text(change.value)
    if value != _latest(session, change.case, change.name):
        row = Progress(
            key=keys.next_key(session),
            kantor=change.office,
            kasus=change.case,
            nama=change.name,
            nilai=value,
            sejak=change.at,
        )
        session.add(row)
        session.flush()


def of_case(session: Session, case: int) -> tuple[Mark, ...]:
    """Give the changes of a root case, the oldest first."""
    return of_cases(session, [case]).get(case, ())


def of_cases(session: Session, cases: Iterable[int]) -> dict[int, tuple[Mark, ...]]:
    """Give the changes of several root cases, each the oldest first; one query."""
    wanted = select(Progress).where(Progress.kasus.in_(sorted(cases))).order_by(Progress.key)
    found: dict[int, list[Mark]] = {}
    for row in session.execute(wanted).scalars():
        mark = Mark(name=row.nama, value=row.nilai, at=row.sejak)
        found.setdefault(row.kasus, []).append(mark)
    return {case: tuple(marks) for case, marks in found.items()}


def clocks_of(session: Session, application: Application, now: datetime) -> Clocks:
    """Count both clocks of an application up to an instant, by its office's present calendar."""
    return clocks.count(
        of_case(session, application.kasus),
        calendar.current(session, application.kantor),
        registered=application.diterima_pada,
        now=now,
    )


def to_show(kernel: Kernel, case: int) -> Shown | None:
    """Give a root case's clocks and promises as they are now; None without an application."""
    with kernel.reads.begin() as session:
        application = session.get(Application, case)
        if application is None:
            return None
        return Shown(
            clocks=clocks_of(session, application, kernel.clock.now()),
            first_promise=application.estimasi_awal_tgl,
            promise=application.estimasi_tgl,
        )


def _latest(session: Session, case: int, name: str) -> str:
    wanted = select(Progress.nilai).where(Progress.kasus == case, Progress.nama == name)
    return session.execute(wanted.order_by(Progress.key.desc()).limit(1)).scalar() or ""


def _text(value: object) -> str:
    return value if isinstance(value, str) else {True: clocks.YES, False: ""}.get(value is True, "")


#: what the data centre says of a case; the report counts by it
CENTRE: Final = "siak_status"
#: which kelurahan a card is to be brought to the notice of, by its code
VILLAGE: Final = "kelurahan_kode"
OBSERVER: Final = Observer(names=clocks.WATCHED | {CENTRE, VILLAGE}, note=note)
