"""FEEL's dates, times and durations: reading, printing, arithmetic (DMN 1.5 §10.3.2.3).

Python's limits hold: years 1 to 9999, microseconds. What lies beyond is null.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta, timezone, tzinfo
from typing import Final
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from engine.feel.values import FeelValue, YearsMonths

_DATE = r"(?P<year>\d{4})-(?P<month>\d\d)-(?P<day>\d\d)"
_TIME = (
    r"(?P<hour>\d\d):(?P<minute>\d\d)(?::(?P<second>\d\d)(?:\.(?P<fraction>\d{1,9}))?)?"
    r"(?P<zone>Z|[+-]\d\d:?\d\d(?::\d\d)?|@[A-Za-z0-9_+\-/]{1,64})?"
)
_DATE_ONLY = re.compile(_DATE, re.ASCII)
_TIME_ONLY = re.compile("T?" + _TIME, re.ASCII)
_DATE_TIME = re.compile(_DATE + "T" + _TIME, re.ASCII)
_YEARS_MONTHS = re.compile(
    r"(?P<sign>-)?P(?:(?P<years>\d{1,9})Y)?(?:(?P<months>\d{1,9})M)?", re.ASCII
)
_DAYS_TIME = re.compile(
    r"(?P<sign>-)?P(?:(?P<days>\d{1,9})D)?"
    r"(?:T(?:(?P<hours>\d{1,9})H)?(?:(?P<minutes>\d{1,9})M)?"
    r"(?:(?P<seconds>\d{1,12})(?:\.(?P<fraction>\d{1,9}))?S)?)?",
    re.ASCII,
)
_DAY: Final = timedelta(days=1)
_SECOND: Final = timedelta(seconds=1)


# reading


def parse_date(text: str) -> date | None:
    """`2026-11-24`; None if it is no date."""
    match = _DATE_ONLY.fullmatch(text)
    return _date_of(match) if match else None


def parse_time(text: str) -> time | None:
    """`08:30:00`, with `Z`, an offset or `@Zone/City`; None if it is no time."""
    match = _TIME_ONLY.fullmatch(text)
    return _time_of(match) if match else None


def parse_datetime(text: str) -> datetime | None:
    """`2026-11-24T08:30:00+07:00`; a bare date is its midnight; None if it is neither."""
    match = _DATE_TIME.fullmatch(text)
    if match is None:
        day = parse_date(text)
        return datetime.combine(day, time()) if day else None
    moment, day = _time_of(match), _date_of(match)
    return datetime.combine(day, moment) if day and moment else None


def parse_duration(text: str) -> YearsMonths | timedelta | None:
    """`P1Y2M` or `P1DT2H`, `-` before it if negative; None if neither (the two never mix)."""
    if text.endswith(("P", "T")):
        return None
    if match := _YEARS_MONTHS.fullmatch(text):
        months = int(match["years"] or 0) * 12 + int(match["months"] or 0)
        return YearsMonths(-months if match["sign"] else months)
    if match := _DAYS_TIME.fullmatch(text):
        return _days_time_of(match)
    return None


def parse_temporal(text: str) -> FeelValue:
    """Whatever the text is of the five; None if nothing."""
    readers: tuple[Callable[[str], FeelValue], ...] = (
        parse_date,
        parse_datetime,
        parse_time,
        parse_duration,
    )
    return next((value for read in readers if (value := read(text)) is not None), None)


def zone_named(name: str) -> tzinfo | None:
    """The zone of the tz database; None if there is none of that name."""
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return None


def fixed_zone(offset: timedelta) -> tzinfo | None:
    """The zone of a constant offset; None if it is a day or more."""
    return timezone(offset) if abs(offset) < _DAY else None


def _date_of(match: re.Match[str]) -> date | None:
    try:
        return date(int(match["year"]), int(match["month"]), int(match["day"]))
    except ValueError:
        return None


def _time_of(match: re.Match[str]) -> time | None:
    zone: tzinfo | None = None
    if match["zone"]:
        zone = _zone_of(match["zone"])
        if zone is None:
            return None
    micros = int((match["fraction"] or "0").ljust(9, "0")[:6])
    try:
        hour, minute, second = int(match["hour"]), int(match["minute"]), int(match["second"] or 0)
        return time(hour, minute, second, micros, tzinfo=zone)
    except ValueError:
        return None


def _zone_of(text: str) -> tzinfo | None:
    if text == "Z":
        return UTC
    if text[0] == "@":
        return zone_named(text[1:])
    digits = text[1:].replace(":", "").ljust(6, "0")
    hours, minutes, seconds = int(digits[:2]), int(digits[2:4]), int(digits[4:])
    if hours > 18 or minutes > 59 or seconds > 59:  # noqa: PLR2004 - DMN 1.5: offsets up to 18 hours
        return None
    offset = timedelta(hours=hours, minutes=minutes, seconds=seconds)
    return timezone(-offset if text[0] == "-" else offset)


def _days_time_of(match: re.Match[str]) -> timedelta | None:
    try:
        value = timedelta(
            days=int(match["days"] or 0),
            hours=int(match["hours"] or 0),
            minutes=int(match["minutes"] or 0),
            seconds=int(match["seconds"] or 0),
            microseconds=int((match["fraction"] or "0").ljust(9, "0")[:6]),
        )
        return -value if match["sign"] else value
    except OverflowError:
        return None


# printing


def print_temporal(
    value: date | time | datetime | timedelta | YearsMonths, *, zones: bool = True
) -> str:
    """FEEL's text of the value, which reads back as the same value.

    `zones` False writes a zone as its offset, as ISO 8601 does.
    """
    match value:
        case YearsMonths():
            return _print_months(value.months)
        case timedelta():
            return _print_days_time(value)
        case datetime():
            return f"{value.date().isoformat()}T{_print_time(value, zones=zones)}"
        case date():
            return value.isoformat()
        case time():
            return _print_time(value, zones=zones)


def _print_time(value: time | datetime, *, zones: bool) -> str:
    text = f"{value:%H:%M:%S}" + (
        f".{value.microsecond:06d}".rstrip("0") if value.microsecond else ""
    )
    zone = value.tzinfo
    if zone is None:
        return text
    if isinstance(zone, ZoneInfo) and zone.key and (zones or value.utcoffset() is None):
        return f"{text}@{zone.key}"
    offset = value.utcoffset() or timedelta()
    return text + ("Z" if not offset else _print_offset(offset))


def _print_offset(offset: timedelta) -> str:
    minutes, seconds = divmod(abs(offset) // _SECOND, 60)
    text = f"{'-' if offset < timedelta() else '+'}{minutes // 60:02d}:{minutes % 60:02d}"
    return f"{text}:{seconds:02d}" if seconds else text


def _print_months(months: int) -> str:
    years, rest = divmod(abs(months), 12)
    text = (f"{years}Y" if years else "") + (f"{rest}M" if rest or not years else "")
    return f"{'-' if months < 0 else ''}P{text}"


def _print_days_time(value: timedelta) -> str:
    size = abs(value)
    minutes, seconds = divmod(size.seconds, 60)
    hours, minutes = divmod(minutes, 60)
    fraction = f".{size.microseconds:06d}".rstrip("0") if size.microseconds else ""
    clock = (f"{hours}H" if hours else "") + (f"{minutes}M" if minutes else "")
    clock += f"{seconds}{fraction}S" if seconds or fraction else ""
    text = (f"{size.days}D" if size.days else "") + (f"T{clock}" if clock else "")
    return f"{'-' if value < timedelta() else ''}P{text or 'T0S'}"


# arithmetic


def add_months(day: date, months: int) -> date | None:
    """The same day so many months later, or that month's last; None beyond years 1 to 9999."""
    index = day.year * 12 + day.month - 1 + months
    year, month = divmod(index, 12)
    if not date.min.year <= year <= date.max.year:
        return None
    for last in range(day.day, day.day - 4, -1):
        try:
            return day.replace(year=year, month=month + 1, day=last)
        except ValueError:
            continue
    return None


