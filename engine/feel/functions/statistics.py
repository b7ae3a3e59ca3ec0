"""Built-in functions that make one value of a list of them (DMN 1.5 §10.3.4.4 and §10.3.4.5)."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal, DecimalException

from engine.feel.arithmetic import calculate
from engine.feel.comparing import order
from engine.feel.functions.registry import builtin
from engine.feel.running import Run, Undefined
from engine.feel.values import NUMBERS, FeelValue

_NOWHERE = (0, 0)
Items = list[FeelValue]


def _aggregate(name: str, compute: Callable[[Run, Items], FeelValue]) -> None:
    """Declare it for one list, and for as many arguments as there are."""
    builtin(name, "list: list")(compute)
    builtin(name, "n: any*")(compute)


def _numbers(items: Items) -> list[Decimal]:
    numbers = [item for item in items if isinstance(item, Decimal)]
    if len(numbers) < len(items):
        raise Undefined("The list must hold numbers only.")
    return numbers


def _extreme(sign: str) -> Callable[[Run, Items], FeelValue]:
    def compute(run: Run, items: Items) -> FeelValue:
        run.tick(len(items))
        if not items:
            return None
        best = items[0]
        if order("<=", best, best, run, _NOWHERE) is None:
            raise Undefined("The items of the list have no order.")
        for item in items[1:]:
            better = order(sign, item, best, run, _NOWHERE)
            if better is None:
                raise Undefined("The items of the list cannot be compared.")
            best = item if better else best
        return best

    return compute


def _sum(run: Run, items: Items) -> FeelValue:
    """The sum; of durations too. Null of an empty list."""
    run.tick(len(items))
    if not items:
        return None
    total = items[0]
    if isinstance(total, str) or calculate("+", total, total, run, _NOWHERE) is None:
        raise Undefined("The list must hold numbers or durations only.")
    for item in items[1:]:
        total = calculate("+", total, item, run, _NOWHERE)
    return total


def _mean(run: Run, items: Items) -> FeelValue:
    total = _sum(run, items)
    return None if total is None else calculate("/", total, Decimal(len(items)), run, _NOWHERE)


def _product(run: Run, items: Items) -> FeelValue:
    run.tick(len(items))
    if not items:
        return None
    result = Decimal(1)
    try:
        for number in _numbers(items):
            result = NUMBERS.multiply(result, number)
    except DecimalException:
        raise Undefined("The product is too large.") from None
    return result


def _median(run: Run, items: Items) -> FeelValue:
    run.tick(len(items))
    numbers = sorted(_numbers(items))
    if not numbers:
        return None
    middle = len(numbers) // 2
    if len(numbers) % 2:
        return numbers[middle]
    return NUMBERS.divide(NUMBERS.add(numbers[middle - 1], numbers[middle]), Decimal(2))


def _stddev(run: Run, items: Items) -> FeelValue:
    """The sample standard deviation; null of fewer than two numbers."""
    run.tick(len(items))
    numbers = _numbers(items)
    if len(numbers) < 2:  # noqa: PLR2004 - a sample's deviation needs two
        return None
    try:
        total = Decimal(0)
        for number in numbers:
            total = NUMBERS.add(total, number)
        mean = NUMBERS.divide(total, Decimal(len(numbers)))
        squares = Decimal(0)
        for number in numbers:
            difference = NUMBERS.subtract(number, mean)
            squares = NUMBERS.add(squares, NUMBERS.multiply(difference, difference))
        return NUMBERS.sqrt(NUMBERS.divide(squares, Decimal(len(numbers) - 1)))
    except DecimalException:
        raise Undefined("The deviation is too large.") from None


def _mode(run: Run, items: Items) -> FeelValue:
    """The most frequent numbers, in ascending order."""
    run.tick(len(items))
    counts: dict[Decimal, int] = {}
    for number in _numbers(items):
        counts[number] = counts.get(number, 0) + 1
    most = max(counts.values(), default=0)
    return [number for number in sorted(counts) if counts[number] == most]


_aggregate("min", _extreme("<"))
_aggregate("max", _extreme(">"))
_aggregate("sum", _sum)
_aggregate("mean", _mean)
_aggregate("product", _product)
_aggregate("median", _median)
_aggregate("stddev", _stddev)
_aggregate("mode", _mode)
