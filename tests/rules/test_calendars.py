from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.rules import calendars, iso8601
from engine.rules.calendars import CalendarClosed
from engine.rules.iso8601 import Duration, TextInvalid
from engine.values import Calendar, OpenSpan

JAKARTA = ZoneInfo("Asia/Jakarta")
MORNING = OpenSpan(start=time(8), end=time(12))
AFTERNOON = OpenSpan(start=time(13), end=time(16))
FRIDAY = OpenSpan(start=time(8), end=time(11, 30))
WEEK = (*((MORNING, AFTERNOON),) * 4, (FRIDAY, AFTERNOON), (), ())
#: Nyepi and Lebaran 2026: closed from Wednesday 18 to Tuesday 24 March.
LEBARAN: dict[date, tuple[OpenSpan, ...]] = {date(2026, 3, day): () for day in range(18, 25)}
OFFICE = Calendar(name="kantor", version=1, hours=WEEK, exceptions=LEBARAN)


def at(month: int, day: int, hour: int = 0, minute: int = 0) -> datetime:
    return datetime(2026, month, day, hour, minute, tzinfo=JAKARTA).astimezone(UTC)


@pytest.mark.parametrize(
    ("since", "text", "due"),
    [
        # Days: closes at the end of service of the n-th working day after.
        (at(11, 24, 9), "P1D", at(11, 25, 16)),
        (at(11, 24, 23), "P1D", at(11, 25, 16)),
        (at(11, 27, 9), "P1D", at(11, 30, 16)),  # Friday to Monday
        (at(11, 28, 9), "P1D", at(11, 30, 16)),  # from a Saturday
        (at(3, 16, 9), "P3D", at(3, 26, 16)),  # over Lebaran: 17, 25, 26
        # Hours: inside service hours only.
        (at(11, 24, 9), "PT2H", at(11, 24, 11)),
        (at(11, 24, 9), "PT3H", at(11, 24, 12)),
        (at(11, 24, 9), "PT4H", at(11, 24, 14)),  # noon is not counted
        (at(11, 24, 12, 30), "PT1H", at(11, 24, 14)),
        (at(11, 24, 15), "PT2H", at(11, 25, 9)),
        (at(3, 17, 15, 30), "PT1H", at(3, 25, 8, 30)),
        (at(11, 24, 5), "PT30M", at(11, 24, 8, 30)),
        (at(11, 24, 9), "PT72H", at(12, 8, 12)),  # 72 working hours are not three days
        # Days first, then hours from the close of service.
        (at(11, 24, 9), "P1DT2H", at(11, 26, 10)),
        # Calendar units: the day of the wall calendar, moved when closed.
        (at(1, 31, 9), "P1M", at(3, 2, 16)),  # 28 February is a Saturday
        (at(2, 18, 9), "P1M", at(3, 25, 16)),  # into Lebaran
        (at(11, 24, 9), "P1W", at(12, 1, 16)),
        (at(11, 24, 9), "P1WT1H", at(12, 2, 9)),
        (at(11, 28, 9), "PT0S", at(11, 28, 9)),
    ],
)
def test_due_counts_working_time(since: datetime, text: str, due: datetime) -> None:
    assert calendars.due(OFFICE, since, iso8601.parse_duration(text)) == due


@pytest.mark.parametrize(
    ("text", "due"),
    [
        ("P3D", at(3, 26, 16)),  # counted from Monday 16 March
        ("2026-03-18T09:00:00+07:00", at(3, 25, 16)),  # an instant in Lebaran
        ("2026-03-17T09:00:00+07:00", at(3, 17, 9)),  # an instant on an open day stays
        ("R3/P1D", None),
        ("besok", None),
    ],
)
def test_what_was_due_is_counted_again(text: str, due: datetime | None) -> None:
    assert calendars.due_again(OFFICE, at(3, 16, 9), text) == due


def test_a_day_with_short_hours_closes_early() -> None:
    short = Calendar(
        name="kantor", version=2, hours=WEEK, exceptions={date(2026, 11, 25): (MORNING,)}
    )

    assert calendars.due(short, at(11, 24, 9), Duration(days=1)) == at(11, 25, 12)


def test_an_emergency_closure_moves_an_open_due_instant_to_the_next_working_day() -> None:
    closed = Calendar(name="kantor", version=2, hours=WEEK, exceptions={date(2026, 11, 25): ()})

    assert calendars.due(OFFICE, at(11, 24, 9), Duration(days=1)) == at(11, 25, 16)
    assert calendars.due(closed, at(11, 24, 9), Duration(days=1)) == at(11, 26, 16)


def test_a_calendar_without_service_hours_is_an_error_and_not_an_endless_search() -> None:
    never = Calendar(name="tutup", version=1, hours=((),) * 7)

    for duration in (Duration(days=1), Duration(time=timedelta(hours=1)), Duration(months=1)):
        with pytest.raises(CalendarClosed, match="tutup"):
            calendars.due(never, at(11, 24), duration)


def test_due_beyond_the_year_9999_is_refused() -> None:
    with pytest.raises(TextInvalid):
        calendars.due(OFFICE, datetime(9999, 12, 30, tzinfo=UTC), Duration(days=30))


