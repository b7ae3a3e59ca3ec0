"""Built-in functions that convert, and those that ask whether something is there.

DMN 1.5 §10.3.4.1; the latter are Camunda's.
"""

from __future__ import annotations

import re
from datetime import date, datetime, time, timedelta
from decimal import Decimal, DecimalException
from typing import Final

from engine.feel import temporal
from engine.feel.comparing import truth
from engine.feel.functions.registry import builtin
from engine.feel.printing import print_value
from engine.feel.running import Run, Undefined
from engine.feel.values import NUMBERS, FeelValue, YearsMonths

_NUMBER: Final = re.compile(r"-?(\d+(\.\d+)?|\.\d+)([eE][+-]?\d{1,4})?", re.ASCII)


@builtin("not", "negand: any")
def _not(run: Run, negand: FeelValue) -> FeelValue:
    known = truth(negand, run, (1, 1))
    return None if known is None else not known


@builtin("is defined", "value: any")
def _is_defined(_run: Run, value: FeelValue) -> FeelValue:
    """Camunda's: whether the value is there at all, that is: not null."""
    return value is not None


@builtin("get or else", "value: any, default: any")
def _get_or_else(_run: Run, value: FeelValue, default: FeelValue) -> FeelValue:
    """Camunda's: the value, or the default if it is null."""
    return default if value is None else value


@builtin("assert", "value: any, condition: any, cause?: string")
def _assert(
    _run: Run, value: FeelValue, condition: FeelValue, _cause: str | None = None
) -> FeelValue:
    """Camunda's: the value if the condition holds, else null. The cause may hold data: not kept."""
    if condition is not True:
        raise Undefined("The assertion does not hold.")
    return value


@builtin("string", "from: any")
def _string(run: Run, value: FeelValue) -> FeelValue:
    return None if value is None else print_value(value, run)


@builtin("number", "from: string")
def _number(_run: Run, text: str) -> FeelValue:
    return _read_number(text.strip())


@builtin("number", "from: number")
def _number_as_it_is(_run: Run, number: Decimal) -> FeelValue:
    return number


@builtin("number", "from: string, grouping separator: any, decimal separator: any")
def _number_grouped(
    _run: Run, text: str, grouping: FeelValue, decimal_point: FeelValue
) -> FeelValue:
    if grouping not in (" ", ",", ".", None) or decimal_point not in (".", ",", None):
        raise Undefined("Separators are a space, a comma or a point.")
    if grouping is not None and grouping == decimal_point:
        raise Undefined("The two separators must differ.")
    if isinstance(grouping, str):
        text = text.replace(grouping, "")
    if isinstance(decimal_point, str):
        text = text.replace(decimal_point, ".")
    return _read_number(text)


def _read_number(text: str) -> Decimal:
    if not _NUMBER.fullmatch(text):
        raise Undefined("The text is no number.")
    try:
        return NUMBERS.create_decimal(text)
    except DecimalException:
        raise Undefined("The number is too large.") from None


@builtin("date", "from: string")
def _date(_run: Run, text: str) -> FeelValue:
    return _found(temporal.parse_date(text), "date")


@builtin("date", "from: moment")
def _date_of(_run: Run, moment: date) -> FeelValue:
    return moment.date() if isinstance(moment, datetime) else moment


@builtin("date", "year: number, month: number, day: number")
def _date_from(_run: Run, year: Decimal, month: Decimal, day: Decimal) -> FeelValue:
    try:
        return date(_whole(year), _whole(month), _whole(day))
    except (ValueError, OverflowError):
        raise Undefined("There is no such %(type)s.", type="date") from None


@builtin("time", "from: string")
def _time(_run: Run, text: str) -> FeelValue:
    return _found(temporal.parse_time(text), "time")


@builtin("time", "from: clock")
def _time_of(_run: Run, moment: time | datetime) -> FeelValue:
    return moment.timetz() if isinstance(moment, datetime) else moment


@builtin("time", "from: date")
def _midnight(_run: Run, _day: date) -> FeelValue:
    return temporal.parse_time("00:00:00Z")


@builtin("time", "hour: number, minute: number, second: number, offset?: days")
def _time_from(
    _run: Run, hour: Decimal, minute: Decimal, second: Decimal, offset: timedelta | None = None
) -> FeelValue:
    micros = int(NUMBERS.scaleb(second, 6)) % 1_000_000 if abs(second) < 60 else 0  # noqa: PLR2004 - seconds
    try:
        made = time(_whole(hour), _whole(minute), int(second), micros)
    except (ValueError, OverflowError):
        raise Undefined("There is no such %(type)s.", type="time") from None
    if offset is None:
        return made
    return made.replace(tzinfo=temporal.fixed_zone(offset))


@builtin("date and time", "from: string")
def _datetime(_run: Run, text: str) -> FeelValue:
    return _found(temporal.parse_datetime(text), "date and time")


@builtin("date and time", "from: datetime")
def _datetime_as_it_is(_run: Run, moment: datetime) -> FeelValue:
    return moment


@builtin("date and time", "from: date")
def _datetime_of(_run: Run, day: date) -> FeelValue:
    return datetime.combine(day, time())


@builtin("date and time", "date: moment, time: time")
def _datetime_from(_run: Run, day: date, moment: time) -> FeelValue:
    return datetime.combine(day, moment)


@builtin("date and time", "from: datetime, timezone: string")
def _datetime_in(_run: Run, moment: datetime, name: str) -> FeelValue:
    """Camunda's: the same instant in another zone."""
    zone = temporal.zone_named(name)
    if zone is None:
        raise Undefined("There is no such time zone.")
    return moment.astimezone(zone) if moment.tzinfo else moment.replace(tzinfo=zone)


@builtin("duration", "from: string")
def _duration(_run: Run, text: str) -> FeelValue:
    return _found(temporal.parse_duration(text), "duration")


@builtin("duration", "from: duration")
def _duration_as_it_is(_run: Run, duration: FeelValue) -> FeelValue:
    return duration


@builtin("years and months duration", "from: moment, to: moment")
def _years_months(_run: Run, start: date, end: date) -> FeelValue:
    """Whole months from one to the other; the day decides whether the last one is whole."""
    months = (end.year - start.year) * 12 + end.month - start.month
    if months > 0 and end.day < start.day:
        months -= 1
    elif months < 0 and end.day > start.day:
        months += 1
    return YearsMonths(months)


def _found(value: FeelValue, wanted: str) -> FeelValue:
    if value is None:
        raise Undefined("The text is no %(type)s.", type=wanted)
    return value


def _whole(number: Decimal) -> int:
    if number != number.to_integral_value() or number.adjusted() > 9:  # noqa: PLR2004 - beyond any year
        raise ValueError
    return int(number)
