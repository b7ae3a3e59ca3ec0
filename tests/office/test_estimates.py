"""The dates of DMN-2, scenarios 5, 6 and 26 of domain.md section 5."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

from engine.values import Calendar, OpenSpan
from office.estimates import Terms, dates, last_instant, local_midnight, print_day

DAY = (OpenSpan(start=time(8), end=time(12)), OpenSpan(start=time(13), end=time(16)))
WEEK = Calendar(name="kantor", version=1, hours=(DAY,) * 5 + ((), ()))


def closed(*days: date) -> Calendar:
    return Calendar(name="kantor", version=2, hours=WEEK.hours, exceptions=dict.fromkeys(days, ()))


def months_later(calendar: Calendar, today: date) -> date:
    return dates(calendar, today, born=None, married=False, terms=Terms()).months_later


def test_the_three_dates_of_a_tuesday() -> None:
    found = dates(WEEK, date(2026, 11, 24), born=None, married=False, terms=Terms())
    assert found.start == date(2026, 11, 24)
    assert found.next_working_day == date(2026, 11, 25)
    assert found.first_card == date(2026, 12, 3)
    assert found.months_later == date(2026, 12, 24)


def test_scenario_26_a_month_is_clamped_to_the_shorter_month() -> None:
    assert months_later(WEEK, date(2028, 1, 31)) == date(2028, 2, 29)


def test_scenario_26_a_closed_day_moves_on_across_the_year() -> None:
    calendar = closed(date(2026, 12, 31), date(2027, 1, 1))
    assert months_later(calendar, date(2026, 11, 30)) == date(2026, 12, 30)
    assert months_later(calendar, date(2026, 12, 1)) == date(2027, 1, 4)


def test_a_promise_to_somebody_under_17_counts_from_the_birthday() -> None:
    found = dates(WEEK, date(2026, 11, 24), born=date(2010, 3, 1), married=False, terms=Terms())
    assert found.start == date(2027, 3, 1)
    assert found.months_later == date(2027, 4, 1)


def test_scenario_7_who_is_married_waits_for_no_birthday() -> None:
    assert print_day(date(2010, 3, 1), married=True) is None


def test_scenario_6_print_opens_at_midnight_in_jakarta() -> None:
    day = print_day(date(2009, 11, 25), married=False)
    assert day == date(2026, 11, 25)
    assert local_midnight(WEEK, day).isoformat() == "2026-11-25T00:00:00+07:00"


def test_a_promise_is_broken_when_its_day_is_over() -> None:
    broken = last_instant(WEEK, date(2026, 12, 24))
    assert broken - timedelta(seconds=1) == datetime.fromisoformat("2026-12-24T23:59:59+07:00")
