"""Carries raw answers between HTML forms and nested JSON. Converts and judges nothing.

Names: a field's dotted key; `key-day`, `-month`, `-year`, `-time` for dates; `list-0-key` in a row,
where an empty `list-0-` says that the row is there; `_peringatan-rule` for a warning's reason,
`_usulan-key` for what the form suggested.
Keys hold no hyphen, so that names are never ambiguous.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from decimal import Decimal
from typing import Final, Protocol, TypeAlias

from engine.values import JsonValue, Variables
from forms import paths
from forms.model import (
    REASONS,
    SUGGESTED,
    AnyComponent,
    DynamicList,
    Field,
    Form,
    Kind,
    Option,
    in_scope,
)
from forms.schema import MAX_ROWS

#: name -> texts sent under it, in order
Texts: TypeAlias = "dict[str, list[str]]"
_Rows: TypeAlias = "list[Mapping[str, JsonValue]]"
_PARTS: Final = ("day", "month", "year")
_DATED: Final = frozenset({Kind.DATE, Kind.DATETIME})
_SEVERAL: Final = frozenset({Kind.CHECKLIST, Kind.TAGLIST, Kind.FILEPICKER})
_ISO: Final = re.compile(
    r"(\d{4})-(\d\d)-(\d\d)(?:T(\d\d:\d\d(?::\d\d)?))?.*", re.ASCII | re.DOTALL
)


class Sent(Protocol):
    """What a web framework's multidict gives."""

    def keys(self) -> Iterable[str]: ...

    def getlist(self, key: str, /) -> Sequence[str]: ...


def from_html(form: Form, sent: Sent) -> dict[str, JsonValue]:
    """Read what a browser sent: raw answers for `validation.clean` and for drafts.

    Every field of the form is in the answer, blank when it was not sent; rows are numbered anew
    without gaps; at most 200 of them are read, in the order of their numbers.
    """
    texts = {name: list(sent.getlist(name)) for name in dict.fromkeys(sent.keys())}
    answers = _read_scope(form.components, texts, "")
    for kept in (REASONS, SUGGESTED):
        found = _read_kept(texts, f"{kept}-")
        if found:
            answers[kept] = found
    return answers


def to_html(form: Form, answers: Mapping[str, JsonValue]) -> Texts:
    """Write raw or cleaned answers as a browser would send them; `from_html` reads them back."""
    texts = _write_scope(form.components, answers, "")
    for kept in (REASONS, SUGGESTED):
        found = answers.get(kept)
        for name, text in (found if isinstance(found, dict) else {}).items():
            texts[f"{kept}-{name}"] = [text_of(text)]
    return texts


def initial(form: Form, variables: Variables) -> dict[str, JsonValue]:
    """Give the raw answers an untouched form shows: the variables of its keys, else defaults."""
    return _initial(form.components, variables)


def with_row(answers: Mapping[str, JsonValue], path: str) -> dict[str, JsonValue]:
    """Add an empty row at the end of a list (a button, for pages without scripts).

    `path` is `ListView.path`: dotted, with the row's number where a list stands in a row.
    """
    return _changed(answers, path, lambda rows: [*rows, {}][:MAX_ROWS])


def without_row(answers: Mapping[str, JsonValue], path: str, number: int) -> dict[str, JsonValue]:
    """Take a row out of a list, by its number from 0; none is there: nothing happens."""
    return _changed(
        answers, path, lambda rows: [row for at, row in enumerate(rows) if at != number]
    )


def text_of(value: JsonValue) -> str:
    """Write a scalar as an HTML form's value; decimals with a comma, nothing for null."""
    if isinstance(value, Decimal):
        return f"{value:f}".replace(".", ",")
    if value is None or isinstance(value, (list, dict)):
        return ""
    return Option(value=value, label="").text


def date_parts(value: JsonValue) -> dict[str, str]:
    """Take a date or instant apart as its inputs show it: day, month, year, time."""
    if isinstance(value, dict):
        return {part: text_of(value.get(part)) for part in (*_PARTS, "time")}
    found = _ISO.fullmatch(value) if isinstance(value, str) else None
    if found is None:
        return dict.fromkeys((*_PARTS, "time"), "")
    return {"day": found[3], "month": found[2], "year": found[1], "time": found[4] or ""}


