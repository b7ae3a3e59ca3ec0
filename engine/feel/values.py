"""The values of FEEL as Python values. How they compare, add up and print is told elsewhere.

number: Decimal (34 digits) · string: str · boolean: bool · null: None · list: list · context: dict
· date: date · time: time · date and time: datetime · days and time duration: timedelta · years and
months duration: YearsMonths · range: Range · function: Function.
"""

from __future__ import annotations

import decimal
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Final, TypeAlias


@dataclass(frozen=True, slots=True, order=True)
class YearsMonths:
    """A years and months duration, in months; negative ones count backwards."""

    months: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Range:
    """An interval; an end that is None is open to infinity."""

    start: FeelValue
    end: FeelValue
    start_included: bool
    end_included: bool


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Function:
    """A function value. `call` takes exactly the parameters, positionally."""

    parameters: tuple[str, ...]
    call: Callable[..., FeelValue]


FeelValue: TypeAlias = (
    "None | bool | Decimal | str | date | time | datetime | timedelta | YearsMonths | Range"
    " | Function | list[FeelValue] | dict[str, FeelValue]"
)

#: Decimal128, as DMN 1.5 §10.3.2.3.1 asks: 34 digits, half to even.
NUMBERS: Final = decimal.Context(
    prec=34,
    rounding=decimal.ROUND_HALF_EVEN,
    Emin=-6143,
    Emax=6144,
    traps=[decimal.InvalidOperation, decimal.DivisionByZero, decimal.Overflow],
)

_TYPE_NAMES: Final[dict[type, str]] = {
    type(None): "null",
    bool: "boolean",
    Decimal: "number",
    str: "string",
    list: "list",
    dict: "context",
    date: "date",
    time: "time",
    datetime: "date and time",
    timedelta: "days and time duration",
    YearsMonths: "years and months duration",
    Range: "range",
    Function: "function",
}


def type_name(value: FeelValue) -> str:
    """FEEL's name of the value's type."""
    return _TYPE_NAMES[type(value)]
