"""Equality, order and membership in three-valued logic (DMN 1.5 §10.3.2.13); no arithmetic."""

from __future__ import annotations

import operator
from collections.abc import Callable, Iterable, Sequence
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Final

from engine.feel.nodes import Place
from engine.feel.running import Run
from engine.feel.values import FeelValue, Function, Range, YearsMonths, type_name

Truth = bool | None
_ORDERED: Final = frozenset({Decimal, str, date, time, datetime, timedelta, YearsMonths})
_OPERATORS: Final[dict[str, Callable[..., bool]]] = {
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
}


def same(left: FeelValue, right: FeelValue, run: Run) -> Truth:
    """Equality without a reason recorded: None when types differ; null equals only null."""
    if left is None or right is None:
        return left is right
    if type(left) is not type(right):
        return None
    match left:
        case list():
            assert isinstance(right, list)
            return _same_items(left, right, run)
        case dict():
            assert isinstance(right, dict)
            return _same_entries(left, right, run)
        case Range():
            assert isinstance(right, Range)
            return _same_range(left, right, run)
        case Function():
            return None
        case str():
            run.tick(len(left) // 256)
    return left == right


def _same_entries(left: dict[str, FeelValue], right: dict[str, FeelValue], run: Run) -> Truth:
    if left.keys() != right.keys():
        return False
    return _same_items(list(left.values()), [right[key] for key in left], run)


def _same_items(left: Sequence[FeelValue], right: Sequence[FeelValue], run: Run) -> Truth:
    if len(left) != len(right):
        return False
    run.tick(len(left))
    return conjunction(same(a, b, run) for a, b in zip(left, right, strict=True))


def _same_range(left: Range, right: Range, run: Run) -> Truth:
    if (left.start_included, left.end_included) != (right.start_included, right.end_included):
        return False
    return conjunction((same(left.start, right.start, run), same(left.end, right.end, run)))


def conjunction(truths: Iterable[Truth]) -> Truth:
    """Three-valued `and` over any number of truths."""
    result: Truth = True
    for truth in truths:
        if truth is False:
            return False
        if truth is None:
            result = None
    return result


def disjunction(truths: Iterable[Truth]) -> Truth:
    """Three-valued `or` over any number of truths."""
    result: Truth = False
    for truth in truths:
        if truth is True:
            return True
        if truth is None:
            result = None
    return result


def equal(left: FeelValue, right: FeelValue, run: Run, at: Place) -> Truth:
    """`left = right`."""
    result = same(left, right, run)
    if result is None:
        _complain(left, right, run, at)
    return result


def unequal(left: FeelValue, right: FeelValue, run: Run, at: Place) -> Truth:
    """`left != right`."""
    result = equal(left, right, run, at)
    return None if result is None else not result


def order(sign: str, left: FeelValue, right: FeelValue, run: Run, at: Place) -> Truth:
    """`left sign right` for <, <=, >, >=."""
    if type(left) is type(right) and type(left) in _ORDERED:
        if isinstance(left, str):
            run.tick(len(left) // 256)
        try:
            return _OPERATORS[sign](left, right)
        except TypeError:  # only one of the two has a zone
            run.note(at, "A value with a zone cannot be compared to one without.")
            return None
    _complain(left, right, run, at)
    return None


def compare(sign: str, left: FeelValue, right: FeelValue, run: Run, at: Place) -> Truth:
    """`left sign right` for any of the six comparisons."""
    if sign == "=":
        return equal(left, right, run, at)
    if sign == "!=":
        return unequal(left, right, run, at)
    return order(sign, left, right, run, at)


def _complain(left: FeelValue, right: FeelValue, run: Run, at: Place) -> None:
    run.note(
        at,
        "%(left)s cannot be compared with %(right)s.",
        left=type_name(left),
        right=type_name(right),
    )


def includes(interval: Range, value: FeelValue, run: Run, at: Place) -> Truth:
    """Whether the value lies in the interval."""
    low: Truth = True
    if interval.start is not None:
        low = order(">=" if interval.start_included else ">", value, interval.start, run, at)
    if low is False or interval.end is None:
        return low
    high = order("<=" if interval.end_included else "<", value, interval.end, run, at)
    return conjunction((low, high))


def is_in(value: FeelValue, test: FeelValue, run: Run, at: Place) -> Truth:
    """Whether the value passes the test: equals it, lies in it, or passes one of its items."""
    if isinstance(test, Range):
        return includes(test, value, run, at)
    if isinstance(test, list):
        run.tick(len(test))
        if isinstance(value, list) and same(value, test, run):
            return True
        return disjunction(
            includes(item, value, run, at)
            if isinstance(item, Range)
            else bool(same(value, item, run))
            for item in test
        )
    return equal(value, test, run, at)


def passes(value: FeelValue, test: FeelValue, run: Run, at: Place) -> Truth:
    """Whether the value passes a cell's expression: as `is_in`, but a truth stands for itself."""
    if isinstance(test, bool) and not isinstance(value, bool):
        return test
    return is_in(value, test, run, at)


def truth(value: FeelValue, run: Run, at: Place) -> Truth:
    """The value if it is a truth, else null."""
    if value is None or isinstance(value, bool):
        return value
    run.note(at, "Expected a boolean, found a %(type)s.", type=type_name(value))
    return None


def negate(value: FeelValue, run: Run, at: Place) -> Truth:
    """Three-valued `not`."""
    known = truth(value, run, at)
    return None if known is None else not known


def answers(value: FeelValue, test: FeelValue, run: Run, at: Place) -> Truth:
    """Whether a table cell's expression that reads `?` holds: its own truth, else as `is_in`."""
    return test if isinstance(test, bool) else is_in(value, test, run, at)
