"""What the deployed forms say of variables: their labels and how they are masked."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import lru_cache

from flask import g

from api import asking, auth
from engine.services import reading
from forms import definition, templates
from forms.model import AnyComponent, DynamicList, Field, Mask, Option, in_scope

_CACHED = 512


@dataclass(frozen=True, slots=True, kw_only=True)
class Labels:
    """Dotted variable name (list rows as `*`) to its label, its mask, the labels of its options."""

    texts: dict[str, str] = field(default_factory=dict)
    masks: dict[str, Mask] = field(default_factory=dict)
    options: dict[str, dict[str, str]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Named:
    path: str
    label: str
    mask: Mask | None
    options: tuple[Option, ...]


@lru_cache(maxsize=_CACHED)
def _named(content: bytes, file: str) -> tuple[_Named, ...]:
    form = definition.read(content, file)
    return tuple(_walk(form.components, ""))


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
            )


def labels() -> Labels:
    """Labels and masks of all latest forms; the first form that labels a variable wins."""
    known: Labels | None = g.get("labels")
    if known is None:
        known = g.labels = _collect()
    return known


def in_words(names: Iterable[str]) -> str:
    """Variables by their labels, with commas between; a name no form labels stays as it is."""
    known = labels().texts
    return ", ".join(known.get(name, name) for name in names)


def _collect() -> Labels:
    kernel, actor = asking.kernel(), auth.actor()
    found = Labels()
    for view in reading.definitions(kernel, actor, kind="form"):
        content = reading.definition_content(kernel, actor, view.key)
        for named in _named(content, view.file):
            if named.label:
                found.texts.setdefault(named.path, named.label)
            if named.mask is not None:
                found.masks.setdefault(named.path, named.mask)
            known = found.options.setdefault(named.path, {})
            known.update({option.text: option.label for option in named.options})
    return found
