"""Reads and writes ISO 8601 durations, repeating intervals and instants. Reads no clock.

Whole units stay apart: `P1D` and `PT24H` are different durations, because an office calendar counts
days and hours differently (`engine.rules.calendars`).
"""

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Final
from zoneinfo import ZoneInfo

#: The longest duration Alur takes: a century, in days. Longer ones are slips of the pen.
LONGEST_DAYS: Final = 36_525
_MOST_REPETITIONS: Final = 1_000_000
_LONGEST_TEXT: Final = 200
_DURATION: Final = re.compile(
    r"P(?:(?P<years>\d{1,9})Y)?(?:(?P<months>\d{1,9})M)?(?:(?P<weeks>\d{1,9})W)?(?:(?P<days>\d{1,9})D)?"
    r"(?P<time>T(?:(?P<hours>\d{1,9}(?:[.,]\d{1,9})?)H)?(?:(?P<minutes>\d{1,9}(?:[.,]\d{1,9})?)M)?"
    r"(?:(?P<seconds>\d{1,9}(?:[.,]\d{1,9})?)S)?)?",
    re.ASCII,
)
_INSTANT: Final = re.compile(
    r"\d{4}-\d\d-\d\d[Tt]\d\d:\d\d(?::\d\d(?:[.,]\d{1,6})?)?"
    r"(?P<offset>[Zz]|[+-]\d\d(?::?\d\d)?)?(?:\[(?P<zone>[A-Za-z0-9_+\-/]{1,64})\])?",
    re.ASCII,
)
_REPEAT: Final = re.compile(r"R(\d{1,9})?", re.ASCII)


