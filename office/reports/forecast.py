"""When the backlog will be gone, if at all (domain.md 4.1, part 5). Pure arithmetic."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import ROUND_HALF_UP, Decimal
from math import ceil
from typing import Final

_CENT: Final = Decimal("0.01")


@dataclass(frozen=True, slots=True, kw_only=True)
class Supply:
    """What a forecast is made of.

    `demand`: cards asked for on each working day of the window; `received`: blanko that came in
    during it; `printers`: cards a day, None when the office has not said; `on_hand` and `backlog`
    at the end of the month.
    """

    demand: Sequence[int]
    received: int
    printers: int | None
    on_hand: int
    backlog: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Forecast:
    """`days` None: it will never be gone, capacity being no more than demand.

    `demand` and `capacity` are cards a working day; `cover` is for how many working days the stock
    lasts, None without demand.
    """

    demand: Decimal
    capacity: Decimal
    days: int | None
    cover: Decimal | None

    @property
    def never(self) -> bool:
        """Whether to say "tidak pernah habis"."""
        return self.days is None


def forecast(supply: Supply) -> Forecast:
    """Compute d, c and the days to clear: ceil(backlog / (c − d)), 0 without a backlog.

    c is the smaller of what the printers make and what blanko come in a working day; printers whose
    capacity is not known do not limit it.
    """
    window = len(supply.demand)
    demand = Decimal(sum(supply.demand)) / window if window else Decimal()
    expected = Decimal(supply.received) / window if window else Decimal()
    capacity = expected if supply.printers is None else min(Decimal(supply.printers), expected)
    return Forecast(
        demand=_round(demand),
        capacity=_round(capacity),
        days=_days(supply.backlog, demand, capacity),
        cover=_round(supply.on_hand / demand) if demand else None,
    )


def within(instants: Iterable[datetime], start: datetime, end: datetime) -> int:
    """Count the instants from `start` to before `end`: whose 17th birthday lies ahead."""
    return sum(start <= instant < end for instant in instants)


def _days(backlog: int, demand: Decimal, capacity: Decimal) -> int | None:
    if backlog <= 0:
        return 0
    return None if capacity <= demand else ceil(backlog / (capacity - demand))


def _round(value: Decimal) -> Decimal:
    return value.quantize(_CENT, ROUND_HALF_UP)
