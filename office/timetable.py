"""Service hours, holidays and closures of an office as data, and the engine's Calendar made of it.

Pure. `holidays_of` reads the dates from the `holidays` library, which carries the joint ministerial
decisions (SKB) and marks what is not yet fixed "(perkiraan)"; an officer edits them afterwards.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from functools import cache
from typing import Final
from zoneinfo import ZoneInfo

import msgspec

from engine.errors import Fault
from engine.values import Calendar, OpenSpan

NAME: Final = "kantor"
ZONE: Final = ZoneInfo("Asia/Jakarta")
_WEEKDAYS: Final = 7
_ESTIMATED: Final = "(perkiraan)"


class DayKind(StrEnum):
    """Why a day is not an ordinary one (domain.md 3.5)."""

    KERJA = "KERJA"
    LIBUR_NASIONAL = "LIBUR_NASIONAL"
    CUTI_BERSAMA = "CUTI_BERSAMA"
    LIBUR_LOKAL = "LIBUR_LOKAL"
    TUTUP_DARURAT = "TUTUP_DARURAT"


Hours = tuple[tuple[OpenSpan, ...], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Day:
    """One exceptional date. `hours` is empty unless the office opens (KERJA, or a short day)."""

    kind: DayKind
    name: str
    source: str = ""
    estimated: bool = False
    hours: tuple[OpenSpan, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Season:
    """Other weekly hours from `start` to `end`, both included: Ramadan.

    `estimated`: the dates are not fixed yet (Ramadan begins when the moon is seen).
    """

    start: date
    end: date
    hours: Hours
    name: str = ""
    source: str = ""
    estimated: bool = False


def _spans(*texts: str) -> tuple[OpenSpan, ...]:
    pairs = (text.split("-") for text in texts)
    return tuple(
        OpenSpan(start=time.fromisoformat(start), end=time.fromisoformat(end))
        for start, end in pairs
    )


_MONDAY_TO_THURSDAY: Final = _spans("08:00-12:00", "13:00-16:00")
_FRIDAY: Final = _spans("08:00-11:30", "13:00-16:00")
#: the published counter hours of Kab. Bandung; the office confirms its own
COUNTER_HOURS: Final[Hours] = ((_MONDAY_TO_THURSDAY,) * 4) + (_FRIDAY, (), ())
#: Perpres 21/2023: 37.5 hours a week from 07:30, a break of 60 minutes (Friday 90)
OFFICE_HOURS: Final[Hours] = ((_spans("07:30-12:00", "13:00-16:00"),) * 4) + (
    _spans("07:30-11:30", "13:00-16:30"),
    (),
    (),
)
#: Perpres 21/2023 in Ramadan: 32.5 hours a week from 08:00, a break of 30 minutes (Friday 60)
RAMADAN_HOURS: Final[Hours] = ((_spans("08:00-12:00", "12:30-15:00"),) * 4) + (
    _spans("08:00-11:30", "12:30-15:30"),
    (),
    (),
)
_IDUL_FITRI: Final = "Hari Raya Idul Fitri"
_RAMADAN_DAYS: Final = timedelta(days=30)
_LONGEST_SEASON: Final = timedelta(days=366)


@dataclass(frozen=True, slots=True, kw_only=True)
class Timetable:
    """All that an office's calendar says. `days` overrule seasons, seasons overrule `hours`."""

    hours: Hours = COUNTER_HOURS
    days: Mapping[date, Day] = field(default_factory=dict)
    seasons: tuple[Season, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Edit:
    """What is to be changed: dates (None: ordinary again), and all seasons or the week's hours."""

    days: Mapping[date, Day | None] = field(default_factory=dict)
    seasons: tuple[Season, ...] | None = None
    hours: Hours | None = None


def ramadan_of(years: Iterable[int], hours: Hours = RAMADAN_HOURS) -> tuple[Season, ...]:
    """Give the Ramadan that ends in each of these years, as far as it can be known beforehand.

    Thirty days up to Idul Fitri of the `holidays` library; an officer sets the first day when it
    is known. A year without an Idul Fitri in the library has none; one with two has two.
    """
    return tuple(
        Season(
            start=day - _RAMADAN_DAYS,
            end=day - timedelta(days=1),
            hours=hours,
            name="Ramadan",
            source="Perpres 21/2023; tanggal: pustaka holidays",
            estimated=True,
        )
        for day, entry in sorted(holidays_of(years).items())
        if _IDUL_FITRI in entry.name.split("; ")
    )


def holidays_of(years: Iterable[int]) -> dict[date, Day]:
    """Give the national holidays and cuti bersama of these years, by date."""
    return {day: entry for year in years for day, entry in _holidays_of(year).items()}


@cache
def _holidays_of(year: int) -> Mapping[date, Day]:
    import holidays  # takes a moment to load

    kinds = {DayKind.CUTI_BERSAMA: "government", DayKind.LIBUR_NASIONAL: "public"}
    found: dict[date, Day] = {}
    for kind, category in kinds.items():
        listed = holidays.country_holidays("ID", years=year, categories=(category,), language="id")
        for day, name in sorted(listed.items()):
            found[day] = Day(
                kind=kind,
                name=name.replace(_ESTIMATED, "").strip(),
                source="pustaka holidays",
                estimated=_ESTIMATED in name,
            )
    return found


def day_of(instant: datetime) -> date:
    """Give the local date of an instant (aware)."""
    return instant.astimezone(ZONE).date()


def start_of(day: date) -> datetime:
    """The instant at which a local day begins."""
    return datetime.combine(day, time(), ZONE)


def to_calendar(timetable: Timetable, version: int) -> Calendar:
    """Make the engine's calendar: every day that differs from the week becomes an exception."""
    exceptions: dict[date, tuple[OpenSpan, ...]] = {}
    for season in timetable.seasons:
        day = season.start
        while day <= season.end:
            exceptions[day] = season.hours[day.weekday()]
            day += timedelta(days=1)
    exceptions |= {day: entry.hours for day, entry in timetable.days.items()}
    return Calendar(name=NAME, version=version, hours=timetable.hours, exceptions=exceptions)


def edited(timetable: Timetable, edit: Edit) -> Timetable:
    """Give the timetable with an edit applied; what the edit does not name stays."""
    days = {**timetable.days, **edit.days}
    return replace(
        timetable,
        days={day: entry for day, entry in days.items() if entry is not None},
        seasons=timetable.seasons if edit.seasons is None else edit.seasons,
        hours=timetable.hours if edit.hours is None else edit.hours,
    )


def to_text(timetable: Timetable) -> str:
    """Write it as canonical JSON."""
    plain = msgspec.to_builtins(timetable, str_keys=True)
    return msgspec.json.encode(plain, order="deterministic").decode()


def from_text(text: str) -> Timetable:
    """Read what `to_text` wrote."""
    return msgspec.json.decode(text, type=Timetable)


def faults(timetable: Timetable) -> tuple[Fault, ...]:
    """Check an edited timetable: seven days, spans in order, seasons that end, some open day."""
    weeks = [("hours", timetable.hours)]
    weeks += [(f"seasons.{at}", season.hours) for at, season in enumerate(timetable.seasons)]
    found = [fault for place, week in weeks for fault in _week_faults(place, week)]
    for day, entry in sorted(timetable.days.items()):
        if not in_order(entry.hours):
            found.append(_fault("calendar-spans", day.isoformat()))
    found += [
        _fault("calendar-season", f"seasons.{at}")
        for at, season in enumerate(timetable.seasons)
        if not timedelta() <= season.end - season.start < _LONGEST_SEASON
    ]
    return tuple(found)


def _week_faults(place: str, week: Hours) -> list[Fault]:
    if len(week) != _WEEKDAYS or not any(week):
        return [_fault("calendar-week", place)]
    return [
        _fault("calendar-spans", f"{place}.{at}")
        for at, spans in enumerate(week)
        if not in_order(spans)
    ]


def in_order(spans: tuple[OpenSpan, ...]) -> bool:
    """Whether hours follow each other, each beginning before it ends."""
    edges = [edge for span in spans for edge in (span.start, span.end)]
    return all(span.start < span.end for span in spans) and edges == sorted(edges)


_MESSAGES: Final = {
    "calendar-week": "A week has seven days, at least one of them open.",
    "calendar-spans": "Service hours must follow each other and begin before they end.",
    "calendar-season": "A season begins before it ends, and lasts at most a year.",
}


def _fault(rule: str, element: str) -> Fault:
    return Fault(rule=rule, message=_MESSAGES[rule], advice="Mend the hours.", element=element)
