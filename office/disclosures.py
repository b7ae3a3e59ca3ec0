"""Who looked at personal data in full, and the alarm when somebody looks too often (scenario 33).

Every look is a row: who, when, which case and fields, how, why, from where. One that was asked for
is a note in the case as well. Such looks, and those past the pages, count: beyond
`privasi.buka_maks` within `privasi.buka_rentang` they start the process `peringatan_akses` for the
Kasi, once a span and officer. Without both policies nobody is alarmed; the rows are kept all the
same. To read the log: `office.access_log`.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final

from sqlalchemy import Index, func, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from engine.errors import NotFound
from engine.rules import iso8601
from engine.services import messages, notes, reading
from engine.services.kernel import Kernel, Request
from engine.services.messages import Message
from engine.store import coding, keys
from engine.store.base import Base, Instant, Json, Key, Name, PrimaryKey
from engine.store.cases import Case
from engine.values import SYSTEM_ACTOR
from office import complaints, config, counters

#: starts `peringatan_akses`; its id is the alarm's key, so that it starts once
MESSAGE: Final = "akses_tidak_wajar"


class Way(StrEnum):
    """How personal data came before somebody's eyes."""

    KASUS = "KASUS"  # asked for on the case's page, with a reason
    TUGAS = "TUGAS"  # the form of a task that the reader holds
    SLIP = "SLIP"  # a paper to be printed: slip, card register, form
    BERKAS = "BERKAS"  # an uploaded paper was opened
    BALASAN = "BALASAN"  # a citizen's reply and its number
    API = "API"  # variables read by a program with an officer's credentials


#: what counts towards the alarm: looks that no step of the work itself brings along
COUNTED: Final = frozenset({Way.KASUS, Way.BERKAS, Way.API})
#: the same officer at the same task sees the same: one row for so long
_ONE_LOOK: Final = timedelta(hours=1)


class Disclosure(Base):
    """One look at a case's personal data in full; written once, kept five years.

    `bidang` names the fields, `cara` is a `Way`, `dari` the network the reader sat in.
    """

    __tablename__ = "data_dibuka"
    __table_args__ = (Index(None, "kantor", "petugas", "pada"), Index(None, "kantor", "pada"))

    key: Mapped[PrimaryKey]
    kantor: Mapped[Name]
    petugas: Mapped[Name]
    kasus: Mapped[Key]
    pada: Mapped[Instant]
    cara: Mapped[Name]
    bidang: Mapped[Json]
    alasan: Mapped[Name]
    dari: Mapped[Name] = mapped_column()

    @property
    def fields(self) -> tuple[str, ...]:
        """The names of the fields that were shown; empty for a look of before fields were kept."""
        return coding.texts(self.bidang)


class Alarm(Base):
    """Somebody looked more often than the office allows: `jumlah` looks from `sejak` to `pada`."""

    __tablename__ = "akses_tidak_wajar"
    __table_args__ = (Index(None, "kantor", "petugas", "pada"),)

    key: Mapped[PrimaryKey]
    kantor: Mapped[Name]
    petugas: Mapped[Name]
    jumlah: Mapped[int]
    batas: Mapped[int]
    sejak: Mapped[Instant]
    pada: Mapped[Instant] = mapped_column()


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """What is shown: dotted names of `fields`, `way`, why, and from which network (shortened)."""

    fields: tuple[str, ...] = ()
    way: Way = Way.KASUS
    reason: str = ""
    origin: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Look:
    office: str
    officer: str
    case: int
    at: datetime
    shown: Shown


def disclose(
    kernel: Kernel, request: Request, case: int, note: str, shown: Shown | None = None
) -> bool:
    """Record that an officer is shown a case in full; True when this look raises the alarm.

    Whoever shows the data calls this first. A retry of the alarm's message after a stop in between
    is made by the officer's next look.

    Raises:
        NotFound: there is no such case, or it is of another office.
        ReasonMissing: the note is empty or too long.
    """
    office = reading.case(kernel, request.actor, case).row.office
    notes.add(kernel, request, case, note)
    return _look(kernel, request, office, case, shown or Shown(reason=note))


def note_reading(kernel: Kernel, request: Request, case: int, shown: Shown) -> bool:
    """Record a look that the work itself brings along; True when it raises the alarm.

    Of a task's form and of papers to be printed one row an hour is kept for the same officer,
    case, fields and reason. Nothing is recorded when no field is shown.

    Raises:
        NotFound: there is no such case, or it is of another office.
    """
    if not shown.fields:
        return False
    office = _office_of(kernel, request, case)
    if shown.way not in COUNTED and _is_repeated(kernel, request.actor.id, office, case, shown):
        return False
    return _look(kernel, request, office, case, shown)


def _office_of(kernel: Kernel, request: Request, case: int) -> str:
    """A case's office, without reading the case: whoever shows its data did."""
    with kernel.reads.begin() as session:
        office = session.execute(select(Case.office).where(Case.key == case)).scalar_one_or_none()
    if office is None or not {office, "*"} & request.actor.offices:
        raise NotFound(kind="case", key=str(case))
    return office


