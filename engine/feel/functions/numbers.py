"""Built-in functions on numbers (DMN 1.5 §10.3.4.5)."""

from __future__ import annotations

import decimal
from collections.abc import Callable
from decimal import Decimal, DecimalException
from typing import Final

from engine.feel.functions.registry import builtin
from engine.feel.running import Run, Undefined
from engine.feel.values import NUMBERS, FeelValue

_SCALE_LIMIT: Final = 6143


def _rounded(number: Decimal, scale: Decimal | None, rounding: str) -> Decimal:
    digits = Decimal(0) if scale is None else scale
    if digits != digits.to_integral_value() or abs(digits) > _SCALE_LIMIT:
        raise Undefined(
            "The scale must be a whole number of at most %(limit)s.", limit=_SCALE_LIMIT
        )
    exponent = -int(digits)
    exact = number.as_tuple().exponent
    if isinstance(exact, int) and exact >= exponent:
        return number
    if number.adjusted() < exponent - 1:
        # far below the last digit kept only the sign counts
        number = Decimal(1).copy_sign(number).scaleb(exponent - 2) if number else number
    try:
        return number.quantize(Decimal(1).scaleb(exponent), rounding, NUMBERS)
    except DecimalException:
        raise Undefined("The number cannot be rounded so.") from None


def _rounding(name: str, rounding: str) -> None:
    @builtin(name, "n: number, scale?: number")
    def call(_run: Run, number: Decimal, scale: Decimal | None = None) -> FeelValue:
        return _rounded(number, scale, rounding)


for _name, _rule in {
    "floor": decimal.ROUND_FLOOR,
    "ceiling": decimal.ROUND_CEILING,
    "decimal": decimal.ROUND_HALF_EVEN,
    "round up": decimal.ROUND_UP,
    "round down": decimal.ROUND_DOWN,
    "round half up": decimal.ROUND_HALF_UP,
    "round half down": decimal.ROUND_HALF_DOWN,
    "round half even": decimal.ROUND_HALF_EVEN,
}.items():
    _rounding(_name, _rule)


@builtin("abs", "n: number")
@builtin("abs", "number: number")
def _abs(_run: Run, number: Decimal) -> FeelValue:
    return number.copy_abs()


@builtin("modulo", "dividend: number, divisor: number")
def _modulo(_run: Run, dividend: Decimal, divisor: Decimal) -> FeelValue:
    """DMN 1.5: `dividend - divisor * floor(dividend / divisor)`: the sign is the divisor's."""
    try:
        rest = NUMBERS.remainder(dividend, divisor)
    except DecimalException:
        raise Undefined("There is no remainder of a division by zero.") from None
    return NUMBERS.add(rest, divisor) if rest and (rest < 0) is not (divisor < 0) else rest


def _unary(name: str, compute: Callable[[Decimal], Decimal]) -> None:
    @builtin(name, "number: number")
    def call(_run: Run, number: Decimal) -> FeelValue:
        try:
            return compute(number)
        except DecimalException:
            raise Undefined("%(function)s has no result for this number.", function=name) from None


_unary("sqrt", NUMBERS.sqrt)
_unary("exp", NUMBERS.exp)


@builtin("log", "number: number")
def _log(_run: Run, number: Decimal) -> FeelValue:
    if number <= 0:
        raise Undefined("There is no logarithm of a number that is not positive.")
    return NUMBERS.ln(number)


def _parity(number: Decimal) -> Decimal | None:
    if number != number.to_integral_value():
        return None
    return (
        NUMBERS.remainder(number.copy_abs(), Decimal(2))
        if number.adjusted() < NUMBERS.prec
        else Decimal(0)
    )


@builtin("odd", "number: number")
def _odd(_run: Run, number: Decimal) -> FeelValue:
    return _parity(number) == 1


@builtin("even", "number: number")
def _even(_run: Run, number: Decimal) -> FeelValue:
    return _parity(number) == 0
