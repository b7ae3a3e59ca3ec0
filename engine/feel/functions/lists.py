"""Built-in functions on lists (DMN 1.5 §10.3.4.4)."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from decimal import Decimal

from engine.feel.access import invoke
from engine.feel.comparing import conjunction, disjunction, same
from engine.feel.functions.registry import builtin
from engine.feel.running import Run, Undefined
from engine.feel.values import FeelValue, Function

Items = list[FeelValue]


def _sought(run: Run, items: Items, value: FeelValue) -> Iterable[int]:
    """Positions (from 0) of the value."""
    run.tick(len(items))
    return (place for place, item in enumerate(items) if same(item, value, run) is True)


def _position(items: Items, position: Decimal, *, beyond: int = 0) -> int:
    """A position counted from 1, or from the end when negative, as an index from 0."""
    if position != position.to_integral_value() or not 0 < abs(position) <= len(items) + beyond:
        raise Undefined("The list has no such position.")
    whole = int(position)
    return whole - 1 if whole > 0 else len(items) + whole


@builtin("list contains", "list: list, element: any")
def _list_contains(run: Run, items: Items, element: FeelValue) -> FeelValue:
    return any(True for _ in _sought(run, items, element))


@builtin("count", "list: list")
def _count(_run: Run, items: Items) -> FeelValue:
    return Decimal(len(items))


@builtin("is empty", "list: list")
def _is_empty(_run: Run, items: Items) -> FeelValue:
    return not items


@builtin("sublist", "list: list, start position: number, length?: number")
def _sublist(_run: Run, items: Items, start: Decimal, length: Decimal | None = None) -> FeelValue:
    first = _position(items, start)
    if length is None:
        return items[first:]
    if length != length.to_integral_value() or not 1 <= length <= len(items) - first:
        raise Undefined("The list is not that long.")
    return items[first : first + int(length)]


@builtin("append", "list: list, item: any*")
def _append(run: Run, items: Items, added: Items) -> FeelValue:
    run.room(len(items) + len(added))
    return items + added


@builtin("concatenate", "list: list*")
def _concatenate(run: Run, lists: list[Items]) -> FeelValue:
    run.room(sum(map(len, lists)))
    run.tick(sum(map(len, lists)))
    return [item for items in lists for item in items]


@builtin("insert before", "list: list, position: number, newItem: any")
def _insert_before(run: Run, items: Items, position: Decimal, added: FeelValue) -> FeelValue:
    run.room(len(items) + 1)
    place = _position(items, position)
    return [*items[:place], added, *items[place:]]


@builtin("remove", "list: list, position: number")
def _remove(_run: Run, items: Items, position: Decimal) -> FeelValue:
    place = _position(items, position)
    return items[:place] + items[place + 1 :]


@builtin("list replace", "list: list, position: number, newItem: any")
def _replace_at(_run: Run, items: Items, position: Decimal, added: FeelValue) -> FeelValue:
    place = _position(items, position)
    return [*items[:place], added, *items[place + 1 :]]


@builtin("list replace", "list: list, match: function, newItem: any")
def _replace_where(run: Run, items: Items, match: Function, added: FeelValue) -> FeelValue:
    chosen = (invoke(match, (item, added), run, (0, 0)) for item in items)
    return [added if hit is True else item for item, hit in zip(items, chosen, strict=True)]


@builtin("reverse", "list: list")
def _reverse(_run: Run, items: Items) -> FeelValue:
    return items[::-1]


@builtin("index of", "list: list, match: any")
def _index_of(run: Run, items: Items, match: FeelValue) -> FeelValue:
    return [Decimal(place + 1) for place in _sought(run, items, match)]


def _distinct(run: Run, items: Iterable[FeelValue]) -> Items:
    found: Items = []
    for item in items:
        run.tick(1 + len(found))
        if not any(same(item, known, run) is True for known in found):
            found.append(item)
    return found


@builtin("distinct values", "list: list")
def _distinct_values(run: Run, items: Items) -> FeelValue:
    return _distinct(run, items)


@builtin("duplicate values", "list: list")
def _duplicate_values(run: Run, items: Items) -> FeelValue:
    """Camunda's: the values that occur more than once."""
    unique = _distinct(run, items)
    return [item for item in unique if len(list(_sought(run, items, item))) > 1]


@builtin("union", "list: list*")
def _union(run: Run, lists: list[Items]) -> FeelValue:
    return _distinct(run, (item for items in lists for item in items))


@builtin("flatten", "list: list")
def _flatten(run: Run, items: Items) -> FeelValue:
    flat: Items = []
    stack = [iter(items)]
    while stack:
        run.tick()
        for item in stack[-1]:
            run.tick()
            if isinstance(item, list):
                stack.append(iter(item))
                break
            flat.append(item)
        else:
            stack.pop()
    run.room(len(flat))
    return flat


@builtin("partition", "list: list, size: number")
def _partition(_run: Run, items: Items, size: Decimal) -> FeelValue:
    """Camunda's: consecutive sublists of the size, the last one may be shorter."""
    if size < 1 or size != size.to_integral_value():
        raise Undefined("The size must be a whole number of at least 1.")
    width = int(min(size, Decimal(len(items) + 1)))
    return [items[start : start + width] for start in range(0, len(items), width)]


@builtin("string join", "list: list, delimiter?: string, prefix?: string, suffix?: string")
def _string_join(
    run: Run,
    items: Items,
    delimiter: str | None = None,
    prefix: str | None = None,
    suffix: str | None = None,
) -> FeelValue:
    """The strings with the delimiter between; nulls are left out (DMN 1.5)."""
    texts = [item for item in items if isinstance(item, str)]
    if len(texts) + items.count(None) < len(items):
        raise Undefined("Only strings can be joined.")
    size = sum(map(len, texts)) + len(delimiter or "") * len(texts)
    run.tick(size // 16)
    return run.string((prefix or "") + (delimiter or "").join(texts) + (suffix or ""))


def _truths(
    name: str, join: Callable[[Iterable[bool | None]], bool | None], *signatures: str
) -> None:
    for signature in signatures:

        @builtin(name, signature)
        def call(run: Run, items: Items) -> FeelValue:
            run.tick(len(items))
            return join(item if isinstance(item, bool) else None for item in items)


for _name, _join in {"all": conjunction, "any": disjunction}.items():
    _truths(_name, _join, "list: list", "b: any*")
