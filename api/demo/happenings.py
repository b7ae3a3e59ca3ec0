"""What comes to the demo's office from outside, each by the service an officer would use.

Deliveries and the want of them, complaints, a cut of power, a flood, officers on leave.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from random import Random
from typing import Final

from api.demo.desks import Desks
from engine.rules import calendars
from engine.services import cases, signals, tasks
from engine.services.kernel import Kernel, Request
from engine.values import Actor, Calendar, JsonValue
from office import absences, calendar, printers
from office.absences import NewAbsence
from office.stock import deliveries
from office.timetable import Day, DayKind, Edit

OFFICE: Final = "327316"
PRINTER: Final = "Printer 1"
#: of a year: from where to where no blanko comes
SHORTAGE: Final = (0.55, 0.72)
_POWER_CUT: Final = 0.4
_CLOSURE: Final = 0.8
_LEAVES: Final = ((0.2, "asep", "siti"), (0.6, "rina", "yusuf"))
_LEAVE: Final = timedelta(days=5)
_COMPLAINTS: Final = (0.15, 0.45, 0.66, 0.7, 0.9)
#: of the usual demo: when the one delivery comes, and for how many of all cases it is enough
_LATE_DELIVERY: Final = 0.85
_SCARCE: Final = 0.25
_MONTH: Final = timedelta(days=30)
_OUTAGE: Final = timedelta(hours=3)
#: blanko delivered for each who comes: some are children, some never finish
_NEEDED: Final = 0.85

Happening = tuple[datetime, Callable[[], object]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Year:
    """What the happenings work on: so many cases from `start` to `end`."""

    kernel: Kernel
    desks: Desks
    calendar: Calendar
    start: datetime
    end: datetime
    cases: int

    def at(self, share: float) -> datetime:
        """The first instant of service at or after this share of the year."""
        wish = self.start + (self.end - self.start) * share
        day = wish.astimezone(self.start.tzinfo).date()
        return calendars.opening(self.calendar, day) + timedelta(hours=2)


def of_year(year: Year, random: Random) -> list[Happening]:
    """Give all happenings, the earliest first."""
    found = [
        *_deliveries(year, random),
        *_complaints(year, _COMPLAINTS),
        *_outage(year),
        _closure(year),
        *_leaves(year, _LEAVES),
    ]
    return sorted(found, key=lambda happening: happening[0])


def of_weeks(year: Year) -> list[Happening]:
    """Give what happens in the few weeks of the usual demo: something of each, some still open."""
    scarce = partial(deliver, year, round(year.cases * _SCARCE), "SJ-2026-0102")
    found: list[Happening] = [
        (year.at(_LATE_DELIVERY), scarce),
        *_complaints(year, (0.5, 0.97)),
        *_leaves(year, ((0.95, "asep", "siti"),)),
    ]
    return sorted(found, key=lambda happening: happening[0])


def _deliveries(year: Year, random: Random) -> Iterator[Happening]:
    months = max((year.end - year.start) // _MONTH, 1)
    usual = round(year.cases / months * _NEEDED)
    owed = 0
    for month in range(months):
        share = (month + 0.5) / months
        if SHORTAGE[0] <= share < SHORTAGE[1]:
            owed += usual
            continue
        amount, owed = usual + owed + random.randint(-usual // 10, usual // 10), 0
        note = f"SJ-{month + 1:02d}"
        yield year.at(share), partial(deliver, year, max(amount, 1), note)


def deliver(year: Year, amount: int, note: str) -> None:
    """Let so many cards' worth of everything arrive; a second officer counts it the next day."""
    keeper = Request(actor=_officer("budi", deliveries.LANE))
    start = cases.Start(process_id="terima_blanko", office=OFFICE)
    begun = cases.start(year.kernel, keeper, start)
    counted: dict[str, JsonValue] = {"no_surat_jalan": note}
    for kind in ("jumlah", "ribbon", "film"):
        counted |= {f"{kind}_dokumen": amount, f"{kind}_fisik": amount}
    for row in year.desks.open_tasks(begun.key):
        tasks.complete(year.kernel, keeper, row.key, counted)


def _complaints(year: Year, shares: tuple[float, ...]) -> Iterator[Happening]:
    counter = Request(actor=_officer("siti", "loket"))
    start = cases.Start(process_id="pengaduan", office=OFFICE)
    for share in shares:
        yield year.at(share), partial(cases.start, year.kernel, counter, start)


def _outage(year: Year) -> Iterator[Happening]:
    chief = Request(actor=_officer("admin", "cetak", rights=("administer",)))
    at = year.at(_POWER_CUT)

    def stop() -> None:
        printers.set_state(year.kernel, chief, OFFICE, PRINTER, up=False)

    def go_on() -> None:
        printers.set_state(year.kernel, chief, OFFICE, PRINTER, up=True)
        signals.broadcast(year.kernel, chief, "printer_pulih", {}, office=OFFICE)

    yield at, stop
    yield at + _OUTAGE, go_on


def _closure(year: Year) -> Happening:
    """The day after somebody decided it, the office stays closed."""
    at = year.at(_CLOSURE)
    day = calendars.next_working_day(year.calendar, at.date())
    closed = Day(kind=DayKind.TUTUP_DARURAT, name="Banjir", source="Instruksi Camat")
    chief = Request(actor=_officer("admin", rights=("administer",)))

    def close() -> None:
        edit = Edit(days={day: closed})
        calendar.change(year.kernel, chief, OFFICE, edit, "Banjir di Kiaracondong")

    return at, close


def _leaves(year: Year, leaves: tuple[tuple[float, str, str], ...]) -> Iterator[Happening]:
    chief = Request(actor=_officer("admin", rights=("administer",)))
    for share, who, substitute in leaves:
        at = year.at(share)
        leave = NewAbsence(
            officer=who, since=at, until=at + _LEAVE, reason="Cuti tahunan", substitute=substitute
        )
        yield at, partial(absences.record, year.kernel, chief, leave)


def _officer(name: str, *lanes: str, rights: tuple[str, ...] = ()) -> Actor:
    return Actor(
        id=name,
        groups=frozenset(lanes),
        offices=frozenset({OFFICE}),
        rights=frozenset({"work", *rights}),
    )
