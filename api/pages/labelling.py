"""What the deployed forms say of variables: labels, masks, options, how rows are titled."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache

from flask import g

from api import asking, auth, texts
from engine import feel
from engine.services import reading
from forms import definition, templates
from forms.model import AnyComponent, Display, DynamicList, Field, Form, Mask, Option, in_scope

_CACHED = 512
_THIS = "this."


@dataclass(frozen=True, slots=True, kw_only=True)
class Labels:
    """Dotted variable name (list rows as `*`) to what forms say of it.

    `forms` is the form that asks it, `hides` the condition under which it is not asked. `titles`
    maps a list to the variable of a row that the row is titled by.
    """

    texts: dict[str, str] = field(default_factory=dict)
    masks: dict[str, Mask] = field(default_factory=dict)
    options: dict[str, dict[str, str]] = field(default_factory=dict)
    forms: dict[str, str] = field(default_factory=dict)
    hides: dict[str, feel.Expression] = field(default_factory=dict)
    titles: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Named:
    path: str
    label: str
    mask: Mask | None
    options: tuple[Option, ...]
    hide: feel.Expression | None
    is_shown_only: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class _Read:
    id: str
    fields: tuple[_Named, ...]
    titles: dict[str, str]


@lru_cache(maxsize=_CACHED)
def _read(content: bytes, file: str) -> _Read:
    form: Form = definition.read(content, file)
    return _Read(
        id=form.id,
        fields=tuple(_walk(form.components, "")),
        titles=dict(_titles(form.components, "")),
    )


def _walk(components: tuple[AnyComponent, ...], prefix: str) -> Iterator[_Named]:
    for item in in_scope(components):
        path = prefix + item.key
        if isinstance(item, DynamicList):
            yield from _walk(item.components, f"{path}.*.")
        elif isinstance(item, Field):
            # a label with FEEL in it is another one in every case: the name must do
            label = templates.render(item.label, lambda _: "…")
            yield _Named(
                path=path,
                label="" if "…" in label else label,
                mask=item.mask,
                options=item.choices.options if item.choices else (),
                hide=item.hide,
                is_shown_only=item.readonly is True,
            )


def _titles(components: tuple[AnyComponent, ...], prefix: str) -> Iterator[tuple[str, str]]:
    """Lists whose rows begin with a text that is one variable of the row."""
    for item in in_scope(components):
        if not isinstance(item, DynamicList):
            continue
        path = prefix + item.key
        first = item.components[0] if item.components else None
        pieces = first.text.pieces if isinstance(first, Display) else ()
        read = [piece.text for piece in pieces if isinstance(piece, feel.Expression)]
        if len(read) == 1 and read[0].startswith(_THIS):
            yield path, read[0].removeprefix(_THIS)
        yield from _titles(item.components, f"{path}.*.")


def labels(own: frozenset[str] = frozenset()) -> Labels:
    """What the latest forms say; a form that asks a variable goes before one that only shows it.

    `own` are the forms of the procedure at hand: only they give names, unless there are none. Masks
    and options are taken from all: personal data stay masked, whoever's form says that they are.
    """
    known: dict[frozenset[str], Labels] = g.setdefault("labels", {})
    if own not in known:
        known[own] = _collect(own)
    return known[own]


def _collect(own: frozenset[str]) -> Labels:
    kernel, actor = asking.kernel(), auth.actor()
    read = [
        _read(reading.definition_content(kernel, actor, view.key), view.file)
        for view in reading.definitions(kernel, actor, kind="form")
    ]
    read.sort(key=lambda form: form.id not in own)
    found = Labels()
    for foreign in (False, True):
        forms = [form for form in read if (form.id not in own) is foreign]
        for shown_only in (False, True):
            for form in forms:
                for named in form.fields:
                    if named.is_shown_only is shown_only:
                        _note(found, named, form.id, names=not (own and foreign))
    for form in reversed(read):
        found.titles.update(form.titles)
    return found


def _note(found: Labels, named: _Named, form_id: str, *, names: bool) -> None:
    if named.label and names:
        found.texts.setdefault(named.path, named.label)
        found.forms.setdefault(named.path, form_id)
    if named.mask is not None:
        found.masks.setdefault(named.path, named.mask)
    if named.hide is not None:
        found.hides.setdefault(named.path, named.hide)
    known = found.options.setdefault(named.path, {})
    for option in named.options:
        known.setdefault(option.text, texts.said(option.label))
