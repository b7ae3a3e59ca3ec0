"""The office's calendar as versions: every edit is a new one, an old one can always be read again.

What the days mean and how they are counted is `office.timetable` and `engine.rules.calendars`.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from functools import lru_cache

from sqlalchemy import select
from sqlalchemy.orm import Mapped, Session, mapped_column

from engine.errors import Fault, Invalid, NotFound
from engine.services import recounting, rights
from engine.services.kernel import Kernel, Request
from engine.store.base import Base, Instant, Json, Name
from engine.values import Calendar
from office import authority, timetable
from office.timetable import Day, Timetable


class CalendarVersion(Base):
    """One version of one office's calendar; never changed once written."""

    __tablename__ = "kalender"

    kantor: Mapped[Name] = mapped_column(primary_key=True)
    versi: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    isi: Mapped[Json]
    keterangan: Mapped[Name]
    oleh: Mapped[Name]
    dicatat_pada: Mapped[Instant]


class CalendarInvalid(Invalid):
    """An edited calendar has faults; the old version stays."""

    code = "calendar-invalid"
    message = "The calendar has %(count)s faults; nothing was changed. Mend them."


def current(session: Session, office: str) -> Calendar:
    """Give the calendar of an office as it is now.

    Raises:
        NotFound: the office has none.
    """
    wanted = (
        select(CalendarVersion.versi, CalendarVersion.isi)
        .where(CalendarVersion.kantor == office)
        .order_by(CalendarVersion.versi.desc())
        .limit(1)
    )
    row = session.execute(wanted).one_or_none()
    if row is None:
        raise NotFound(kind="calendar", key=office)
    return version_of(row.isi, row.versi)


def of_office(kernel: Kernel, office: str) -> Calendar:
    """Give the calendar an office works by now, outside any case."""
    with kernel.reads.begin() as session:
        return current(session, office)


def read(session: Session, office: str, version: int | None = None) -> tuple[int, Timetable]:
    """Give a version (the newest by default) and what it says, to show or to edit.

    Raises:
        NotFound: there is no such version.
    """
    wanted = select(CalendarVersion).where(CalendarVersion.kantor == office)
    if version is not None:
        wanted = wanted.where(CalendarVersion.versi == version)
    newest = wanted.order_by(CalendarVersion.versi.desc()).limit(1)
    row = session.execute(newest).scalar_one_or_none()
    if row is None:
        raise NotFound(kind="calendar", key=f"{office}/{version or ''}")
    return row.versi, timetable.from_text(row.isi)


def change_days(
    kernel: Kernel, request: Request, office: str, changes: Mapping[date, Day | None], note: str
) -> int:
    """Set or clear dates and give the new version; needs the right "administer".

    Then the timers that wait in the office's cases are counted anew, each case in a transaction of
    its own and with a logged command whose reason is `note`. Stopped in between, the calendar
    stands; `engine.services.recounting.recount` counts what is left.

    Raises:
        RightMissing: the actor may not.
        ReasonMissing: the note is empty.
        CalendarInvalid: the result has faults.
    """
    authority.require(request.actor, "administer", office)
    rights.reason(note)
    with kernel.sessions.begin() as session:
        version, old = read(session, office)
        row = CalendarVersion(
            kantor=office,
            versi=version + 1,
            isi=checked(timetable.with_days(old, changes)),
            keterangan=note,
            oleh=request.actor.id,
            dicatat_pada=kernel.clock.now(),
        )
        session.add(row)
    recounting.recount(kernel, request, office, note)
    return version + 1


def would_move(
    kernel: Kernel, request: Request, office: str, changes: Mapping[date, Day | None]
) -> int:
    """In how many cases `change_days` would move timers; needs the same right, changes nothing.

    Raises:
        RightMissing: the actor may not.
        CalendarInvalid: the result would have faults.
    """
    authority.require(request.actor, "administer", office)
    with kernel.reads.begin() as session:
        version, old = read(session, office)
    changed = version_of(checked(timetable.with_days(old, changes)), version + 1)
    return recounting.would_move(kernel, request, office, {timetable.NAME: changed})


def checked(content: Timetable) -> str:
    """Give a timetable's text as a version keeps it.

    Raises:
        CalendarInvalid: it has faults.
    """
    faults: tuple[Fault, ...] = timetable.faults(content)
    if faults:
        raise CalendarInvalid(faults)
    return timetable.to_text(content)


@lru_cache(maxsize=64)
def version_of(content: str, version: int) -> Calendar:
    """Give the calendar of a version's text; what was read once is not read again."""
    return timetable.to_calendar(timetable.from_text(content), version)
