"""The state of the store on one page: balances, how long they last, who waits, what was asked for.

Reads; books nothing. What a material's movements were is `office.stock.movements`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Final

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from engine.rules import calendars
from engine.services import rights
from engine.services.kernel import Kernel
from engine.values import Actor, Calendar
from office import calendar
from office.stock import ranking, reordering, requests, status
from office.stock.line import Place, PlaceState
from office.stock.requests import RequestState, SupplyRequest
from office.stock.rules import Material
from office.stock.status import Status
from office.timetable import ZONE

#: working days beyond which no day is named: the demand will not stay the same for so long
_FAR: Final = 250


class Alarm(StrEnum):
    """How bad it is: nothing left to give, or at the reorder point (T8)."""

    HABIS = "HABIS"
    MENIPIS = "MENIPIS"


@dataclass(frozen=True, slots=True, kw_only=True)
class Cover:
    """How long what nobody has reserved lasts for a material, after all who wait now got theirs.

    `days`: full working days of the mean demand; `until`: the working day on which it runs out.
    Both None without any demand (there is nothing to reckon with); `until` beyond a year, too.
    """

    left: int
    days: int | None
    until: date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Overview:
    """The store now. `oldest`: since when the first by readiness waits, and in working days."""

    status: Status
    covers: Mapping[Material, Cover]
    waiting: int
    oldest: datetime | None
    waited: int
    request: SupplyRequest | None
    told_to_wait: date | None
    alarm: Alarm | None

    @property
    def available(self) -> int:
        """How many cards could be made of what nobody has reserved."""
        return ranking.sufficient(self.status.balances)


@dataclass(frozen=True, slots=True, kw_only=True)
class LowStock:
    """What the alarm says on other pages; `low` are the materials that lack."""

    alarm: Alarm
    low: tuple[Material, ...]
    available: int
    waiting: int
    request: str


def of_office(kernel: Kernel, actor: Actor, office: str) -> Overview:
    """Give the store of an office as it stands now; for everybody of that office.

    Raises:
        OfficeForbidden: the actor does not serve it.
    """
    office = rights.office_for(actor, office)
    now = kernel.clock.now()
    with kernel.reads.begin() as session:
        return _read(session, office, now)


def warning(kernel: Kernel, office: str) -> LowStock | None:
    """Give what is to be told of an office's stock to whom it concerns; None when all is well."""
    now = kernel.clock.now()
    with kernel.reads.begin() as session:
        found = status.read(session, office, now)
        alarm = judge(found)
        if alarm is None:
            return None
        request = requests.open_one(session, office)
        return LowStock(
            alarm=alarm,
            low=lacking(found),
            available=ranking.sufficient(found.balances),
            waiting=_waiting(session, office)[0],
            request="" if request is None else request.nomor,
        )


def judge(found: Status) -> Alarm | None:
    """Say how bad it is: HABIS when no card can be made, MENIPIS at the reorder point."""
    if ranking.sufficient(found.balances) == 0:
        return Alarm.HABIS
    return Alarm.MENIPIS if found.low else None


def lacking(found: Status) -> tuple[Material, ...]:
    """Name the materials that are low or of which nothing is left."""
    return tuple(
        material
        for material in Material
        if material in found.low or found.balances[material].available < 1
    )


def _read(session: Session, office: str, now: datetime) -> Overview:
    found = status.read(session, office, now)
    waiting, oldest = _waiting(session, office)
    hours, today = calendar.current(session, office), now.astimezone(ZONE).date()
    newest = requests.newest(session, office)
    again = newest.minta_lagi_mulai if newest is not None else None
    since = today if oldest is None else oldest.astimezone(ZONE).date()
    is_open = newest is not None and newest.keadaan == RequestState.TERBUKA
    return Overview(
        status=found,
        covers={
            material: _cover(hours, today, balance.available - waiting, found.demand)
            for material, balance in found.balances.items()
        },
        waiting=waiting,
        oldest=oldest,
        waited=calendars.working_days_between(hours, since, today),
        request=newest if is_open else None,
        told_to_wait=again if again is not None and again > today else None,
        alarm=judge(found),
    )


def _cover(hours: Calendar, today: date, left: int, demand: tuple[int, ...]) -> Cover:
    days = reordering.days_left(left, demand)
    until = None
    if days is not None and days <= _FAR:
        until = calendars.add_working_days(hours, calendars.working_day_from(hours, today), days)
    return Cover(left=max(left, 0), days=days, until=until)


def _waiting(session: Session, office: str) -> tuple[int, datetime | None]:
    wanted = select(func.count(), func.min(Place.siap_cetak_pada)).where(
        Place.kantor == office, Place.keadaan == PlaceState.MENUNGGU
    )
    count, oldest = session.execute(wanted).one()
    return count, oldest
