"""Asking FEEL in tests: one fixed instant, values as JSON."""

from __future__ import annotations

from datetime import UTC, datetime

from engine import feel
from engine.values import JsonValue

#: Tuesday evening in UTC, Wednesday morning in Jakarta
NOW = datetime(2026, 11, 24, 23, 0, tzinfo=UTC)


def ask(text: str, **context: object) -> JsonValue:
    """The value of an expression over variables, as JSON."""
    return feel.to_json(outcome(text, **context).value)


def outcome(text: str, **context: object) -> feel.Outcome:
    """The value with its reasons."""
    return feel.compile_expression(text, frozenset(context)).evaluate(context, now=NOW)


def passes(tests: str, value: object, **context: object) -> bool | None:
    """Whether the value passes the unary tests."""
    return feel.compile_unary(tests, frozenset(context)).matches(value, context, now=NOW)
