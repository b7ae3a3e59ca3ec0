"""What a file field takes, and where files stand in answers. Opens no file.

Three kinds are taken, because every office PC and telephone shows them and because each can be
checked to its last byte: PDF, JPEG, PNG.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from engine.values import JsonValue
from forms import paths
from forms.model import AnyComponent, DynamicList, Field, Form, Kind, in_scope

#: kind, as offices name it -> media type and endings of names
MEDIA_TYPES: Final = {"pdf": "application/pdf", "jpg": "image/jpeg", "png": "image/png"}
ENDINGS: Final = {"pdf": (".pdf",), "jpg": (".jpg", ".jpeg"), "png": (".png",)}
_IMAGES: Final = frozenset({"jpg", "png"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """A file field in answers: its dotted path with row numbers, and what is given there.

    `given` is the very list that stands in the answers, where one does.
    """

    field: Field
    path: str
    given: list[JsonValue]


def kinds(accept: str) -> frozenset[str]:
    """The kinds that an HTML `accept` lets through; all of them when it is blank."""
    words = _words(accept)
    found = frozenset(kind for word in words for kind in _kinds_of(word))
    return found if words else frozenset(MEDIA_TYPES)


def unknown(accept: str) -> list[str]:
    """What of an `accept` names no kind that is taken."""
    return [word for word in _words(accept) if not _kinds_of(word)]


def places(form: Form, answers: Mapping[str, JsonValue]) -> Iterator[Place]:
    """Every file field of a form in raw or cleaned answers, those in rows too."""
    yield from _places(form.components, answers, "")


def _words(accept: str) -> list[str]:
    return [word for part in accept.split(",") if (word := part.strip().lower())]


def _kinds_of(word: str) -> frozenset[str]:
    if word in {"image/*", "*/*"}:
        return _IMAGES if word == "image/*" else frozenset(MEDIA_TYPES)
    return frozenset(
        kind
        for kind, media_type in MEDIA_TYPES.items()
        if word == media_type or word in ENDINGS[kind]
    )


def _places(
    components: tuple[AnyComponent, ...], answers: Mapping[str, JsonValue], prefix: str
) -> Iterator[Place]:
    for item in in_scope(components):
        value = paths.get(answers, item.key)
        if isinstance(item, DynamicList):
            for at, row in enumerate(value if isinstance(value, list) else []):
                if isinstance(row, dict):
                    yield from _places(item.components, row, f"{prefix}{item.key}.{at}.")
        elif item.kind is Kind.FILEPICKER:
            given: list[JsonValue] = [] if value is None else [value]
            if isinstance(value, list):
                given = value
            yield Place(field=item, path=prefix + item.key, given=given)
