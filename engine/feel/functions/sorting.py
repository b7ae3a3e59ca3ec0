"""The built-in function `sort` (DMN 1.5 §10.3.4.11): stable, by a function or natural order."""

from __future__ import annotations

from collections.abc import Callable
from functools import cmp_to_key

from engine.feel.access import invoke
from engine.feel.comparing import order
from engine.feel.functions.registry import builtin
from engine.feel.running import Run, Undefined
from engine.feel.values import FeelValue, Function

_NOWHERE = (0, 0)


@builtin("sort", "list: list, precedes: function")
def _sort(run: Run, items: list[FeelValue], precedes: Function) -> FeelValue:
    return _sorted(run, items, lambda one, other: invoke(precedes, (one, other), run, _NOWHERE))


@builtin("sort", "list: list")
def _sort_naturally(run: Run, items: list[FeelValue]) -> FeelValue:
    return _sorted(run, items, lambda one, other: order("<", one, other, run, _NOWHERE))


def _sorted(
    run: Run, items: list[FeelValue], precedes: Callable[[FeelValue, FeelValue], FeelValue]
) -> FeelValue:
    def compare(one: FeelValue, other: FeelValue) -> int:
        run.tick()
        before = precedes(one, other)
        if before is None:
            raise Undefined("The items of the list cannot be ordered.")
        if before is True:
            return -1
        return 1 if precedes(other, one) is True else 0

    return sorted(items, key=cmp_to_key(compare))