def _look(kernel: Kernel, request: Request, office: str, case: int, shown: Shown) -> bool:
    look = _Look(
        office=office, officer=request.actor.id, case=case, at=kernel.clock.now(), shown=shown
    )
    with kernel.sessions.begin() as session:
        alarm = _record(session, look)
        recent = _alarms_since(session, look)
        lane = complaints.answering_lane(session, office, look.officer)
    for one in recent:
        _tell(kernel, one, lane)
    return alarm is not None


def _is_repeated(kernel: Kernel, officer: str, office: str, case: int, shown: Shown) -> bool:
    wanted = select(Disclosure.key).where(
        Disclosure.kantor == office,
        Disclosure.petugas == officer,
        Disclosure.pada > kernel.clock.now() - _ONE_LOOK,
        Disclosure.kasus == case,
        Disclosure.cara == shown.way.value,
        Disclosure.alasan == shown.reason,
        Disclosure.bidang == coding.to_text(sorted(shown.fields)),
    )
    with kernel.reads.begin() as session:
        return session.execute(wanted.limit(1)).first() is not None


def looks(session: Session, office: str, first: datetime, last: datetime) -> dict[str, int]:
    """Count the counted looks by officer from `first` to before `last`, for the weekly review."""
    wanted = (
        select(Disclosure.petugas, func.count().label("looks"))
        .where(Disclosure.kantor == office, Disclosure.pada >= first, Disclosure.pada < last)
        .where(Disclosure.cara.in_(sorted(COUNTED)))
        .group_by(Disclosure.petugas)
    )
    return {row.petugas: row.looks for row in session.execute(wanted)}


def _record(session: Session, look: _Look) -> Alarm | None:
    counters.next_number(session, look.office, f"data_dibuka:{look.officer}")  # one by one
    row = Disclosure(
        key=keys.next_key(session),
        kantor=look.office,
        petugas=look.officer,
        kasus=look.case,
        pada=look.at,
        cara=look.shown.way.value,
        bidang=coding.to_text(sorted(look.shown.fields)),
        alasan=look.shown.reason,
        dari=look.shown.origin,
    )
    session.add(row)
    session.flush()
    most, since = _limit(session, look)
    if look.shown.way not in COUNTED or since is None or _alarmed(session, look, since):
        return None
    count, oldest = _count(session, look, since)
    if count <= most:
        return None
    alarm = Alarm(
        key=keys.next_key(session),
        kantor=look.office,
        petugas=look.officer,
        jumlah=count,
        batas=most,
        sejak=oldest,
        pada=look.at,
    )
    session.add(alarm)
    session.flush()
    return alarm


def _limit(session: Session, look: _Look) -> tuple[int, datetime | None]:
    """How many looks are allowed since which instant; None when the office has set no limit."""
    policies = config.effective(session, look.office, look.at)
    span = policies.text("privasi.buka_rentang")
    if policies.values["privasi.buka_maks"] is None or not span:
        return 0, None
    length = iso8601.add(look.at, iso8601.parse_duration(span)) - look.at
    return policies.number("privasi.buka_maks"), look.at - length


def _count(session: Session, look: _Look, since: datetime) -> tuple[int, datetime]:
    wanted = select(Disclosure.pada).where(
        Disclosure.kantor == look.office,
        Disclosure.petugas == look.officer,
        Disclosure.pada > since,
        Disclosure.cara.in_(sorted(COUNTED)),
    )
    found = list(session.execute(wanted.order_by(Disclosure.pada)).scalars())
    return len(found), found[0]


def _alarmed(session: Session, look: _Look, since: datetime) -> bool:
    return any(alarm.pada > since for alarm in _newest(session, look))


def _alarms_since(session: Session, look: _Look) -> tuple[Alarm, ...]:
    """The officer's newest alarm, if there is one: telling it again does nothing."""
    found = _newest(session, look)
    for alarm in found:
        session.expunge(alarm)
    return found


def _newest(session: Session, look: _Look) -> tuple[Alarm, ...]:
    wanted = select(Alarm).where(Alarm.kantor == look.office, Alarm.petugas == look.officer)
    newest = wanted.order_by(Alarm.pada.desc(), Alarm.key.desc()).limit(1)
    return tuple(session.execute(newest).scalars())


def _tell(kernel: Kernel, alarm: Alarm, lane: str) -> None:
    message = Message(
        name=MESSAGE,
        office=alarm.kantor,
        message_id=f"{MESSAGE}:{alarm.key}",
        variables={
            "petugas_akses": alarm.petugas,
            "penerima_peringatan": lane,
            "jumlah_dibuka": alarm.jumlah,
            "batas_dibuka": alarm.batas,
            "dibuka_sejak": alarm.sejak.isoformat(),
            "dibuka_sampai": alarm.pada.isoformat(),
        },
    )
    messages.publish(kernel, Request(actor=SYSTEM_ACTOR), message)
