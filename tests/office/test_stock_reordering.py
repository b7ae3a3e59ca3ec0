"""Reorder point, failure rate and days without stock, by hand-made numbers. Pure."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest

from office import timetable
from office.stock import reordering
from office.stock.reordering import Failures, Level

WIB = ZoneInfo("Asia/Jakarta")
CALENDAR = timetable.to_calendar(timetable.Timetable(), 1)
TUESDAY = date(2026, 11, 24)
FACTOR = Decimal("1.65")
HOUR = timedelta(hours=1)


def at(day: date, hour: int, minute: int = 0) -> datetime:
    return datetime(day.year, day.month, day.day, hour, minute, tzinfo=WIB)


@pytest.mark.parametrize(
    ("demand", "lead", "point"),
    [
        ((10, 10, 10, 10), 5, "50.00"),
        # mean 5, sample deviation sqrt(50): 5*4 + 1.65*7.0711*2
        ((0, 10), 4, "43.33"),
        # mean 4, sample deviation 2: 4*9 + 1.65*2*3
        ((2, 4, 6), 9, "45.90"),
        ((0, 0, 0), 5, "0.00"),
    ],
)
def test_reorder_point_takes_the_sample_deviation(
    demand: tuple[int, ...], lead: int, point: str
) -> None:
    assert reordering.reorder_point(demand, lead, FACTOR) == Decimal(point)


@pytest.mark.parametrize(("demand", "lead"), [((1, 2), None), ((1,), 5), ((), 5)])
def test_what_is_not_known_is_not_computed(demand: tuple[int, ...], lead: int | None) -> None:
    assert reordering.reorder_point(demand, lead, FACTOR) is None


@pytest.mark.parametrize(
    ("available", "point", "low"), [(50, "50.00", True), (51, "50.00", False), (0, None, False)]
)
def test_at_the_reorder_point_the_stock_is_low(
    available: int, point: str | None, *, low: bool
) -> None:
    assert reordering.is_low(available, None if point is None else Decimal(point)) is low


def test_demand_is_counted_by_working_days_before_today() -> None:
    saturday, friday, monday = date(2026, 11, 21), date(2026, 11, 20), date(2026, 11, 23)
    ready = [friday, saturday, monday, monday, TUESDAY]
    assert reordering.daily_demand(CALENDAR, ready, TUESDAY, 3) == (0, 1, 3)


@pytest.mark.parametrize(
    ("spoilt", "good", "rate", "alarm"),
    [(2, 98, "2.00", False), (3, 97, "3.00", True), (1, 48, "2.04", True), (0, 0, None, False)],
)
def test_more_than_two_per_cent_spoilt_is_an_alarm(
    spoilt: int, good: int, rate: str | None, *, alarm: bool
) -> None:
    found = Failures(spoilt=spoilt, good=good)
    assert found.rate == (None if rate is None else Decimal(rate))
    assert found.exceed(2) is alarm


def test_the_alarm_is_judged_before_rounding() -> None:
    found = Failures(spoilt=2001, good=97_999)
    assert (found.rate, found.exceed(2)) == (Decimal("2.00"), True)


@pytest.mark.parametrize(
    ("since", "until", "counts"),
    [
        ((9, 0), (9, 59), False),
        ((9, 0), (10, 0), True),
        ((7, 0), (8, 1), True),
        ((7, 0), (8, 0), False),
        ((11, 30), (13, 29), False),
        ((11, 30), (13, 30), True),
        ((16, 0), (23, 0), False),
    ],
)
def test_a_shortage_day_is_one_at_opening_or_one_working_hour(
    since: tuple[int, int], until: tuple[int, int], *, counts: bool
) -> None:
    levels = [
        Level(at=at(TUESDAY, *since), available=0, waiting=1),
        Level(at=at(TUESDAY, *until), available=1, waiting=1),
    ]
    found = reordering.shortage_days(CALENDAR, levels, TUESDAY, TUESDAY, HOUR)
    assert found == ((TUESDAY,) if counts else ())


def test_without_anybody_waiting_no_stock_is_no_shortage() -> None:
    levels = [Level(at=at(TUESDAY, 7), available=0, waiting=0)]
    assert reordering.shortage_days(CALENDAR, levels, TUESDAY, TUESDAY, HOUR) == ()


def test_a_shortage_goes_on_over_days_but_not_over_the_weekend() -> None:
    levels = [Level(at=at(TUESDAY, 15, 30), available=0, waiting=2)]
    found = reordering.shortage_days(CALENDAR, levels, TUESDAY, date(2026, 11, 30), HOUR)
    assert found == tuple(date(2026, 11, day) for day in (25, 26, 27, 30))