def shift(
    moment: date | datetime | time, by: YearsMonths | timedelta
) -> date | datetime | time | None:
    """`moment + by`. Zoned instants move along the time line, times wrap; None: no such sum."""
    if isinstance(by, YearsMonths):
        return None if isinstance(moment, time) else add_months(moment, by.months)
    if isinstance(moment, time):
        return (datetime.combine(date(2000, 1, 1), moment) + by % _DAY).timetz()
    try:
        if isinstance(moment, datetime):
            if moment.tzinfo is None:
                return moment + by
            return (moment.astimezone(UTC) + by).astimezone(moment.tzinfo)
        whole = datetime.combine(moment, time()) + by
        return whole.date()
    except OverflowError:
        return None


def elapsed(later: date | datetime | time, earlier: date | datetime | time) -> timedelta | None:
    """`later - earlier`; None if only one of them has a zone, or a time meets a date."""
    if isinstance(later, time) or isinstance(earlier, time):
        if not (isinstance(later, time) and isinstance(earlier, time)):
            return None
        day = date(2000, 1, 1)
        return elapsed(datetime.combine(day, later), datetime.combine(day, earlier))
    first, second = _midnight(later), _midnight(earlier)
    if type(later) is not type(earlier):
        # DMN 1.5 table 54: a date among instants is its midnight in UTC
        first, second = _in_utc(first, second), _in_utc(second, first)
    if (first.tzinfo is None) is not (second.tzinfo is None):
        return None
    if first.tzinfo is None:
        return first - second
    return first.astimezone(UTC) - second.astimezone(UTC)


def _midnight(day: date | datetime) -> datetime:
    return day if isinstance(day, datetime) else datetime.combine(day, time())


def _in_utc(moment: datetime, other: datetime) -> datetime:
    return moment.replace(tzinfo=UTC) if moment.tzinfo is None and other.tzinfo else moment
