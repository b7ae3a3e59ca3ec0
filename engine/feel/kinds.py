"""Types of FEEL by name, and whether a value is of one (DMN 1.5 §10.3.2.9)."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Final

from engine.feel.nodes import TypeNamed
from engine.feel.running import Run
from engine.feel.values import FeelValue, Function, Range, YearsMonths

_TYPES: Final[dict[str, type]] = {
    "number": Decimal,
    "string": str,
    "boolean": bool,
    "date": date,
    "time": time,
    "date and time": datetime,
    "dateTime": datetime,
    "days and time duration": timedelta,
    "day time duration": timedelta,
    "dayTimeDuration": timedelta,
    "years and months duration": YearsMonths,
    "year month duration": YearsMonths,
    "yearMonthDuration": YearsMonths,
    "list": list,
    "context": dict,
    "range": Range,
    "function": Function,
    "Null": type(None),
}
TYPE_NAMES: Final = frozenset({*_TYPES, "Any"})


def instance_of(value: FeelValue, wanted: TypeNamed, run: Run) -> bool | None:
    """Whether the value is of the type; None if there is no such type."""
    run.tick()
    if wanted.name not in TYPE_NAMES:
        run.note(wanted.at, "There is no type %(type)s.", type=wanted.name)
        return None
    if wanted.name == "Any":
        return value is not None
    if type(value) is not _TYPES[wanted.name]:
        return False
    return _inside(value, wanted, run)


def _inside(value: FeelValue, wanted: TypeNamed, run: Run) -> bool | None:
    if not wanted.arguments:
        return True
    first = wanted.arguments[0]
    match value:
        case list():
            return all(item is None or instance_of(item, first, run) for item in value)
        case dict():
            pairs = zip(wanted.keys, wanted.arguments, strict=True)
            return all(key in value and _entry(value[key], kind, run) for key, kind in pairs)
        case Range():
            ends = (end for end in (value.start, value.end) if end is not None)
            return all(instance_of(end, first, run) for end in ends)
    return True


def _entry(value: FeelValue, wanted: TypeNamed, run: Run) -> bool | None:
    return value is None or instance_of(value, wanted, run)
