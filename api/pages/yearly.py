"""A calendar year as twelve small tables: what each day is, as text and not by colour alone."""

from __future__ import annotations

import calendar as weeks
from dataclasses import dataclass
from datetime import date
from typing import Final

from flask_babel import format_date, lazy_gettext

from office.timetable import DayKind, Season, Timetable

#: a day's letter in the year, and what it stands for
KINDS: Final = {
    DayKind.LIBUR_NASIONAL: ("L", lazy_gettext("national holiday")),
    DayKind.CUTI_BERSAMA: ("C", lazy_gettext("collective leave")),
    DayKind.LIBUR_LOKAL: ("K", lazy_gettext("local holiday")),
    DayKind.TUTUP_DARURAT: ("D", lazy_gettext("emergency closure")),
    DayKind.KERJA: ("B", lazy_gettext("opened specially")),
}
SEASON: Final = ("R", lazy_gettext("season with other hours"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """One day. `letter` "" for an ordinary one; `is_open` by all that the calendar says."""

    day: date
    letter: str
    title: str
    is_open: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Month:
    """A month's name and its weeks, Monday first; None outside the month."""

    name: str
    weeks: tuple[tuple[Cell | None, ...], ...]


def months(content: Timetable, year: int) -> tuple[Month, ...]:
    """The twelve months of a year."""
    found = weeks.Calendar()
    return tuple(
        Month(
            name=str(format_date(date(year, month, 1), "MMMM")),
            weeks=tuple(
                tuple(_cell(content, date(year, month, day)) if day else None for day in week)
                for week in found.monthdayscalendar(year, month)
            ),
        )
        for month in range(1, 13)
    )


def weekdays(width: str = "EEE") -> tuple[str, ...]:
    """The days of the week, Monday first: "Sen" or, wide, "Senin"."""
    return tuple(str(format_date(date(2024, 1, day), width)) for day in range(1, 8))


def _cell(content: Timetable, day: date) -> Cell:
    entry = content.days.get(day)
    if entry is not None:
        return Cell(
            day=day, letter=KINDS[entry.kind][0], title=entry.name, is_open=bool(entry.hours)
        )
    season = _season(content, day)
    if season is not None:
        hours, letter = season.hours[day.weekday()], SEASON[0]
        return Cell(day=day, letter=letter if hours else "", title=season.name, is_open=bool(hours))
    return Cell(day=day, letter="", title="", is_open=bool(content.hours[day.weekday()]))


def _season(content: Timetable, day: date) -> Season | None:
    """The season of a day: of two the later named, as `timetable.to_calendar` has it."""
    return next((one for one in content.seasons[::-1] if one.start <= day <= one.end), None)
