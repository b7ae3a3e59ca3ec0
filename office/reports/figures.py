"""The monthly coordination report's arithmetic (domain.md 4.1). Pure: facts in, figures out.

Hours are working hours by the office's calendar; shares round half up to two decimals.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal
from math import ceil
from typing import Final

from engine.rules import calendars
from engine.rules.iso8601 import Duration
from engine.values import Calendar
from office.clocks import Mark

_CENT: Final = Decimal("0.01")
_STATE: Final = "keadaan"
_NINETY: Final = 90


@dataclass(frozen=True, slots=True, kw_only=True)
class Period:
    """A stretch of time: `start` belongs to it, `end` does not (both aware)."""

    start: datetime
    end: datetime

    def holds(self, instant: datetime | None) -> bool:
        return instant is not None and self.start <= instant < self.end


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """What is known of one application. `outcome` is "" while it is open."""

    case: int
    no_register: str
    kind: str
    received: datetime
    closed: datetime | None
    outcome: str
    first_promise: date | None
    marks: tuple[Mark, ...]

    def is_open_at(self, instant: datetime) -> bool:
        return self.received < instant and (self.closed is None or self.closed >= instant)

    def reached(self, state: str) -> datetime | None:
        """When the case first came into a state."""
        return next((m.at for m in self.marks if m.name == _STATE and m.value == state), None)

    def state_at(self, instant: datetime) -> str:
        """The state of the case at an instant; "" when it had ended or none was told yet."""
        told = [m.value for m in self.marks if m.name == _STATE and m.at < instant]
        return told[-1] if told and self.is_open_at(instant) else ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Flow:
    """Opening + received = closed by outcome + closing; `balances` says whether it holds."""

    opening: int
    received: int
    closed: Mapping[str, int]
    closing: int

    @property
    def balances(self) -> bool:
        return self.opening + self.received == sum(self.closed.values()) + self.closing


@dataclass(frozen=True, slots=True, kw_only=True)
class Delay:
    """How long cases were in one state, over the stays that ended in the period.

    `late`: per cent beyond the standard of the state (its escalating timer); None: it has none.
    """

    state: str
    count: int
    median: Decimal
    p90: Decimal
    longest: Decimal
    late: Decimal | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Stay:
    """A stretch that a case was in one state, both ends known."""

    state: str
    since: datetime
    until: datetime


def flow(cases: Iterable[Facts], period: Period) -> Flow:
    """Count what came and went in a period."""
    known = list(cases)
    return Flow(
        opening=sum(case.is_open_at(period.start) for case in known),
        received=sum(period.holds(case.received) for case in known),
        closed=dict(sorted(Counter(c.outcome for c in known if period.holds(c.closed)).items())),
        closing=sum(case.is_open_at(period.end) for case in known),
    )


def delays(
    cases: Iterable[Facts],
    period: Period,
    calendar: Calendar,
    standards: Mapping[str, Duration],
) -> tuple[Delay, ...]:
    """Give the stays by state, the slowest median first.

    `standards`: state -> how long it may last in working time, as the timer of it counts.
    """
    found: dict[str, list[Stay]] = defaultdict(list)
    for case in cases:
        for stay in stays(case):
            if period.holds(stay.until):
                found[stay.state].append(stay)
    told = [_delay(each, calendar, standards.get(state)) for state, each in found.items()]
    return tuple(sorted(told, key=lambda one: (-one.median, one.state)))


def stays(case: Facts) -> Iterator[Stay]:
    """Give the stretches of a case that are over; the state it ended in is none."""
    states = [mark for mark in case.marks if mark.name == _STATE]
    ends = [*(mark.at for mark in states[1:]), case.closed]
    for mark, end in zip(states, ends, strict=False):
        if end is not None and mark.at <= end and mark.value != case.outcome:
            yield Stay(state=mark.value, since=mark.at, until=end)


def _delay(of_state: Sequence[Stay], calendar: Calendar, standard: Duration | None) -> Delay:
    spans = sorted(
        calendars.working_time_between(calendar, stay.since, stay.until) for stay in of_state
    )
    late = None
    if standard is not None:
        late = sum(calendars.due(calendar, s.since, standard) < s.until for s in of_state)
    return Delay(
        state=of_state[0].state,
        count=len(spans),
        median=hours(percentile(spans, 50)),
        p90=hours(percentile(spans, _NINETY)),
        longest=hours(spans[-1]),
        late=None if late is None else share(late, len(spans)),
    )


def percentile(ordered: Sequence[timedelta], percent: int) -> timedelta:
    """The nearest-rank percentile of values in order; there must be one."""
    return ordered[max(ceil(len(ordered) * percent / 100), 1) - 1]


def backlog(
    cases: Iterable[Facts], at: datetime, calendar: Calendar, bands: Sequence[int]
) -> dict[str, int]:
    """Count the open cases by age in working days; `bands` are upper ends: 5, 22, 60."""
    names = band_names(bands)
    found = dict.fromkeys(names, 0)
    for case in cases:
        if case.is_open_at(at):
            age = age_in_days(case, at, calendar)
            place = next((n for n, upper in enumerate(bands) if age <= upper), len(bands))
            found[names[place]] += 1
    return found


def band_names(bands: Sequence[int]) -> tuple[str, ...]:
    """Name the bands of these upper ends: 0-5, 6-22, 23-60, >60."""
    lower = [0, *(upper + 1 for upper in bands[:-1])]
    closed = [f"{low}-{high}" for low, high in zip(lower, bands, strict=True)]
    return (*closed, f">{bands[-1]}")


def age_in_days(case: Facts, at: datetime, calendar: Calendar) -> int:
    """Working days since the application came in."""
    zone = at.tzinfo
    return calendars.working_days_between(
        calendar, case.received.astimezone(zone).date(), at.date()
    )


def oldest(cases: Iterable[Facts], at: datetime, most: int) -> tuple[str, ...]:
    """Name the open cases that wait longest, by register number."""
    waiting = sorted((case.received, case.no_register) for case in cases if case.is_open_at(at))
    return tuple(number for _, number in waiting[:most])


def promises(cases: Iterable[Facts], period: Period) -> tuple[int, int]:
    """(kept, made) on the first promise, of the cards that became ready in the period or broke it.

    A promise counts in the period in which the card was ready or its day passed unkept.
    """
    kept = made = 0
    zone = period.start.tzinfo
    for case in cases:
        if case.first_promise is None:
            continue
        ready = case.reached("SIAP_DIAMBIL")
        if ready is not None and period.holds(ready):
            made += 1
            kept += ready.astimezone(zone).date() <= case.first_promise
        elif _broken(case, ready, period):
            made += 1
    return kept, made


def _broken(case: Facts, ready: datetime | None, period: Period) -> bool:
    day = case.first_promise
    zone = period.start.tzinfo
    if day is None or not period.start.date() <= day < period.end.astimezone(zone).date():
        return False
    open_then = case.closed is None or case.closed.astimezone(zone).date() > day
    return open_then and (ready is None or ready.astimezone(zone).date() > day)


def leading(waits: Mapping[str, timedelta], most: int) -> list[str]:
    """Name the causes that cost most working time, the worst first; what cost nothing is none."""
    worst = sorted(waits, key=lambda cause: (-waits[cause], cause))
    return [cause for cause in worst if waits[cause]][:most]


def share(part: int, whole: int) -> Decimal | None:
    """A percentage, half up to two decimals; None of nothing."""
    if whole <= 0:
        return None
    return (Decimal(part) * 100 / Decimal(whole)).quantize(_CENT, ROUND_HALF_UP)


def hours(span: timedelta) -> Decimal:
    """A span in hours, half up to two decimals."""
    seconds = Decimal(span.days * 86_400 + span.seconds)
    return (seconds / 3600).quantize(_CENT, ROUND_HALF_UP)
