"""When people come to the demo's office. Knows nothing of what they want."""

from __future__ import annotations

from datetime import datetime, timedelta
from random import Random
from typing import Final

from engine.rules import calendars
from engine.rules.iso8601 import Duration
from engine.values import Calendar

#: minutes before the end at which those come whom the calendar would put after it
_JUST_NOW: Final = (5, 120)
#: how many come on a day of the week, Monday first, and in a month, beside the usual
_WEEKDAY: Final = (1.6, 1.1, 1.0, 0.9, 0.7, 1.0, 1.0)
_MONTH: Final = {1: 1.1, 4: 1.2, 6: 1.4, 7: 1.5, 12: 0.8}
_OPEN_MINUTES: Final = 330
_DAY: Final = timedelta(days=1)


def crowding(
    calendar: Calendar, start: datetime, end: datetime, cases: int, random: Random
) -> list[datetime]:
    """In opening hours, more of them towards the end: so that every stage is peopled."""
    rate = 2.4
    span = end - start
    found = []
    for index in range(cases):
        share = (index + random.random()) / cases
        wish = start + span * (1 - (1 - share) ** rate)
        found.append(_in_time(later(calendar, wish, random.randint(1, 30)), end, random))
    return sorted(found)


def seasonal(
    calendar: Calendar, start: datetime, end: datetime, cases: int, random: Random
) -> list[datetime]:
    """Over working days: more on Mondays, after school has ended, and after the long holiday."""
    days = [start + _DAY * number for number in range(1, max((end - start).days, 2))]
    open_days = [day.date() for day in days if calendars.is_working_day(calendar, day.date())]
    weights = [_WEEKDAY[day.weekday()] * _MONTH.get(day.month, 1.0) for day in open_days]
    found = []
    for day in random.choices(open_days, weights, k=cases):
        opening = calendars.opening(calendar, day)
        wish = later(calendar, opening, random.randint(1, _OPEN_MINUTES))
        found.append(_in_time(wish, end, random))
    return sorted(found)


def later(calendar: Calendar, since: datetime, minutes: int) -> datetime:
    """The instant so many minutes of service after another."""
    return calendars.due(calendar, since, Duration(time=timedelta(minutes=minutes)))


def _in_time(moment: datetime, end: datetime, random: Random) -> datetime:
    late = end - timedelta(minutes=random.randint(*_JUST_NOW))
    return moment if moment < end else late
