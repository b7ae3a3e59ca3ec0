"""When stock is low, when too much is spoilt, which days had none. Pure: no table, no clock.

Sources: domain.md 4.1 and its configuration; sigma is the sample standard deviation (section 8).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal
from typing import Final

from engine.rules import calendars
from engine.values import Calendar
from office import estimates

_PERCENT: Final = Decimal(100)
_HUNDREDTH: Final = Decimal("0.01")
_DAY: Final = timedelta(days=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Failures:
    """Blanko spoilt and blanko that became cards, in some span of time."""

    spoilt: int
    good: int

    @property
    def rate(self) -> Decimal | None:
        """Per cent spoilt, half up to 2 decimals; None when nothing was printed."""
        printed = self.spoilt + self.good
        if not printed:
            return None
        return (self.spoilt * _PERCENT / printed).quantize(_HUNDREDTH, ROUND_HALF_UP)

    def exceed(self, percent: int) -> bool:
        """Tell whether more than `percent` per cent were spoilt; the rate is not rounded first."""
        return self.spoilt * 100 > percent * (self.spoilt + self.good)


@dataclass(frozen=True, slots=True, kw_only=True)
class Level:
    """From `at` on: cards that could be reserved, and print-ready cases that wait for one."""

    at: datetime
    available: int
    waiting: int


def daily_demand(
    calendar: Calendar, ready: Iterable[date], today: date, window: int
) -> tuple[int, ...]:
    """Count the cases that became print-ready on each of the last `window` working days.

    `today` is not over and not counted; what became ready on a closed day counts on the next
    working day. The oldest day comes first.
    """
    days = [estimates.working_days_before(calendar, today, back) for back in range(window, 0, -1)]
    counted = Counter(calendars.working_day_from(calendar, day) for day in ready)
    return tuple(counted[day] for day in days)


def reorder_point(demand: Sequence[int], lead: int | None, factor: Decimal) -> Decimal | None:
    """Give d·L + factor·σ·√L, to 2 decimals; None without a lead time or with fewer than two days.

    `demand`: cards a working day; `lead`: working days a delivery takes.
    """
    if lead is None or len(demand) < 2:  # noqa: PLR2004  # a sample deviation needs two
        return None
    mean = Decimal(sum(demand)) / len(demand)
    squares = sum(((count - mean) ** 2 for count in demand), Decimal())
    deviation = (squares / (len(demand) - 1)).sqrt()
    point = mean * lead + factor * deviation * Decimal(lead).sqrt()
    return point.quantize(_HUNDREDTH, ROUND_HALF_UP)


def is_low(available: int, point: Decimal | None) -> bool:
    """T8: stock at or below the reorder point; never without one."""
    return point is not None and available <= point


def days_left(left: int, demand: Sequence[int]) -> int | None:
    """Say for how many full working days `left` cards last at the mean of `demand` (cards a day).

    None without any demand; 0 when nothing is left.
    """
    used = sum(demand)
    return None if not used else max(left, 0) * len(demand) // used


def shortage_days(
    calendar: Calendar, levels: Iterable[Level], first: date, last: date, least: timedelta
) -> tuple[date, ...]:
    """Give the working days from `first` to `last` on which print-ready cases had nothing to get.

    A day counts when that was so at opening, or for `least` of working time. `levels` are in the
    order of time; the newest holds on, before the oldest nobody waited.
    """
    spans = tuple(_short_spans(calendar, levels, last))
    days = (first + _DAY * number for number in range((last - first).days + 1))
    return tuple(
        day
        for day in days
        if calendars.is_working_day(calendar, day) and _is_short(calendar, spans, day, least)
    )


def _short_spans(
    calendar: Calendar, levels: Iterable[Level], last: date
) -> Iterator[tuple[datetime, datetime]]:
    since: datetime | None = None
    for level in levels:
        short = level.waiting > 0 and level.available <= 0
        if short and since is None:
            since = level.at
        elif not short and since is not None:
            yield since, level.at
            since = None
    if since is not None:
        yield since, max(calendars.closing(calendar, last), since)


def _is_short(
    calendar: Calendar, spans: Iterable[tuple[datetime, datetime]], day: date, least: timedelta
) -> bool:
    opens, closes = calendars.opening(calendar, day), calendars.closing(calendar, day)
    lost = timedelta()
    for since, until in spans:
        if since <= opens < until:
            return True
        begin, end = max(since, opens), min(until, closes)
        if begin < end:
            lost += calendars.working_time_between(calendar, begin, end)
    return lost >= least
