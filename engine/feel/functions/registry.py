"""The table of built-in functions: how they are declared, chosen, called. They stand beside."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Final

from engine.feel.nodes import Place
from engine.feel.running import Run, Undefined
from engine.feel.values import FeelValue, Function, Range, YearsMonths, type_name

_TYPES: Final[dict[str, tuple[type, ...]]] = {
    "number": (Decimal,),
    "string": (str,),
    "boolean": (bool,),
    "list": (list,),
    "context": (dict,),
    "date": (date,),
    "moment": (date, datetime),
    "datetime": (datetime,),
    "time": (time,),
    "clock": (time, datetime),
    "duration": (timedelta, YearsMonths),
    "days": (timedelta,),
    "range": (Range,),
    "function": (Function,),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Parameter:
    """`type` "any" takes all, null too; `many` takes the arguments that are left, as a list."""

    name: str
    type: str
    optional: bool = False
    many: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Builtin:
    """One signature of a built-in function; `call` takes the run, then the arguments."""

    name: str
    parameters: tuple[Parameter, ...]
    call: Callable[..., FeelValue]

    def takes(self, count: int) -> bool:
        """Whether it can be called with so many positional arguments."""
        if self.parameters and self.parameters[-1].many:
            return count >= len(self.parameters)
        needed = sum(not parameter.optional for parameter in self.parameters)
        return needed <= count <= len(self.parameters)

    def arrange(self, names: Sequence[str]) -> tuple[int, ...] | None:
        """For each parameter up to the last given its argument's index (-1: none); None: no fit."""
        known = [parameter.name for parameter in self.parameters]
        if any(name not in known for name in names) or len(set(names)) < len(names):
            return None
        order = [names.index(name) if name in names else -1 for name in known]
        missing = (
            index < 0 and not parameter.optional
            for index, parameter in zip(order, self.parameters, strict=True)
        )
        if any(missing):
            return None
        while order and order[-1] < 0:
            order.pop()
        return tuple(order)


REGISTRY: Final[dict[str, tuple[Builtin, ...]]] = {}


def builtin(
    name: str, signature: str = ""
) -> Callable[[Callable[..., FeelValue]], Callable[..., FeelValue]]:
    """Declare a built-in function: `@builtin("substring", "string: string, length?: number")`.

    A name with "?" is optional; a type with "*" takes all arguments left. Several declarations of
    one name are tried in the order of declaration.
    """

    def declare(call: Callable[..., FeelValue]) -> Callable[..., FeelValue]:
        parameters = tuple(_parameter(part) for part in signature.split(",") if part.strip())
        added = Builtin(name=name, parameters=parameters, call=call)
        REGISTRY[name] = (*REGISTRY.get(name, ()), added)
        return call

    return declare


def _parameter(text: str) -> Parameter:
    name, kind = (part.strip() for part in text.split(":"))
    return Parameter(
        name=name.removesuffix("?"),
        type=kind.removesuffix("*"),
        optional=name.endswith("?"),
        many=kind.endswith("*"),
    )


class _Mismatch(Exception):
    def __init__(self, parameter: Parameter, value: FeelValue) -> None:
        self.parameter = parameter
        self.value = value
        super().__init__(parameter.name)


def call_builtin(
    overloads: tuple[Builtin, ...], arguments: Sequence[FeelValue], run: Run, at: Place
) -> FeelValue:
    """Call the first signature that takes these arguments; null with a reason if none does."""
    run.tick(_weight(arguments))
    mismatch: _Mismatch | None = None
    for candidate in overloads:
        if not candidate.takes(len(arguments)):
            continue
        try:
            fitting = _fit(candidate, arguments)
        except _Mismatch as found:
            mismatch = mismatch or found
            continue
        try:
            return candidate.call(run, *fitting)
        except Undefined as reason:
            run.note(at, reason.message, **reason.params)
            return None
    _refuse(overloads[0].name, mismatch, run, at)
    return None


def _weight(arguments: Sequence[FeelValue]) -> int:
    weight = 1
    for argument in arguments:
        if isinstance(argument, list | dict):
            weight += len(argument)
        elif isinstance(argument, str):
            weight += len(argument) // 16
    return weight


def _fit(candidate: Builtin, arguments: Sequence[FeelValue]) -> list[FeelValue]:
    fitting: list[FeelValue] = []
    for place, parameter in enumerate(candidate.parameters):
        if parameter.many:
            fitting.append([_coerce(parameter, argument) for argument in arguments[place:]])
        elif place < len(arguments):
            fitting.append(_coerce(parameter, arguments[place]))
    return fitting


def _coerce(parameter: Parameter, value: FeelValue) -> FeelValue:
    """DMN 1.5 §10.3.2.9.4: a single value for a list and a list of one for its item."""
    if parameter.type == "any":
        return value
    if value is None and parameter.optional:
        return None
    accepted = _TYPES[parameter.type]
    if type(value) in accepted:
        return value
    if accepted == (list,) and value is not None:
        return [value]
    if isinstance(value, list) and len(value) == 1 and type(value[0]) in accepted:
        return value[0]
    raise _Mismatch(parameter, value)


def _refuse(name: str, mismatch: _Mismatch | None, run: Run, at: Place) -> None:
    if mismatch is None:
        run.note(at, "%(function)s does not take so many arguments.", function=name)
        return
    run.note(
        at,
        "%(function)s expects a %(wanted)s as %(parameter)s, not a %(given)s.",
        function=name,
        wanted=mismatch.parameter.type,
        parameter=mismatch.parameter.name,
        given=type_name(mismatch.value),
    )
    return
