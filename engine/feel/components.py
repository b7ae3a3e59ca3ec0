"""The properties of temporal values: .year, .weekday, .hours, … (DMN 1.5 table 59)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Final
from zoneinfo import ZoneInfo

from engine.feel.values import FeelValue, YearsMonths

_SECOND: Final = timedelta(seconds=1)


def component(value: FeelValue, name: str) -> FeelValue:
    """A property of a temporal value; None if it has none of that name."""
    reader = _COMPONENTS.get(type(value), {}).get(name)
    return None if reader is None else reader(value)


def has_component(value: FeelValue, name: str) -> bool:
    return name in _COMPONENTS.get(type(value), {})


def _number(name: str) -> Callable[[FeelValue], FeelValue]:
    return lambda value: Decimal(getattr(value, name))


def _seconds(value: FeelValue) -> FeelValue:
    assert isinstance(value, time | datetime)
    return (
        Decimal(value.second) + Decimal(value.microsecond).scaleb(-6)
        if value.microsecond
        else Decimal(value.second)
    )


def _offset(value: FeelValue) -> FeelValue:
    assert isinstance(value, time | datetime)
    return value.utcoffset()


def _zone(value: FeelValue) -> FeelValue:
    assert isinstance(value, time | datetime)
    return value.tzinfo.key if isinstance(value.tzinfo, ZoneInfo) else None


def _of_months(pick: Callable[[int], int]) -> Callable[[FeelValue], FeelValue]:
    def read(value: FeelValue) -> FeelValue:
        assert isinstance(value, YearsMonths)
        size = pick(abs(value.months))
        return Decimal(-size if value.months < 0 else size)

    return read


def _of_seconds(pick: Callable[[int], int]) -> Callable[[FeelValue], FeelValue]:
    def read(value: FeelValue) -> FeelValue:
        assert isinstance(value, timedelta)
        size = pick(abs(value) // _SECOND)
        return Decimal(-size if value < timedelta() else size)

    return read


_DATE_PARTS: Final[dict[str, Callable[[FeelValue], FeelValue]]] = {
    "year": _number("year"),
    "month": _number("month"),
    "day": _number("day"),
    "weekday": lambda value: Decimal(value.isoweekday()) if isinstance(value, date) else None,
}
_TIME_PARTS: Final[dict[str, Callable[[FeelValue], FeelValue]]] = {
    "hour": _number("hour"),
    "minute": _number("minute"),
    "second": _seconds,
    "time offset": _offset,
    "timezone": _zone,
}
_COMPONENTS: Final[dict[type, dict[str, Callable[[FeelValue], FeelValue]]]] = {
    date: _DATE_PARTS,
    time: _TIME_PARTS,
    datetime: _DATE_PARTS | _TIME_PARTS,
    YearsMonths: {
        "years": _of_months(lambda months: months // 12),
        "months": _of_months(lambda months: months % 12),
    },
    timedelta: {
        "days": _of_seconds(lambda seconds: seconds // 86_400),
        "hours": _of_seconds(lambda seconds: seconds // 3600 % 24),
        "minutes": _of_seconds(lambda seconds: seconds // 60 % 60),
        "seconds": _of_seconds(lambda seconds: seconds % 60),
    },
}
