"""Fills empty fields with what the form can tell from other answers. Judges nothing.

A suggestion stands in the field as if it had been typed: whoever sends the form has looked at it,
and may have changed it. One that nobody touched gives way when what it came from changes.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Final

from engine import feel
from engine.values import JsonValue, Variables
from forms import answers as raw_answers
from forms import paths, resolution
from forms.model import SUGGESTED, Field, Form, Kind, in_scope
from forms.resolution import Answered
from forms.scopes import Moment

_DATED: Final = frozenset({Kind.DATE, Kind.DATETIME})


def fill(
    form: Form, answers: Mapping[str, JsonValue], variables: Variables, moment: Moment
) -> dict[str, JsonValue]:
    """Give the answers with suggestions in the fields that are empty, or hold an earlier one.

    `SUGGESTED` among them tells which: key to the text of what was suggested. A suggestion may read
    every answer of the form; null suggests nothing. Hidden and read-only fields get none.
    """
    if not any(field.suggest for field in _fields(form)):
        return dict(answers)
    filled, told = dict(answers), dict(_earlier(answers))
    for entry in _open(form, answers, variables, moment):
        key, expression = entry.field.key, entry.field.suggest
        raw, earlier = paths.get(answers, key), told.pop(key, None)
        if expression is None or not (_is_blank(raw) or _is(raw, earlier, entry.field)):
            continue
        value = feel.to_json(entry.scope.evaluate(expression))
        paths.put(filled, key, value)
        if value is not None:
            told[key] = raw_answers.text_of(value)
    filled[SUGGESTED] = dict(told)
    return filled


def _fields(form: Form) -> Iterable[Field]:
    return (item for item in in_scope(form.components) if isinstance(item, Field))


def _open(
    form: Form, answers: Mapping[str, JsonValue], variables: Variables, moment: Moment
) -> list[Answered]:
    """The form's own visible fields that take an answer; those of rows have other paths."""
    resolved = resolution.resolve(form, answers, variables, moment)
    return [
        entry
        for entry in resolution.answered(resolved.entries)
        if isinstance(entry, Answered) and entry.path == entry.field.key and not entry.readonly
    ]


def _earlier(answers: Mapping[str, JsonValue]) -> dict[str, JsonValue]:
    told = answers.get(SUGGESTED)
    return told if isinstance(told, dict) else {}


def _is_blank(raw: JsonValue) -> bool:
    if isinstance(raw, dict):
        return not any(raw.values())
    return raw in {None, ""} if not isinstance(raw, list) else not raw


def _is(raw: JsonValue, text: JsonValue, field: Field) -> bool:
    """Whether the field still holds what was suggested before."""
    if text is None:
        return False
    if field.kind in _DATED:
        return raw_answers.date_parts(raw) == raw_answers.date_parts(text)
    return raw_answers.text_of(raw) == text
