"""Built-in functions on strings (DMN 1.5 §10.3.4.3); positions count Unicode characters from 1."""

from __future__ import annotations

from decimal import Decimal

from engine.feel.functions.registry import builtin
from engine.feel.running import Run, Undefined
from engine.feel.values import FeelValue


@builtin("substring", "string: string, start position: number, length?: number")
def _substring(_run: Run, text: str, start: Decimal, length: Decimal | None = None) -> FeelValue:
    if not 0 < abs(start) <= len(text):
        raise Undefined("The text has no such position.")
    first = int(start) - 1 if start > 0 else len(text) + int(start)
    if length is None:
        return text[first:]
    if length < 1:
        raise Undefined("The length must be at least 1.")
    return text[first : first + int(min(length, Decimal(len(text))))]


@builtin("string length", "string: string")
def _string_length(_run: Run, text: str) -> FeelValue:
    return Decimal(len(text))


@builtin("upper case", "string: string")
def _upper_case(run: Run, text: str) -> FeelValue:
    return run.string(text.upper())


@builtin("lower case", "string: string")
def _lower_case(run: Run, text: str) -> FeelValue:
    return run.string(text.lower())


@builtin("substring before", "string: string, match: string")
def _substring_before(_run: Run, text: str, match: str) -> FeelValue:
    before, found, _ = text.partition(match) if match else ("", "", "")
    return before if found else ""


@builtin("substring after", "string: string, match: string")
def _substring_after(_run: Run, text: str, match: str) -> FeelValue:
    return text.partition(match)[2] if match else text


@builtin("contains", "string: string, match: string")
def _contains(_run: Run, text: str, match: str) -> FeelValue:
    return match in text


@builtin("starts with", "string: string, match: string")
def _starts_with(_run: Run, text: str, match: str) -> FeelValue:
    return text.startswith(match)


@builtin("ends with", "string: string, match: string")
def _ends_with(_run: Run, text: str, match: str) -> FeelValue:
    return text.endswith(match)


@builtin("trim", "string: string")
def _trim(_run: Run, text: str) -> FeelValue:
    """Camunda's: without white space at both ends."""
    return text.strip()


@builtin("is blank", "string: string")
def _is_blank(_run: Run, text: str) -> FeelValue:
    """Camunda's: whether the text is empty or white space only."""
    return not text.strip()
