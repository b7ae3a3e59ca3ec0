"""How near an instant is in working time, as a person says it. Counts only; has no words.

Within one working day's service hours hours are said, beyond that working days: "2 working days" is
a promise an office can keep, "47 hours" is one it cannot count.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from engine.rules import calendars
from engine.values import Calendar

_NOTHING: Final = timedelta(0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Nearness:
    """So far ahead, or with `past` so long ago: `days` working days; with 0 days `time` of service.

    Both are nothing when no service hour lies between: at night, or while the office is closed.
    """

    past: bool
    days: int = 0
    time: timedelta = _NOTHING


def nearness(calendar: Calendar, now: datetime, instant: datetime) -> Nearness:
    """Say how near `instant` is at `now` (both aware), by an office's calendar."""
    past = instant <= now
    start, end = (instant, now) if past else (now, instant)
    zone = ZoneInfo(calendar.zone)
    first, last = start.astimezone(zone).date(), end.astimezone(zone).date()
    days = calendars.working_days_between(calendar, first, last)
    if days > 1:
        return Nearness(past=past, days=days)
    time = calendars.working_time_between(calendar, start, end)
    if days and time >= _service(calendar, last):
        return Nearness(past=past, days=days)
    return Nearness(past=past, time=time)


def _service(calendar: Calendar, day: date) -> timedelta:
    """The service hours of a local date."""
    begin = datetime.combine(day, datetime.min.time(), ZoneInfo(calendar.zone))
    return calendars.working_time_between(calendar, begin, begin + timedelta(days=1))
