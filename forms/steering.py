"""Which answers change what a form shows, so that a page knows when to ask for it anew."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

from engine.feel import Expression
from forms.model import AnyComponent, Display, DynamicList, Field, Form, Group, Table, Template


@lru_cache(maxsize=256)
def names(form: Form) -> frozenset[str]:
    """First names of the keys that conditions, texts, options and suggestions of the form read."""
    return frozenset(
        name for expression in _expressions(form.components) for name in expression.names
    )


def steers(form: Form, path: str, key: str) -> bool:
    """Whether an answer changes what else is shown; `path` has the list it stands in before it."""
    return not names(form).isdisjoint({path.partition(".")[0], key.partition(".")[0]})


def _expressions(components: tuple[AnyComponent, ...]) -> Iterator[Expression]:
    for item in components:
        if item.hide is not None:
            yield item.hide
        yield from _read(item.label)
        yield from _read(item.hint)
        match item:
            case Group() | DynamicList():
                yield from _expressions(item.components)
            case Display():
                yield from _read(item.text)
            case Table():
                yield item.data
            case Field():
                yield from _of_field(item)


def _of_field(field: Field) -> Iterator[Expression]:
    if isinstance(field.readonly, Expression):
        yield field.readonly
    if field.choices is not None and field.choices.expression is not None:
        yield field.choices.expression
    if field.suggest is not None:
        yield field.suggest
    if field.rules.refuse_if is not None and field.rules.refuses_options:
        yield field.rules.refuse_if


def _read(template: Template) -> Iterator[Expression]:
    return (piece for piece in template.pieces if isinstance(piece, Expression))