def _read_kept(texts: Mapping[str, list[str]], start: str) -> dict[str, JsonValue]:
    return {
        name.removeprefix(start): values[0]
        for name, values in texts.items()
        if name.startswith(start) and values
    }


def _read_scope(
    components: tuple[AnyComponent, ...], texts: Mapping[str, list[str]], prefix: str
) -> dict[str, JsonValue]:
    answers: dict[str, JsonValue] = {}
    for item in in_scope(components):
        name = prefix + item.key
        value = (
            _read_rows(item, texts, f"{name}-")
            if isinstance(item, DynamicList)
            else _read_field(item.kind, texts, name)
        )
        paths.put(answers, item.key, value)
    return answers


def _read_rows(
    component: DynamicList, texts: Mapping[str, list[str]], start: str
) -> list[JsonValue]:
    numbers = {
        int(number)
        for name in texts
        if name.startswith(start)
        and (number := name.removeprefix(start).partition("-")[0]).isascii()
        and number.isdigit()
        and len(number) < 9  # noqa: PLR2004 - no honest page counts that far
    }
    return [
        _read_scope(component.components, texts, f"{start}{number}-")
        for number in sorted(numbers)[: MAX_ROWS + 1]
    ]


def _read_field(kind: Kind, texts: Mapping[str, list[str]], name: str) -> JsonValue:
    values = texts.get(name, [])
    if kind in _SEVERAL:
        return list(values)
    if kind is Kind.CHECKBOX:
        return values[-1] if values else False
    if kind in _DATED and not values:
        parts = (*_PARTS, "time") if kind is Kind.DATETIME else _PARTS
        return {part: (texts.get(f"{name}-{part}") or [""])[0] for part in parts}
    return values[0] if values else ""


def _write_scope(
    components: tuple[AnyComponent, ...], answers: Mapping[str, JsonValue], prefix: str
) -> Texts:
    texts: Texts = {}
    for item in in_scope(components):
        name, value = prefix + item.key, paths.get(answers, item.key)
        if isinstance(item, DynamicList):
            for at, row in enumerate(_rows(value)):
                texts[f"{name}-{at}-"] = [""]
                texts |= _write_scope(item.components, row, f"{name}-{at}-")
        else:
            texts |= _write_field(item, name, value)
    return texts


def _write_field(field: Field, name: str, value: JsonValue) -> Texts:
    if field.kind in _SEVERAL:
        return {name: [text_of(one) for one in value]} if isinstance(value, list) else {}
    if field.kind in _DATED:
        parts = date_parts(value)
        wanted = parts if field.kind is Kind.DATETIME else dict.fromkeys(_PARTS, "")
        return {f"{name}-{part}": [parts[part]] for part in wanted}
    if field.kind is Kind.CHECKBOX:
        return {name: ["true"]} if value is True else {}
    return {name: [text_of(value)]}


def _initial(components: tuple[AnyComponent, ...], variables: Variables) -> dict[str, JsonValue]:
    answers: dict[str, JsonValue] = {}
    for item in in_scope(components):
        value = paths.get(variables, item.key)
        if isinstance(item, DynamicList):
            rows = _rows(value) or [{}] * item.repetitions
            paths.put(answers, item.key, [_initial(item.components, row) for row in rows])
        else:
            paths.put(answers, item.key, item.default if value is None else value)
    return answers


def _changed(
    answers: Mapping[str, JsonValue], path: str, change: Callable[[_Rows], _Rows]
) -> dict[str, JsonValue]:
    key, number, inner = _split(path)
    rows = _rows(paths.get(answers, key))
    if number is None:
        rows = change(rows)
    else:
        rows = [
            _changed(row, inner, change) if at == number else row for at, row in enumerate(rows)
        ]
    changed = dict(answers)
    paths.put(changed, key, [dict(row) for row in rows])
    return changed


def _split(path: str) -> tuple[str, int | None, str]:
    """Take a path apart at its first row number: the list, the row, what is in the row."""
    key, _, rest = path.partition(".")
    while rest:
        part, _, inner = rest.partition(".")
        if part.isascii() and part.isdigit() and len(part) < 9 and inner:  # noqa: PLR2004 - as above
            return key, int(part), inner
        key, rest = f"{key}.{part}", inner
    return key, None, ""


def _rows(value: JsonValue) -> _Rows:
    rows = value if isinstance(value, list) else []
    return [row if isinstance(row, dict) else {} for row in rows]
