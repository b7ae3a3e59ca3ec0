"""The dates a citizen may be promised: DMN-2's facts. Which one is said, the table answers."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from engine.rules import calendars, iso8601
from engine.values import Calendar
from office import ages


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """The configured lengths: working days for a first card, months of the promise, print age."""

    first_card_days: int = 7
    months: int = 1
    print_age: int = 17


@dataclass(frozen=True, slots=True, kw_only=True)
class Dates:
    """The dates DMN-2 chooses from. `start` is the day the promise counts from."""

    start: date
    next_working_day: date
    first_card: date
    months_later: date


def dates(
    calendar: Calendar, today: date, *, born: date | None, married: bool, terms: Terms
) -> Dates:
    """Compute the three estimates from `today`, or from the 17th birthday if that comes later.

    Rules: domain.md DMN-2 and section 8 ("A promise made to someone under 17 counts from the 17th
    birthday"). The month keeps the day's number, is clamped to the end of a shorter month and then
    moved to the next working day when it is closed (scenario 26).
    """
    start = max(today, print_day(born, married=married, age=terms.print_age) or today)
    return Dates(
        start=start,
        next_working_day=calendars.next_working_day(calendar, start),
        first_card=calendars.add_working_days(calendar, start, terms.first_card_days),
        months_later=calendars.working_day_from(calendar, _add_months(start, terms.months)),
    )


def print_day(born: date | None, *, married: bool, age: int = 17) -> date | None:
    """Give the day from which a card may be printed; None when at once (married, or not known)."""
    return None if married or born is None else ages.birthday(born, age)


def local_midnight(calendar: Calendar, day: date) -> datetime:
    """Give the instant a local day begins, with its offset."""
    return datetime.combine(day, time(), ZoneInfo(calendar.zone))


def _add_months(day: date, months: int) -> date:
    return iso8601.add_months(datetime.combine(day, time()), months).date()


def last_instant(calendar: Calendar, day: date) -> datetime:
    """Give the instant a promise for `day` is broken: the end of that local day."""
    return local_midnight(calendar, day + timedelta(days=1))


def working_days_before(calendar: Calendar, day: date, count: int) -> date:
    """Give the `count`-th working day before `day` (0: `day` itself); at most ten years back."""
    for _ in range(3660):
        if count <= 0:
            break
        day -= timedelta(days=1)
        count -= calendars.is_working_day(calendar, day)
    return day
