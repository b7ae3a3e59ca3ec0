"""When the backlog is gone: d, c, days to clear, cover (domain.md 4.1, part 5)."""

from __future__ import annotations

from datetime import datetime, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from office.reports.forecast import Forecast, Supply, forecast, within

ZONE = ZoneInfo("Asia/Jakarta")


def of(
    *demand: int, received: int = 0, printers: int | None = None, stock: int = 0, backlog: int = 0
) -> Forecast:
    supply = Supply(
        demand=demand, received=received, printers=printers, on_hand=stock, backlog=backlog
    )
    return forecast(supply)


def test_the_backlog_is_gone_after_the_days_that_the_surplus_needs() -> None:
    found = of(20, 20, received=46, printers=200, backlog=100)
    assert (found.demand, found.capacity, found.days) == (Decimal(20), Decimal(23), 34)


def test_capacity_no_more_than_demand_never_clears_a_backlog() -> None:
    found = of(20, 20, received=40, printers=200, backlog=1)
    assert (found.days, found.never) == (None, True)


def test_without_a_backlog_there_is_nothing_to_clear() -> None:
    assert of(20, 20, backlog=0).days == 0


def test_the_printers_limit_what_the_blanko_would_allow() -> None:
    assert of(5, 5, received=100, printers=12, backlog=10).capacity == Decimal(12)


def test_printers_of_unknown_capacity_do_not_limit() -> None:
    assert of(5, 5, received=100, backlog=10).capacity == Decimal(50)


def test_cover_is_the_stock_in_days_of_demand() -> None:
    assert of(4, 5, stock=90).cover == Decimal("20.00")
    assert of(0, 0, stock=90).cover is None
    assert of(stock=90).cover is None


def test_birthdays_count_from_the_first_instant_to_before_the_last() -> None:
    start = datetime(2026, 12, 1, tzinfo=ZONE)
    instants = [start - timedelta(seconds=1), start, start + timedelta(days=90)]
    assert within(instants, start, start + timedelta(days=90)) == 1


@given(st.lists(st.integers(0, 300), max_size=20), st.integers(0, 9000), st.integers(0, 9000))
def test_a_bigger_backlog_never_takes_fewer_days(
    demand: list[int], received: int, backlog: int
) -> None:
    small = of(*demand, received=received, backlog=backlog)
    big = of(*demand, received=received, backlog=backlog + 1)
    assert big.days is None or (small.days is not None and small.days <= big.days)
