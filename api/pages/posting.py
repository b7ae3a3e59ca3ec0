"""Reads the fields of the pages' own small forms (parts/fields.html). Judges only their shape; what
the answers mean is the services' to judge.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Final

from flask import request

from engine.errors import Fault

_PARTS: Final = ("day", "month", "year")
_YEAR_DIGITS: Final = 4
#: nobody's day lies outside; further out the office's time could not be told in UTC
_YEARS: Final = range(1900, 2200)


def text(name: str) -> str:
    """What was typed into a field, without blanks around; "" for nothing."""
    return request.form.get(name, "").strip()


def typed(*names: str) -> Mapping[str, str]:
    """What was typed into fields, and into the three of a date, to show it again."""
    parts = [f"{name}-{part}" for name in names for part in _PARTS]
    return {name: request.form.get(name, "") for name in (*names, *parts)}


def shown(name: str, day: date | None) -> Mapping[str, str]:
    """A date as `date3` shows it; empty for none."""
    texts = ("", "", "") if day is None else (str(day.day), str(day.month), str(day.year))
    return {f"{name}-{part}": shown_ for part, shown_ in zip(_PARTS, texts, strict=True)}


def day(name: str, sent: Mapping[str, str] | None = None) -> date | Fault | None:
    """The date in three fields; None when all are empty, a fault when it is none.

    `sent`: where they are, by default the posted form.
    """
    fields = request.form if sent is None else sent
    parts = [fields.get(f"{name}-{part}", "").strip() for part in _PARTS]
    if not any(parts):
        return None
    try:
        return _of(*parts)
    except ValueError:
        return fault(name, "This is no date. Type day, month and a year of four digits.")


def _of(day_: str, month: str, year: str) -> date:
    if len(year) != _YEAR_DIGITS or not all(each.isascii() for each in (day_, month, year)):
        raise ValueError
    if int(year) not in _YEARS:
        raise ValueError
    return date(int(year), int(month), int(day_))


def fault(name: str, message: str, **params: str | int) -> Fault:
    """Something wrong in a field: `message` says what and what to do."""
    return Fault(rule="field", element=name, message=message, params=params)


def missing(*names: str) -> tuple[Fault, ...]:
    """A fault for each field that is empty."""
    return tuple(fault(name, "An answer is needed.") for name in names if not text(name))