class TextInvalid(ValueError):
    """A text is no ISO 8601 duration, cycle or instant; the message says what is wrong in it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Duration:
    """A span of time, never negative, at most a century; each unit as it was written.

    `months` holds years too. `time` holds hours, minutes and seconds and may exceed 24 hours.
    """

    months: int = 0
    weeks: int = 0
    days: int = 0
    time: timedelta = timedelta(0)

    def __post_init__(self) -> None:
        """Refuse negative and overlong durations: every Duration that exists can be counted."""
        if min(self.months, self.weeks, self.days) < 0 or self.time < timedelta(0):
            raise TextInvalid("A duration must not be negative.")
        days = self.months * 30 + self.weeks * 7 + self.days
        if days > LONGEST_DAYS or self.time.days > LONGEST_DAYS:
            raise TextInvalid("A duration must not be longer than 100 years.")

    @property
    def delta(self) -> timedelta:
        """Weeks, days and time by the clock (a day is 24 hours); months are not in it."""
        return timedelta(days=self.weeks * 7 + self.days) + self.time

    def __bool__(self) -> bool:
        return bool(self.months or self.weeks or self.days or self.time)


@dataclass(frozen=True, slots=True, kw_only=True)
class Cycle:
    """A repeating interval. `repetitions` None: without end. No occurrence lies after `end`."""

    duration: Duration
    repetitions: int | None = None
    start: datetime | None = None
    end: datetime | None = None


def parse_duration(text: str) -> Duration:
    """Read `PnYnMnWnDTnHnMnS` (ISO 8601-1 §5.5.2.3, weeks combined as in 8601-2).

    Capital letters only; fractions (point or comma) only in hours, minutes, seconds; no sign.

    Raises:
        TextInvalid: when it is anything else.
    """
    found = _DURATION.fullmatch(text) if len(text) <= _LONGEST_TEXT else None
    if found is None:
        raise TextInvalid(f"{_shown(text)} is no ISO 8601 duration such as P3D or PT4H30M.")
    if not any(found.group(1, 2, 3, 4)) and found["time"] in {None, "T"}:
        raise TextInvalid(f"{_shown(text)} names no amount of time; write for example P3D.")
    if found["time"] == "T":
        raise TextInvalid(f"{_shown(text)} has nothing after the T; leave it out or add hours.")
    whole = {unit: int(found[unit] or 0) for unit in ("years", "months", "weeks", "days")}
    try:
        time = timedelta(microseconds=_microseconds(found))
    except OverflowError as overflow:
        raise TextInvalid("A duration must not be longer than 100 years.") from overflow
    return Duration(
        months=whole["years"] * 12 + whole["months"],
        weeks=whole["weeks"],
        days=whole["days"],
        time=time,
    )


def from_timedelta(delta: timedelta, months: int = 0) -> Duration:
    """Make a Duration of FEEL's two kinds of duration; whole 24 hours become days (PT72H is P3D).

    Raises:
        TextInvalid: when it is negative or too long.
    """
    return Duration(months=months, days=delta.days, time=delta - timedelta(days=delta.days))


def parse_cycle(text: str, zone: str | None = None) -> Cycle:
    """Read `R[n]/[start/]duration[/end]`; `R` alone repeats without end.

    `zone` is for a start or end without offset, as in `parse_instant`.

    Raises:
        TextInvalid: when it is anything else, repeats never, or its duration is zero.
    """
    head, *rest = text.split("/") if len(text) <= _LONGEST_TEXT else [text]
    found = _REPEAT.fullmatch(head)
    place = next((at for at, part in enumerate(rest) if part.startswith("P")), None)
    if found is None or place is None or place > 1 or len(rest) > place + 2:
        raise TextInvalid(f"{_shown(text)} is no repeating interval such as R/PT1H or R3/P1D.")
    repetitions = int(found[1]) if found[1] else None
    if repetitions == 0 or (repetitions or 0) > _MOST_REPETITIONS:
        raise TextInvalid(f"{_shown(text)} must repeat 1 to 1000000 times, or without number.")
    duration = parse_duration(rest[place])
    if not duration:
        raise TextInvalid(f"{_shown(text)} repeats after no time at all; give it a duration.")
    return Cycle(
        duration=duration,
        repetitions=repetitions,
        start=parse_instant(rest[0], zone) if place else None,
        end=parse_instant(rest[place + 1], zone) if len(rest) > place + 1 else None,
    )


def parse_instant(text: str, zone: str | None = None) -> datetime:
    """Read `YYYY-MM-DDThh:mm[:ss[.ffffff]]` with `Z` or an offset; the answer is in UTC.

    Without an offset the time is taken in the zone written behind it (`[Asia/Jakarta]`, as Camunda
    writes), else in `zone` (IANA name); with neither it is refused.

    Raises:
        TextInvalid: when it is anything else, or a date or hour that does not exist.
    """
    found = _INSTANT.fullmatch(text)
    if found is None:
        raise TextInvalid(f"{_shown(text)} is no instant such as 2026-11-24T08:00:00+07:00.")
    name = found["zone"] or zone
    if found["offset"] is None and name is None:
        raise TextInvalid(f"{_shown(text)} has no offset; end it with Z or for example +07:00.")
    bare = text.partition("[")[0].replace(",", ".")
    try:
        instant = datetime.fromisoformat(bare.upper())
        if name is not None:
            place = ZoneInfo(name)
            instant = instant if instant.tzinfo else instant.replace(tzinfo=place)
        return instant.astimezone(UTC)
    except (ValueError, OverflowError, LookupError, OSError) as error:
        raise TextInvalid(f"{_shown(text)} names a day, hour or zone that is not there.") from error


def format_duration(duration: Duration) -> str:
    """Write it as `parse_duration` reads it; zero is PT0S."""
    years, months = divmod(duration.months, 12)
    date = "".join(
        f"{amount}{unit}"
        for amount, unit in (
            (years, "Y"),
            (months, "M"),
            (duration.weeks, "W"),
            (duration.days, "D"),
        )
        if amount
    )
    time = _format_time(duration.time)
    return "P" + date + (f"T{time}" if time else "") if date or time else "PT0S"


def format_instant(instant: datetime) -> str:
    """Write an aware instant in UTC with a Z, microseconds only where there are any."""
    return instant.astimezone(UTC).isoformat().replace("+00:00", "Z")


def format_cycle(cycle: Cycle) -> str:
    """Write it as `parse_cycle` reads it."""
    count = "" if cycle.repetitions is None else str(cycle.repetitions)
    start = [format_instant(cycle.start)] if cycle.start else []
    end = [format_instant(cycle.end)] if cycle.end else []
    return "/".join([f"R{count}", *start, format_duration(cycle.duration), *end])


def add(instant: datetime, duration: Duration, *, times: int = 1, zone: str = "UTC") -> datetime:
    """Add a duration by the clock, `times` over, and answer in UTC.

    Months, weeks and days move the local date of `zone` and keep the hour (the day is clamped to
    the last of a shorter month, once, not a repetition at a time); then hours, minutes, seconds
    pass.

    Raises:
        TextInvalid: when the answer lies beyond the year 9999.
    """
    try:
        local = add_months(instant.astimezone(ZoneInfo(zone)), duration.months * times)
        local += timedelta(days=(duration.weeks * 7 + duration.days) * times)
        return local.astimezone(UTC) + duration.time * times
    except (OverflowError, ValueError) as error:
        raise TextInvalid("The instant lies beyond the year 9999.") from error


def add_months(moment: datetime, months: int) -> datetime:
    """Add calendar months; the day is clamped to the last of a shorter month, the hour stays.

    Raises:
        ValueError: when the answer lies beyond the year 9999.
    """
    year, month = divmod(moment.year * 12 + moment.month - 1 + months, 12)
    if not 1 <= year <= 9999:  # noqa: PLR2004 - the years of `datetime`
        raise ValueError(year)
    day = min(moment.day, monthrange(year, month + 1)[1])
    return moment.replace(year=year, month=month + 1, day=day)


def occurrence(cycle: Cycle, since: datetime, number: int, *, zone: str = "UTC") -> datetime | None:
    """Tell when a cycle fires for the `number`-th time (from 1), None when it does so no more.

    Counted from the anchor, so that months do not drift: with a `start` the first is the start
    itself, without one it is one duration after `since` (the instant the timer was first set).
    """
    if cycle.repetitions is not None and number > cycle.repetitions:
        return None
    anchor, steps = (cycle.start, number - 1) if cycle.start else (since, number)
    due = add(anchor, cycle.duration, times=steps, zone=zone)
    return None if cycle.end is not None and due > cycle.end else due


def _microseconds(found: re.Match[str]) -> int:
    amounts = zip(found.group("hours", "minutes", "seconds"), (3600, 60, 1), strict=True)
    return int(
        sum(Decimal((text or "0").replace(",", ".")) * unit * 10**6 for text, unit in amounts)
    )


def _format_time(time: timedelta) -> str:
    minutes, seconds = divmod(time.days * 86_400 + time.seconds, 60)
    hours, minutes = divmod(minutes, 60)
    fraction = f".{time.microseconds:06d}".rstrip("0") if time.microseconds else ""
    parts = ((hours, "H"), (minutes, "M"))
    text = "".join(f"{amount}{unit}" for amount, unit in parts if amount)
    return text + (f"{seconds}{fraction}S" if seconds or fraction else "")


def _shown(text: str) -> str:
    return repr(text if len(text) <= 40 else text[:37] + "...")  # noqa: PLR2004 - width of a message
