"""Working time against an oracle that looks at every minute, and at every day, of the timetable.

The oracle shares nothing with `engine.rules.calendars`: it reads the office's timetable itself.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from hypothesis import given, settings
from hypothesis import strategies as st

from engine.rules import calendars, iso8601
from engine.values import OpenSpan
from office import timetable
from office.timetable import Day, DayKind, Season, Timetable

JAKARTA: Final = ZoneInfo("Asia/Jakarta")
MINUTE: Final = timedelta(minutes=1)
FIRST: Final = date(2027, 2, 1)
#: days in which holidays, Ramadan and questions lie; the longest walk stays below
DAYS: Final = 21


def spans(*texts: str) -> tuple[OpenSpan, ...]:
    edges = [[time.fromisoformat(edge) for edge in text.split("-")] for text in texts]
    return tuple(OpenSpan(start=start, end=end) for start, end in edges)


_OPEN: Final = st.sampled_from(
    [
        spans("08:00-12:00", "13:00-16:00"),
        spans("08:00-11:30", "13:00-16:00"),
        spans("07:30-12:00"),
        spans("08:15-08:16", "08:20-09:05", "23:00-23:59"),
        spans("00:00-00:30"),
    ]
)
_MAYBE: Final = st.one_of(st.just(()), _OPEN)
_WEEKS: Final = st.tuples(_OPEN, *[_MAYBE] * 6)
_DATES: Final = st.integers(0, DAYS).map(lambda number: FIRST + timedelta(days=number))
_CLOSED: Final = st.sampled_from(list(DayKind))
_EXCEPTIONS: Final = st.dictionaries(
    _DATES, st.builds(Day, kind=_CLOSED, name=st.just("Uji"), hours=_MAYBE), max_size=8
)
_SEASONS: Final = st.builds(
    lambda start, length, hours: Season(
        start=start, end=start + timedelta(days=length), hours=hours, name="Ramadan"
    ),
    _DATES,
    st.integers(0, 12),
    st.one_of(st.just(timetable.RAMADAN_HOURS), _WEEKS),
)
_TABLES: Final = st.builds(
    Timetable,
    hours=st.one_of(st.just(timetable.COUNTER_HOURS), _WEEKS),
    days=_EXCEPTIONS,
    seasons=st.lists(_SEASONS, max_size=1).map(tuple),
)
_INSTANTS: Final = st.integers(0, DAYS * 24 * 60).map(
    lambda minutes: datetime.combine(FIRST, time(), JAKARTA) + MINUTE * minutes
)


def hours_of(table: Timetable, day: date) -> tuple[OpenSpan, ...]:
    """A date's own hours, else those of the season, else those of the week."""
    if day in table.days:
        return table.days[day].hours
    for season in table.seasons:
        if season.start <= day <= season.end:
            return season.hours[day.weekday()]
    return table.hours[day.weekday()]


def is_open(table: Timetable, minute: datetime) -> bool:
    return any(span.start <= minute.time() < span.end for span in hours_of(table, minute.date()))


def minutes_between(table: Timetable, a: datetime, b: datetime) -> int:
    return sum(is_open(table, a + MINUTE * at) for at in range(int((b - a) / MINUTE)))


def after_minutes(table: Timetable, since: datetime, minutes: int) -> datetime:
    while minutes:
        minutes -= is_open(table, since)
        since += MINUTE
    return since


def close_after_days(table: Timetable, since: datetime, days: int) -> datetime:
    day = since.date()
    while days:
        day += timedelta(days=1)
        days -= bool(hours_of(table, day))
    return datetime.combine(day, hours_of(table, day)[-1].end, JAKARTA)


def due(table: Timetable, since: datetime, text: str) -> datetime:
    calendar = timetable.to_calendar(table, 1)
    return calendars.due(calendar, since.astimezone(UTC), iso8601.parse_duration(text))


@given(table=_TABLES, a=_INSTANTS, length=st.integers(0, 4 * 24 * 60))
@settings(deadline=None, max_examples=60)
def test_working_time_is_the_sum_of_open_minutes(
    table: Timetable, a: datetime, length: int
) -> None:
    b = a + MINUTE * length
    calendar = timetable.to_calendar(table, 1)

    assert calendars.working_time_between(calendar, a, b) == MINUTE * minutes_between(table, a, b)


@given(table=_TABLES, since=_INSTANTS, minutes=st.integers(1, 900))
@settings(deadline=None, max_examples=60)
def test_hours_are_due_when_so_many_open_minutes_have_passed(
    table: Timetable, since: datetime, minutes: int
) -> None:
    assert due(table, since, f"PT{minutes}M") == after_minutes(table, since, minutes)


@given(table=_TABLES, since=_INSTANTS, days=st.integers(1, 22))
@settings(deadline=None)
def test_days_are_due_at_the_close_of_the_nth_working_day_after(
    table: Timetable, since: datetime, days: int
) -> None:
    assert due(table, since, f"P{days}D") == close_after_days(table, since, days)


@given(table=_TABLES, since=_INSTANTS, days=st.integers(1, 5), minutes=st.integers(1, 600))
@settings(deadline=None, max_examples=40)
def test_hours_behind_days_count_on_from_the_close(
    table: Timetable, since: datetime, days: int, minutes: int
) -> None:
    close = close_after_days(table, since, days)

    assert due(table, since, f"P{days}DT{minutes}M") == after_minutes(table, close, minutes)


@given(table=_TABLES, day=_DATES)
@settings(deadline=None)
def test_a_day_is_a_working_day_when_one_of_its_minutes_is_open(
    table: Timetable, day: date
) -> None:
    midnight = datetime.combine(day, time(), JAKARTA)
    opened = any(is_open(table, midnight + MINUTE * at) for at in range(24 * 60))

    assert calendars.is_working_day(timetable.to_calendar(table, 1), day) == opened
