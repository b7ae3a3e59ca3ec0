"""A form on paper: what is printed for a day without power, made of the very form file.

Pure. Conditions cannot be judged on paper: a field that is not always asked is marked. What only
the case knows (read-only fields, tables) and uploads have no place on a sheet.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Final

from engine import feel
from engine.values import Variables
from forms import conversion, paths
from forms.model import AnyComponent, Display, DynamicList, Field, Form, Group, Kind, Mask, Template
from forms.scopes import Moment, Scope

_GAP: Final = "……"
_NIK_DIGITS: Final = 16
_PHONE_DIGITS: Final = 13


class Shape(StrEnum):
    """How it looks on paper."""

    HEADING = "heading"
    TEXT = "text"
    RULE = "rule"
    LINE = "line"
    AREA = "area"
    BOXES = "boxes"
    DATE = "date"
    TIME = "time"
    OPTIONS = "options"
    TICK = "tick"
    ROWS = "rows"


@dataclass(frozen=True, slots=True, kw_only=True)
class Blank:
    """One thing on the sheet. Texts are the file's own, with `……` where the case would speak.

    `sometimes`: asked only in some cases. `boxes`: how many, one a digit. `options`: to tick, one
    or (`several`) more. `columns` of a list's empty rows.
    """

    shape: Shape
    label: str = ""
    hint: str = ""
    required: bool = False
    sometimes: bool = False
    boxes: int = 0
    options: tuple[str, ...] = ()
    several: bool = False
    columns: tuple[str, ...] = ()


_SHAPES: Final = {
    Kind.TEXTAREA: Shape.AREA,
    Kind.DATE: Shape.DATE,
    Kind.DATETIME: Shape.DATE,
    Kind.TIME: Shape.TIME,
    Kind.CHECKBOX: Shape.TICK,
}
_CHOSEN: Final = frozenset({Kind.SELECT, Kind.RADIO, Kind.CHECKLIST, Kind.TAGLIST})
_SEVERAL: Final = frozenset({Kind.CHECKLIST, Kind.TAGLIST})


def layout(form: Form, context: Variables, now: datetime) -> tuple[Blank, ...]:
    """Give what stands on the sheet, in order. `context`: what the office lends to expressions."""
    return tuple(_blanks(form.components, Scope(context, Moment(now=now))))


def _blanks(components: tuple[AnyComponent, ...], scope: Scope) -> Iterator[Blank]:
    for component in components:
        match component:
            case Field():
                yield from _asked(component, scope)
            case Group():
                if component.label:
                    yield Blank(shape=Shape.HEADING, label=_text(component.label))
                yield from _blanks(component.components, scope)
            case DynamicList():
                columns = tuple(_text(field.label) for field in _columns(component))
                yield Blank(shape=Shape.ROWS, label=_text(component.label), columns=columns)
            case Display():
                yield from _shown(component)


def _shown(display: Display) -> Iterator[Blank]:
    if display.kind is Kind.TEXT:
        yield Blank(shape=Shape.TEXT, label=_text(display.text))
    elif display.kind is Kind.SEPARATOR:
        yield Blank(shape=Shape.RULE)


def _asked(field: Field, scope: Scope) -> Iterator[Blank]:
    if not field.readonly and field.kind is not Kind.FILEPICKER:
        yield _field(field, scope)


def _columns(rows: DynamicList) -> Iterator[Field]:
    for component in rows.components:
        if isinstance(component, Field) and component.kind is not Kind.FILEPICKER:
            yield component


def _field(field: Field, scope: Scope) -> Blank:
    options = _options(field, scope) if field.kind in _CHOSEN else ()
    boxes = _boxes(field)
    usual = Shape.BOXES if boxes else Shape.LINE
    return Blank(
        shape=Shape.OPTIONS if options else _SHAPES.get(field.kind, usual),
        label=_text(field.label),
        hint=_text(field.hint),
        required=field.rules.required,
        sometimes=field.hide is not None,
        boxes=boxes,
        options=options,
        several=field.kind in _SEVERAL,
    )


def _boxes(field: Field) -> int:
    if field.mask is Mask.NIK or "nik" in field.rules.normalize:
        return _NIK_DIGITS
    return _PHONE_DIGITS if field.mask is Mask.PHONE else 0


def _options(field: Field, scope: Scope) -> tuple[str, ...]:
    choices = field.choices
    if choices is None or choices.options:
        found = choices.options if choices is not None else ()
    elif choices.expression is not None:
        found = conversion.options_from(feel.to_json(scope.evaluate(choices.expression)))
    else:
        found = conversion.options_from(paths.get(scope.data, choices.key))
    return tuple(option.label for option in found)


def _text(template: Template) -> str:
    return "".join(piece if isinstance(piece, str) else _GAP for piece in template.pieces)
