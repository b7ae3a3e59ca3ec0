"""The office's calendar as versions: every edit is a new one, an old one can always be read again.

What the days mean and how they are counted is `office.timetable` and `engine.rules.calendars`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import lru_cache

import msgspec
from sqlalchemy import select
from sqlalchemy.orm import Mapped, Session, mapped_column

from engine.errors import Fault, Invalid, NotFound, StaleVersion
from engine.services import answers, recounting, rights
from engine.services.kernel import Kernel, Request
from engine.services.recounting import Moves, Moving
from engine.store.base import Base, Instant, Json, Name
from engine.values import Calendar
from office import authority, timetable
from office.timetable import Day, Edit, Timetable


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


def opened(kernel: Kernel, office: str, version: int | None = None) -> tuple[int, Timetable]:
    """Give a version (the newest by default) and what it says, to show it.

    Raises:
        NotFound: there is no such version.
    """
    with kernel.reads.begin() as session:
        return read(session, office, version)


def shown(kernel: Kernel, office: str) -> Timetable:
    """Give what the newest version says, to list it.

    Raises:
        NotFound: the office has no calendar.
    """
    return opened(kernel, office)[1]


@dataclass(frozen=True, slots=True, kw_only=True)
class Changed:
    """The new version of a calendar, and what it moved."""

    version: int
    moves: Moves


@dataclass(frozen=True, slots=True, kw_only=True)
class _Written:
    """The new version alone: what a double click is answered with."""

    version: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Edition:
    """Who wrote a version, when and why."""

    version: int
    note: str
    by: str
    at: datetime


def editions(kernel: Kernel, office: str) -> tuple[Edition, ...]:
    """Give every version of an office's calendar, the newest first, without what it says."""
    wanted = (
        select(
            CalendarVersion.versi,
            CalendarVersion.keterangan,
            CalendarVersion.oleh,
            CalendarVersion.dicatat_pada,
        )
        .where(CalendarVersion.kantor == office)
        .order_by(CalendarVersion.versi.desc())
    )
    with kernel.reads.begin() as session:
        return tuple(
            Edition(version=row.versi, note=row.keterangan, by=row.oleh, at=row.dicatat_pada)
            for row in session.execute(wanted)
        )


def change(kernel: Kernel, request: Request, office: str, edit: Edit, note: str) -> Changed:
    """Write an edit as a new version; needs the right "administer".

    Then the due instants that wait in the office's cases (timers, and the due dates of open tasks)
    are counted anew, each case in a transaction of its own and with a logged command whose reason
    is `note`. Stopped in between, the calendar stands and `finish` moves what is left.

    Raises:
        RightMissing: the actor may not.
        ReasonMissing: the note is empty.
        CalendarInvalid: the result has faults.
        StaleVersion: `request.version` is given and is not the newest version.
    """
    authority.require(request.actor, "administer", office)
    note = rights.reason(note)
    version = _write(kernel, request, office, edit, note)
    asked = replace(request, version=None, idempotency_key="")
    moves = recounting.recount(kernel, asked, office, note)
    return Changed(version=version, moves=moves)


def _write(kernel: Kernel, request: Request, office: str, edit: Edit, note: str) -> int:
    content = msgspec.to_builtins(edit, str_keys=True)
    asked = answers.fingerprint("change-calendar", office, content, note)
    with kernel.sessions.begin() as session:
        earlier = answers.recall(kernel, session, request, asked, _Written)
        if earlier is not None:
            return earlier.version
        version, old = read(session, office)
        if request.version not in {None, version}:
            newest = session.get(CalendarVersion, (office, version))
            raise StaleVersion(holder=newest.oleh if newest else "")
        row = CalendarVersion(
            kantor=office,
            versi=version + 1,
            isi=checked(timetable.edited(old, edit)),
            keterangan=note,
            oleh=request.actor.id,
            dicatat_pada=kernel.clock.now(),
        )
        session.add(row)
        answers.keep(kernel, session, request, asked, _Written(version=version + 1))
    return version + 1


def change_days(
    kernel: Kernel, request: Request, office: str, changes: Mapping[date, Day | None], note: str
) -> int:
    """Set or clear dates and give the new version; otherwise as `change`."""
    return change(kernel, request, office, Edit(days=changes), note).version


def finish(kernel: Kernel, request: Request, office: str) -> Moves:
    """Move what an edit that was stopped in between left behind; nothing when it was complete.

    Raises:
        RightMissing: the actor may not.
    """
    authority.require(request.actor, "administer", office)
    with kernel.reads.begin() as session:
        wanted = select(CalendarVersion.keterangan).where(CalendarVersion.kantor == office)
        newest = wanted.order_by(CalendarVersion.versi.desc()).limit(1)
        note = session.execute(newest).scalar_one()
    return recounting.recount(kernel, request, office, note)


def preview(kernel: Kernel, request: Request, office: str, edit: Edit) -> Moves:
    """Say what `change` would move, and how much of it becomes due at once; changes nothing.

    Needs the same right. An empty edit says what an earlier one, stopped in between, has left.

    Raises:
        RightMissing: the actor may not.
        CalendarInvalid: the result would have faults.
    """
    return recounting.preview(kernel, request, office, _known(kernel, request, office, edit))


def moving(
    kernel: Kernel, request: Request, office: str, edit: Edit, limit: int = 20
) -> tuple[Moving, ...]:
    """Name the first due instants that `change` would move; otherwise as `preview`."""
    return recounting.moving(kernel, request, office, _known(kernel, request, office, edit), limit)


def _known(kernel: Kernel, request: Request, office: str, edit: Edit) -> Mapping[str, Calendar]:
    """The office's calendar as an edit would make it."""
    authority.require(request.actor, "administer", office)
    with kernel.reads.begin() as session:
        version, old = read(session, office)
    return {timetable.NAME: version_of(checked(timetable.edited(old, edit)), version + 1)}


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
