"""Counts working time by an office calendar. Knows no holidays by itself and reads no clock.

The office's rule: "A duration of n working days is due at the close of service on the nth working
day after the day it starts; working hours count inside service hours only." A working day is a day
with service hours. A span is open from its start up to, not including, its end.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from engine.errors import Failed
from engine.rules import iso8601
from engine.rules.iso8601 import Duration
from engine.values import Calendar, OpenSpan

#: An office closed for longer than this has a broken calendar, not a holiday.
LONGEST_CLOSURE_DAYS: Final = 400
_DAY: Final = timedelta(days=1)
_NOTHING: Final = timedelta(0)


class CalendarClosed(Failed):
    """No day of the calendar is open within 400 days: nothing can fall due."""

    code = "calendar-closed"
    message = (
        "Calendar %(calendar)s has no service hours in the 400 days after %(day)s. "
        "Correct the calendar."
    )


def due(calendar: Calendar, since: datetime, duration: Duration) -> datetime:
    """Tell when a duration that starts at `since` (aware) is over, in UTC.

    Units are taken from the largest to the smallest. Years, months and weeks move the local date as
    the wall calendar does (31 January + 1 month = 28 February); days are working days after that
    date; what has such a date part is due at the close of service of the day found, moved to the
    next working day when that is closed. Hours, minutes and seconds are working time, counted on
    from there (or from `since` when there is no date part), inside service hours only: the first
    instant at which so much working time has passed. A zero duration is due at `since`.

    Raises:
        CalendarClosed: when the calendar has no working day within 400 days.
        iso8601.TextInvalid: when the answer lies beyond the year 9999.
    """
    moment = since.astimezone(UTC)
    try:
        if duration.months or duration.weeks or duration.days:
            moment = closing(calendar, _due_day(calendar, since, duration))
        return _after_working_time(calendar, moment, duration.time) if duration.time else moment
    except (OverflowError, ValueError) as error:
        raise iso8601.TextInvalid("The due instant lies beyond the year 9999.") from error


def due_again(calendar: Calendar, since: datetime, text: str) -> datetime | None:
    """Tell when what was set at `since` with the ISO 8601 `text` is due by the present calendar.

    A duration is counted anew (`due`); an instant on a day that is closed moves to the close of
    service of the next working day. None when the text is neither.

    Raises:
        CalendarClosed: see `due`.
    """
    try:
        if text.startswith("P"):
            return due(calendar, since, iso8601.parse_duration(text))
        at = iso8601.parse_instant(text, calendar.zone)
    except iso8601.TextInvalid:
        return None
    day = at.astimezone(ZoneInfo(calendar.zone)).date()
    return at if is_working_day(calendar, day) else closing(calendar, day)


def working_time_between(calendar: Calendar, a: datetime, b: datetime) -> timedelta:
    """Sum the service hours from `a` to `b` (both aware); negative when `b` is before `a`."""
    if b < a:
        return -working_time_between(calendar, b, a)
    zone = ZoneInfo(calendar.zone)
    day, last = a.astimezone(zone).date(), b.astimezone(zone).date()
    total = _NOTHING
    while day <= last:
        for start, end in _open_instants(calendar, day):
            total += max(min(end, b) - max(start, a), _NOTHING)
        day += _DAY
    return total


def working_days_between(calendar: Calendar, a: date, b: date) -> int:
    """Count the working days after `a` up to and including `b`; 0 when `b` is not after `a`."""
    days = (a + _DAY * number for number in range(1, (b - a).days + 1))
    return sum(is_working_day(calendar, day) for day in days)


def is_working_day(calendar: Calendar, day: date) -> bool:
    """Tell whether the office has service hours on that local date."""
    return bool(hours(calendar, day))


def is_open(calendar: Calendar, instant: datetime) -> bool:
    """Tell whether the office serves at that instant (aware)."""
    day = instant.astimezone(ZoneInfo(calendar.zone)).date()
    return any(start <= instant < end for start, end in _open_instants(calendar, day))


def hours(calendar: Calendar, day: date) -> tuple[OpenSpan, ...]:
    """Give the service hours of a local date: its exception if there is one, else its weekday's."""
    exception = calendar.exceptions.get(day)
    return calendar.hours[day.weekday()] if exception is None else exception


def next_working_day(calendar: Calendar, day: date) -> date:
    """Give the first working day after `day`.

    Raises:
        CalendarClosed: when there is none within 400 days.
    """
    return working_day_from(calendar, day + _DAY)


def working_day_from(calendar: Calendar, day: date) -> date:
    """Give `day` itself when it is a working day, else the next one: how a promised date moves.

    Raises:
        CalendarClosed: when there is none within 400 days.
    """
    for number in range(LONGEST_CLOSURE_DAYS + 1):
        candidate = day + _DAY * number
        if is_working_day(calendar, candidate):
            return candidate
    raise CalendarClosed(calendar=calendar.name, day=day.isoformat())


def add_working_days(calendar: Calendar, day: date, count: int) -> date:
    """Give the `count`-th working day after `day`, which is not counted; for 0 `day` itself.

    Raises:
        CalendarClosed: when the office stays closed for more than 400 days on the way.
        ValueError: when `count` is negative.
    """
    if count < 0:
        raise ValueError(count)
    for _ in range(count):
        day = next_working_day(calendar, day)
    return day


def opening(calendar: Calendar, day: date) -> datetime:
    """Give the instant service opens on `day`, or on the next working day if `day` is closed."""
    day = working_day_from(calendar, day)
    return _instant(calendar, day, hours(calendar, day)[0].start)


def closing(calendar: Calendar, day: date) -> datetime:
    """Give the instant service closes on `day`, or on the next working day if `day` is closed."""
    day = working_day_from(calendar, day)
    return _instant(calendar, day, hours(calendar, day)[-1].end)


def _due_day(calendar: Calendar, since: datetime, duration: Duration) -> date:
    local = since.astimezone(ZoneInfo(calendar.zone))
    day = iso8601.add_months(local, duration.months).date() + timedelta(weeks=duration.weeks)
    return add_working_days(calendar, day, duration.days)


def _after_working_time(calendar: Calendar, moment: datetime, left: timedelta) -> datetime:
    day = moment.astimezone(ZoneInfo(calendar.zone)).date()
    while True:
        day = working_day_from(calendar, day)
        for start, end in _open_instants(calendar, day):
            begin = max(start, moment)
            if begin + left <= end:
                return begin + left
            left -= max(end - begin, _NOTHING)
        day += _DAY


def _open_instants(calendar: Calendar, day: date) -> Iterator[tuple[datetime, datetime]]:
    for span in hours(calendar, day):
        yield _instant(calendar, day, span.start), _instant(calendar, day, span.end)


def _instant(calendar: Calendar, day: date, at: time) -> datetime:
    return datetime.combine(day, at, ZoneInfo(calendar.zone)).astimezone(UTC)
