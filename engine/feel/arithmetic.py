"""+, -, *, /, ** and the minus sign over numbers, texts, temporal values (DMN 1.5 tables 51-54)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, time, timedelta
from decimal import Decimal, DecimalException
from typing import Final

from engine.feel import temporal
from engine.feel.nodes import Place
from engine.feel.running import Run
from engine.feel.values import NUMBERS, FeelValue, YearsMonths, type_name

_NUMERIC: Final[dict[str, Callable[[Decimal, Decimal], Decimal]]] = {
    "+": NUMBERS.add,
    "-": NUMBERS.subtract,
    "*": NUMBERS.multiply,
    "/": NUMBERS.divide,
    "**": NUMBERS.power,
}


def calculate(sign: str, left: FeelValue, right: FeelValue, run: Run, at: Place) -> FeelValue:
    """`left sign right`; null with a reason when there is no such thing."""
    if type(left) is Decimal and type(right) is Decimal:
        try:
            return _NUMERIC[sign](left, right)
        except DecimalException:
            run.note(at, "The result of %(sign)s is no number.", sign=sign)
            return None
    if left is None or right is None:
        run.note(at, "null cannot be an operand of %(sign)s.", sign=sign)
        return None
    if isinstance(left, str) and isinstance(right, str) and sign == "+":
        return run.string(left + right)
    result: FeelValue = None
    try:
        result = _TEMPORAL[sign](left, right)
    except (OverflowError, DecimalException, ZeroDivisionError):
        run.note(at, "The result of %(sign)s is out of bounds.", sign=sign)
        return None
    if result is None:
        run.note(
            at,
            "%(left)s %(sign)s %(right)s is not defined.",
            left=type_name(left),
            sign=sign,
            right=type_name(right),
        )
        return None
    return result


def minus(value: FeelValue, run: Run, at: Place) -> FeelValue:
    """`-value`."""
    match value:
        case Decimal():
            return NUMBERS.minus(value)
        case YearsMonths():
            return YearsMonths(-value.months)
        case timedelta():
            return -value
    run.note(at, "A %(type)s has no negative.", type=type_name(value))
    return None


def _add(left: FeelValue, right: FeelValue) -> FeelValue:
    match left, right:
        case YearsMonths(), YearsMonths():
            return YearsMonths(left.months + right.months)
        case timedelta(), timedelta():
            return left + right
        case ((date() | time()), (YearsMonths() | timedelta())):
            return temporal.shift(left, right)
        case ((YearsMonths() | timedelta()), (date() | time())):
            return temporal.shift(right, left)
    return None


def _subtract(left: FeelValue, right: FeelValue) -> FeelValue:
    match left, right:
        case ((date() | time()), (date() | time())):
            return temporal.elapsed(left, right)
        case _, YearsMonths():
            return _add(left, YearsMonths(-right.months))
        case _, timedelta():
            return _add(left, -right)
    return None


def _multiply(left: FeelValue, right: FeelValue) -> FeelValue:
    match left, right:
        case Decimal(), (YearsMonths() | timedelta()):
            return _multiply(right, left)
        case YearsMonths(), Decimal():
            return YearsMonths(int(NUMBERS.multiply(Decimal(left.months), right)))
        case timedelta(), Decimal():
            return _of_seconds(NUMBERS.multiply(seconds(left), right))
    return None


def _divide(left: FeelValue, right: FeelValue) -> FeelValue:
    match left, right:
        case YearsMonths(), YearsMonths():
            return NUMBERS.divide(Decimal(left.months), Decimal(right.months))
        case timedelta(), timedelta():
            return NUMBERS.divide(seconds(left), seconds(right))
        case YearsMonths(), Decimal():
            return YearsMonths(int(NUMBERS.divide(Decimal(left.months), right)))
        case timedelta(), Decimal():
            return _of_seconds(NUMBERS.divide(seconds(left), right))
    return None


def _power(_left: FeelValue, _right: FeelValue) -> FeelValue:
    return None


_TEMPORAL: Final[dict[str, Callable[[FeelValue, FeelValue], FeelValue]]] = {
    "+": _add,
    "-": _subtract,
    "*": _multiply,
    "/": _divide,
    "**": _power,
}


def seconds(value: timedelta) -> Decimal:
    """The length in seconds, exactly."""
    whole = value // timedelta(microseconds=1)
    return NUMBERS.scaleb(Decimal(whole), Decimal(-6))


def _of_seconds(value: Decimal) -> timedelta:
    if abs(value) > 10**14:
        raise OverflowError
    return timedelta(microseconds=int(NUMBERS.scaleb(value, Decimal(6))))
