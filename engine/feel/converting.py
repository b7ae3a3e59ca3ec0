"""Between FEEL values and JSON, and the "=" that marks an expression in a diagram."""

from __future__ import annotations

from datetime import UTC, datetime
from decimal import Decimal
from typing import Final

from engine.feel.errors import FeelLimit
from engine.feel.limits import MAX_STEPS
from engine.feel.loading import from_json
from engine.feel.printing import print_value
from engine.feel.running import Run
from engine.feel.temporal import print_temporal
from engine.feel.values import NUMBERS, FeelValue, Function, Range
from engine.values import JsonValue

__all__ = ["from_json", "is_expression", "strip", "to_json"]

_DIGITS: Final = 34
_DEEPEST: Final = 200


def is_expression(text: str) -> bool:
    """Whether an attribute of a diagram is FEEL: it begins with "=" (Camunda 8's rule)."""
    return text.lstrip().startswith("=")


def strip(text: str) -> str:
    """The FEEL text without its leading "="."""
    return text.lstrip().removeprefix("=").strip()


def to_json(value: FeelValue) -> JsonValue:
    """A value as a variable keeps it: integral numbers as int, temporal values as ISO 8601 text.

    Ranges become their FEEL text, functions null. Zones are written as offsets.

    Raises:
        FeelLimit: when the value is too large or nested too deeply.
    """
    return _Writer().write(value, 0)


class _Writer:
    def __init__(self) -> None:
        self._left = MAX_STEPS
        self._run = Run(datetime.fromtimestamp(0, UTC), UTC)  # printing asks for no instant

    def write(self, value: FeelValue, depth: int) -> JsonValue:
        self._left -= 1 + len(value) // 16 if isinstance(value, str) else 1
        if self._left < 0 or depth > _DEEPEST:
            raise FeelLimit(what="the size of a value", limit=MAX_STEPS)
        match value:
            case None | bool() | str():
                return value
            case Decimal():
                return _number(value)
            case list():
                return [self.write(item, depth + 1) for item in value]
            case dict():
                return {key: self.write(item, depth + 1) for key, item in value.items()}
            case Function():
                return None
            case Range():
                return print_value(value, self._run)
            case _:
                return print_temporal(value, zones=False)


def _number(value: Decimal) -> int | Decimal:
    if value == 0:
        return 0
    if value.adjusted() > _DIGITS:
        return value
    if value == value.to_integral_value():
        return int(value)
    return value.normalize(NUMBERS)
