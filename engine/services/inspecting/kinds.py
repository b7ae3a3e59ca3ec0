"""Tells what a file is by its first bytes and lets the one who knows that kind judge it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from engine.services.inspecting import pdfs, pictures
from engine.services.inspecting.refusals import FileRefused
from forms import files

__all__ = ["FileRefused", "Inspected", "Limits", "inspect"]

#: first bytes -> kind; nothing may stand before them
_MAGIC: Final = {b"%PDF-": "pdf", b"\xff\xd8\xff": "jpg", b"\x89PNG\r\n\x1a\n": "png"}
_CHECKS: Final[dict[str, Callable[[bytes], bytes]]] = {
    "pdf": pdfs.check,
    "jpg": pictures.clean_jpeg,
    "png": pictures.clean_png,
}
_MEGABYTE: Final = 1_048_576


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """What an office takes: kinds (`pdf`, `jpg`, `png`) and the largest file, in bytes."""

    kinds: frozenset[str]
    largest: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Inspected:
    """A file that may be kept. Of a picture `content` was drawn anew, without its metadata."""

    kind: str
    content: bytes

    @property
    def media_type(self) -> str:
        return files.MEDIA_TYPES[self.kind]


def inspect(name: str, content: bytes, limits: Limits) -> Inspected:
    """Judge a file by its content.

    Raises:
        FileRefused: it is empty, too large, of another kind than allowed or than its name says,
            damaged, mixed with something else, or it acts by itself.
    """
    if not content:
        raise FileRefused("file-empty")
    if len(content) > limits.largest:
        raise FileRefused("file-large", most=_megabytes(limits.largest))
    kind = next((kind for start, kind in _MAGIC.items() if content.startswith(start)), "")
    if kind not in limits.kinds:
        named = ", ".join(kind for kind in files.MEDIA_TYPES if kind in limits.kinds)
        raise FileRefused("file-kind", kinds=named.upper())
    if not name.lower().endswith(files.ENDINGS[kind]):
        raise FileRefused("file-name", kind=kind.upper())
    return Inspected(kind=kind, content=_CHECKS[kind](content))


def _megabytes(size: int) -> str:
    return f"{size / _MEGABYTE:.1f}".removesuffix(".0").replace(".", ",")
