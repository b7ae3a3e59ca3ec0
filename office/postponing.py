"""Until when a task is put off: the times an officer is offered, by the office's calendar."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from engine.rules import calendars
from engine.values import Calendar


class Until(StrEnum):
    """A time offered; DAY is one the officer names."""

    HOUR = "jam"
    TOMORROW = "besok"
    THIRD_DAY = "hari3"
    WEEK = "pekan"
    DAY = "tanggal"


def offered(calendar: Calendar, now: datetime) -> Mapping[Until, datetime]:
    """Give the times offered at `now` (aware): in an hour by the clock, else when service opens."""
    today = now.astimezone(ZoneInfo(calendar.zone)).date()
    return {
        Until.HOUR: now + timedelta(hours=1),
        Until.TOMORROW: _opening(calendar, calendars.add_working_days(calendar, today, 1)),
        Until.THIRD_DAY: _opening(calendar, calendars.add_working_days(calendar, today, 3)),
        Until.WEEK: _opening(calendar, today + timedelta(weeks=1)),
    }


def named(calendar: Calendar, day: date, hour: time | None) -> datetime:
    """Give the instant of a day and an hour of the office's zone; without one when service opens
    that day, or on the next working day if it is closed.
    """
    if hour is None:
        return _opening(calendar, day)
    return datetime.combine(day, hour, ZoneInfo(calendar.zone))


def _opening(calendar: Calendar, day: date) -> datetime:
    return calendars.opening(calendar, day)
