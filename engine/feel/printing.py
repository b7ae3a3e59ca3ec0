"""FEEL values as text, as the function `string` writes them (DMN 1.5 §10.3.4.1)."""

from __future__ import annotations

from datetime import date, time, timedelta
from decimal import Decimal

from engine.feel.running import Run
from engine.feel.temporal import print_temporal
from engine.feel.values import FeelValue, Function, Range, YearsMonths


def print_number(value: Decimal) -> str:
    """Plain digits without an exponent and without zeros at the end of a fraction."""
    text = f"{value:f}"
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    return "0" if text == "-0" else text


def print_value(value: FeelValue, run: Run, *, quoted: bool = False) -> str:
    """The text of a value; strings inside lists and contexts are quoted."""
    run.tick()
    match value:
        case None:
            return "null"
        case bool():
            return "true" if value else "false"
        case Decimal():
            return run.string(print_number(value))
        case str():
            return run.string(quote(value)) if quoted else value
        case list():
            inner = ", ".join(print_value(item, run, quoted=True) for item in value)
            return run.string(f"[{inner}]")
        case dict():
            pairs = (
                f"{_key(key)}:{print_value(item, run, quoted=True)}" for key, item in value.items()
            )
            return run.string("{" + ", ".join(pairs) + "}")
        case _:
            return _print_rest(value, run)


def _print_rest(value: date | time | timedelta | YearsMonths | Range | Function, run: Run) -> str:
    if isinstance(value, Function):
        return f"function({', '.join(value.parameters)})"
    if isinstance(value, Range):
        return _print_range(value, run)
    return print_temporal(value)


def _print_range(value: Range, run: Run) -> str:
    if value.start is None:
        return f"{'<=' if value.end_included else '<'}{print_value(value.end, run, quoted=True)}"
    if value.end is None:
        return (
            f"{'>=' if value.start_included else '>'}{print_value(value.start, run, quoted=True)}"
        )
    start = print_value(value.start, run, quoted=True)
    end = print_value(value.end, run, quoted=True)
    return (
        f"{'[' if value.start_included else '('}{start}..{end}{']' if value.end_included else ')'}"
    )


def quote(text: str) -> str:
    """The text as a string literal."""
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


def _key(key: str) -> str:
    return key if key.replace("_", "a").isalnum() else quote(key)
