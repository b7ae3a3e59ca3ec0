"""Fills a table of a form: its columns, written down or computed, and its rows. Judges nothing."""

from __future__ import annotations

from engine import feel
from engine.values import JsonValue
from forms.conversion import options_from
from forms.model import Column, Table
from forms.scopes import Scope
from forms.wording import Speak

Row = tuple[str, ...]


def fill(table: Table, scope: Scope, speak: Speak) -> tuple[Row, tuple[Row, ...]]:
    """Give headers and rows as texts; what is no context is no row."""
    data = scope.evaluate(table.data)
    rows = [row for row in (data if isinstance(data, list) else []) if isinstance(row, dict)]
    columns = table.columns_shown or _computed(table, scope)
    return tuple(column.label for column in columns), tuple(
        tuple(speak(column.key, feel.to_json(row.get(column.key))) for column in columns)
        for row in rows
    )


def _computed(table: Table, scope: Scope) -> tuple[Column, ...]:
    """The columns that the expression gives; none where it gives none."""
    if table.columns_computed is None:
        return ()
    found = feel.to_json(scope.evaluate(table.columns_computed))
    given = [_as_option(each) for each in found] if isinstance(found, list) else []
    return tuple(Column(key=each.text, label=each.label) for each in options_from(given))


def _as_option(column: JsonValue) -> JsonValue:
    if not isinstance(column, dict):
        return column
    return {"value": column.get("key"), "label": column.get("label")}
