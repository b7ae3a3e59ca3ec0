"""Paths, filters and loops over FEEL values (DMN 1.5 §10.3.2.5 and §10.3.2.14)."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import TypeAlias

from engine.feel.comparing import Truth, includes
from engine.feel.components import component, has_component
from engine.feel.nodes import Place
from engine.feel.running import Run
from engine.feel.values import NUMBERS, FeelValue, Function, Range, type_name

#: one iterator of a loop: given the earlier variables, its (source, end or None); with ".." or not
Source: TypeAlias = tuple[Callable[..., FeelValue], Callable[..., FeelValue] | None]
_DAY = timedelta(days=1)
_RANGE_PARTS: Mapping[str, Callable[[Range], FeelValue]] = {
    "start": lambda interval: interval.start,
    "end": lambda interval: interval.end,
    "start included": lambda interval: interval.start_included,
    "end included": lambda interval: interval.end_included,
}


def path(base: FeelValue, name: str, run: Run, at: Place) -> FeelValue:
    """`base.name`: an entry, a component, or the list of them over a list."""
    if isinstance(base, dict):
        if name in base:
            return base[name]
        run.missing(at, "The context has no entry %(name)s.", name=name)
        return None
    if isinstance(base, list):
        run.tick(len(base))
        return [path(item, name, run, at) for item in base]
    if isinstance(base, Range) and name in _RANGE_PARTS:
        return _RANGE_PARTS[name](base)
    if has_component(base, name):
        return component(base, name)
    note = run.missing if base is None else run.note
    note(at, "A %(type)s has no entry %(name)s.", type=type_name(base), name=name)
    return None


def index(base: FeelValue, position: FeelValue, run: Run, at: Place) -> FeelValue:
    """`base[position]`, counted from 1, or from the end when negative."""
    assert isinstance(position, Decimal)
    items = base if isinstance(base, list) else [base]
    if position != position.to_integral_value():
        run.note(at, "A position must be a whole number.")
        return None
    if not 0 < abs(position) <= len(items):
        run.missing(at, "The list has no such position.")
        return None
    whole = int(position)
    return items[whole - 1 if whole > 0 else whole]


def entry(item: FeelValue, name: str, outer: FeelValue) -> FeelValue:
    """A name inside a filter: the item's own entry if it has one, else what it means outside."""
    if isinstance(item, dict) and name in item:
        return item[name]
    return outer


def select(
    base: FeelValue, condition: Callable[[FeelValue], FeelValue], weight: int, run: Run, at: Place
) -> FeelValue:
    """`base[condition]`: the items that pass; or, if the condition is a number, the item there."""
    if base is None:
        return []
    items = base if isinstance(base, list) else [base]
    if not items:
        run.tick(weight)
        return None if isinstance(condition(None), Decimal) else []
    chosen: list[FeelValue] = []
    for item in items:
        run.tick(weight)
        passed = condition(item)
        if passed is True:
            chosen.append(item)
        elif isinstance(passed, Decimal):
            return index(base, passed, run, at)
    return chosen


def _numbers(start: Decimal, end: Decimal) -> Iterator[FeelValue]:
    step = Decimal(1 if start <= end else -1)
    value = start
    while value <= end if step > 0 else value >= end:
        yield value
        value = NUMBERS.add(value, step)


def _dates(start: date, end: date) -> Iterator[FeelValue]:
    step = _DAY if start <= end else -_DAY
    for count in range(abs((end - start).days) + 1):
        yield start + step * count


def _between(start: FeelValue, end: FeelValue, run: Run, at: Place) -> Iterator[FeelValue]:
    if isinstance(start, Decimal) and isinstance(end, Decimal):
        return _numbers(start, end)
    if _is_date(start) and _is_date(end):
        assert isinstance(start, date)
        assert isinstance(end, date)
        return _dates(start, end)
    run.note(at, "Only numbers and dates can be counted through.")
    raise _Unbound


class _Unbound(Exception):
    """An iterator has nothing to go through; the whole loop is null."""


def _is_date(value: FeelValue) -> bool:
    return isinstance(value, date) and not isinstance(value, datetime)


def _items(source: Source, bound: Sequence[FeelValue], run: Run, at: Place) -> Iterator[FeelValue]:
    first, last = source
    value = first(*bound)
    if last is not None:
        return _between(value, last(*bound), run, at)
    if isinstance(value, Range):
        inside = _between(value.start, value.end, run, at)
        interval = value
        return (item for item in inside if includes(interval, item, run, at))
    if value is None:
        run.note(at, "There is no list to go through.")
        raise _Unbound
    return iter(value) if isinstance(value, list) else iter((value,))


def _combinations(
    sources: Sequence[Source], bound: tuple[FeelValue, ...], run: Run, at: Place
) -> Iterator[tuple[FeelValue, ...]]:
    source, *rest = sources
    for item in _items(source, bound, run, at):
        run.tick()
        if rest:
            yield from _combinations(rest, (*bound, item), run, at)
        else:
            yield (*bound, item)


def collect(
    sources: Sequence[Source],
    body: Callable[..., FeelValue],
    weight: int,
    run: Run,
    at: Place,
    *,
    partial: bool,
) -> FeelValue:
    """`for … return body`; the body gets the variables and, if it asks, the results so far."""
    results: list[FeelValue] = []
    try:
        for values in _combinations(sources, (), run, at):
            run.tick(weight)
            if partial:
                run.tick(len(results))
            results.append(body(*values, results[:] if partial else None))
            run.room(len(results))
    except _Unbound:
        return None
    return results


def quantify(
    sources: Sequence[Source],
    condition: Callable[..., FeelValue],
    weight: int,
    run: Run,
    at: Place,
    *,
    every: bool,
) -> Truth:
    """`some` or `every … satisfies condition`, three-valued."""
    result: Truth = every
    try:
        for values in _combinations(sources, (), run, at):
            run.tick(weight)
            passed = condition(*values)
            if passed is (not every):
                return not every
            if passed is not every:
                result = None
    except _Unbound:
        return None
    return result


def invoke(function: FeelValue, arguments: Sequence[FeelValue], run: Run, at: Place) -> FeelValue:
    """Call a function value with positional arguments."""
    if not isinstance(function, Function):
        run.note(at, "A %(type)s cannot be called.", type=type_name(function))
        return None
    if len(arguments) != len(function.parameters):
        run.note(
            at,
            "The function takes %(wanted)s arguments, not %(given)s.",
            wanted=len(function.parameters),
            given=len(arguments),
        )
        return None
    run.enter()
    result = function.call(*arguments)
    run.leave()
    return result


def invoke_named(
    function: FeelValue, names: tuple[str, ...], arguments: Sequence[FeelValue], run: Run, at: Place
) -> FeelValue:
    """Call a function value with named arguments; those not named are null."""
    if not isinstance(function, Function):
        run.note(at, "A %(type)s cannot be called.", type=type_name(function))
        return None
    given = dict(zip(names, arguments, strict=True))
    unknown = [name for name in given if name not in function.parameters]
    if unknown:
        run.note(at, "The function has no parameter %(name)s.", name=unknown[0])
        return None
    return invoke(function, [given.get(name) for name in function.parameters], run, at)
