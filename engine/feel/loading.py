"""Values entering an expression: variables from the context, made ranges and functions."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Final

from engine.feel import access
from engine.feel.comparing import order
from engine.feel.functions import REGISTRY, call_builtin
from engine.feel.nodes import Place
from engine.feel.running import Run
from engine.feel.values import NUMBERS, FeelValue, Function, Range, YearsMonths

_AS_THEY_ARE: Final = frozenset(
    {
        type(None),
        bool,
        str,
        Decimal,
        date,
        time,
        datetime,
        timedelta,
        YearsMonths,
        Range,
        Function,
    }
)


def from_json(value: object) -> FeelValue:
    """A variable as FEEL sees it: int becomes Decimal, at any depth; texts stay texts.

    Raises:
        TypeError: for a value that is neither JSON nor a FEEL value.
    """
    if type(value) in _AS_THEY_ARE:
        return value  # type: ignore[return-value] # the set above holds FeelValue's types
    if isinstance(value, int):
        return Decimal(value)
    if isinstance(value, list | tuple):
        return [from_json(item) for item in value]
    if isinstance(value, Mapping):
        return {str(key): from_json(item) for key, item in value.items()}
    if isinstance(value, float):
        return NUMBERS.create_decimal(repr(value))
    raise TypeError(type(value).__name__)


def load(
    value: object, name: str, context: Mapping[str, object], run: Run, at: Place | None
) -> FeelValue:
    """A variable whose value is no number or text; `at` None records no reason if it is missing."""
    if value is not None:
        run.tick()
        return from_json(value)
    if name not in context:
        if name in REGISTRY:
            return builtin_value(name, run, at or (1, 1))
        if at is not None:
            run.missing(at, "There is no variable %(name)s.", name=name)
            return None
    return None


def dig(context: Mapping[str, object], names: tuple[str, ...], run: Run, at: Place) -> FeelValue:
    """`a.b.c` from the context, converting only what is found at the end."""
    value = context.get(names[0])
    for place, name in enumerate(names[1:], start=1):
        if not isinstance(value, Mapping) or name not in value:
            return _walk(load(value, names[0], context, run, at), names[place:], run, at)
        value = value[name]
    return from_json(value)


def _walk(value: FeelValue, names: tuple[str, ...], run: Run, at: Place) -> FeelValue:
    for name in names:
        value = access.path(value, name, run, at)
    return value


def make_range(
    start: FeelValue, end: FeelValue, included: tuple[bool, bool], run: Run, at: Place
) -> FeelValue:
    """A range, if its ends can be ordered; `included` tells whether start and end belong to it."""
    if start is not None and end is not None and order("<=", start, end, run, at) is None:
        return None
    if start is None and end is None:
        run.note(at, "A range needs an end.")
        return None
    return Range(start=start, end=end, start_included=included[0], end_included=included[1])


def make_function(
    parameters: tuple[str, ...], body: Callable[..., FeelValue], weight: int, run: Run
) -> Function:
    """A function value whose every call costs its weight in steps."""

    def call(*arguments: FeelValue) -> FeelValue:
        run.tick(weight)
        return body(*arguments)

    return Function(parameters=parameters, call=call)


def builtin_value(name: str, run: Run, at: Place) -> Function:
    """A built-in function as a value."""
    overloads = REGISTRY[name]

    def call(*arguments: FeelValue) -> FeelValue:
        return call_builtin(overloads, arguments, run, at)

    parameters = tuple(parameter.name for parameter in overloads[0].parameters)
    return Function(parameters=parameters, call=call)