def test_working_days_are_counted_without_the_first_and_with_the_last() -> None:
    assert calendars.working_days_between(OFFICE, date(2026, 11, 24), date(2026, 11, 30)) == 4
    assert calendars.working_days_between(OFFICE, date(2026, 11, 30), date(2026, 11, 24)) == 0
    assert calendars.add_working_days(OFFICE, date(2026, 11, 24), 4) == date(2026, 11, 30)


def test_a_promised_date_on_a_closed_day_moves_and_on_a_working_day_stays() -> None:
    assert calendars.working_day_from(OFFICE, date(2026, 3, 20)) == date(2026, 3, 25)
    assert calendars.working_day_from(OFFICE, date(2026, 3, 25)) == date(2026, 3, 25)
    assert calendars.next_working_day(OFFICE, date(2026, 3, 25)) == date(2026, 3, 26)


def test_the_office_is_open_from_its_opening_up_to_its_closing() -> None:
    assert calendars.opening(OFFICE, date(2026, 11, 24)) == at(11, 24, 8)
    assert calendars.closing(OFFICE, date(2026, 3, 18)) == at(3, 25, 16)
    assert calendars.is_open(OFFICE, at(11, 24, 8))
    assert not calendars.is_open(OFFICE, at(11, 24, 16))


# Laws, against an oracle that walks quarter of an hour by quarter of an hour.

QUARTER = timedelta(minutes=15)
START = date(2026, 3, 1)


@st.composite
def spans(draw: st.DrawFn) -> tuple[OpenSpan, ...]:
    marks = sorted(draw(st.sets(st.integers(0, 95), max_size=6)))
    times = [time(mark // 4, mark % 4 * 15) for mark in marks]
    return tuple(
        OpenSpan(start=start, end=end) for start, end in zip(times[::2], times[1::2], strict=False)
    )


@st.composite
def offices(draw: st.DrawFn) -> Calendar:
    week = draw(st.lists(spans(), min_size=7, max_size=7))
    closed_from = draw(st.integers(0, 10))
    closure = {START + timedelta(days=closed_from + n): () for n in range(draw(st.integers(0, 20)))}
    odd = draw(
        st.dictionaries(st.integers(0, 60).map(lambda n: START + timedelta(days=n)), spans())
    )
    zone = draw(st.sampled_from(["Asia/Jakarta", "UTC", "Asia/Jayapura"]))
    return Calendar(
        name="k", version=1, hours=tuple(week), exceptions={**closure, **odd}, zone=zone
    )


instants = st.integers(0, 96 * 20).map(lambda n: datetime(2026, 3, 1, tzinfo=UTC) + QUARTER * n)


def oracle_open(calendar: Calendar, instant: datetime) -> bool:
    local = instant.astimezone(ZoneInfo(calendar.zone))
    today = calendar.exceptions.get(local.date(), calendar.hours[local.weekday()])
    return any(span.start <= local.time() < span.end for span in today)


@settings(max_examples=60, deadline=None)
@given(offices(), instants, st.integers(1, 60))
def test_due_hours_agree_with_walking_quarter_by_quarter(
    calendar: Calendar, since: datetime, quarters: int
) -> None:
    moment, left = since, quarters
    for _ in range(96 * 120):
        left -= oracle_open(calendar, moment)
        moment += QUARTER
        if left == 0:
            break
    else:
        return  # too rarely open for the oracle's patience

    assert calendars.due(calendar, since, Duration(time=QUARTER * quarters)) == moment


@settings(max_examples=60, deadline=None)
@given(offices(), instants, st.integers(1, 12))
def test_due_days_agree_with_walking_day_by_day(
    calendar: Calendar, since: datetime, count: int
) -> None:
    zone = ZoneInfo(calendar.zone)
    day, last, left = since.astimezone(zone).date(), None, count
    for _ in range(150):
        day += timedelta(days=1)
        today = calendar.exceptions.get(day, calendar.hours[day.weekday()])
        left -= bool(today)
        if left == 0:
            last = today[-1].end
            break
    if last is None:
        return

    assert calendars.due(calendar, since, Duration(days=count)) == datetime.combine(day, last, zone)


@settings(max_examples=60, deadline=None)
@given(offices(), instants, instants)
def test_working_time_agrees_with_walking_and_changes_sign_with_direction(
    calendar: Calendar, a: datetime, b: datetime
) -> None:
    a, b = min(a, b), max(a, b)
    steps = range(int((b - a) / QUARTER))
    expected = QUARTER * sum(oracle_open(calendar, a + QUARTER * step) for step in steps)

    assert calendars.working_time_between(calendar, a, b) == expected
    assert calendars.working_time_between(calendar, b, a) == -expected


@settings(max_examples=60, deadline=None)
@given(offices(), instants, st.integers(1, 60), st.integers(1, 60))
def test_working_hours_add_up(calendar: Calendar, since: datetime, one: int, two: int) -> None:
    try:
        first = calendars.due(calendar, since, Duration(time=QUARTER * one))
        both = calendars.due(calendar, since, Duration(time=QUARTER * (one + two)))
    except CalendarClosed:
        return

    assert calendars.due(calendar, first, Duration(time=QUARTER * two)) == both
    assert calendars.working_time_between(calendar, since, both) == QUARTER * (one + two)
