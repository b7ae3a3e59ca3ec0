"""A kept report as lines to read: for the meeting's page and the command line. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

from engine.values import JsonValue

_TITLES: Final[Mapping[str, str]] = {
    "arus": "Arus permohonan",
    "lama": "Lama menurut langkah",
    "blanko": "Blanko dan bahan",
    "tunggakan": "Tunggakan",
    "perkiraan": "Perkiraan",
    "pusat": "Status di pusat",
    "janji": "Janji pertama",
    "pemberitahuan": "Pemberitahuan",
    "tindak_lanjut": "Tindak lanjut rapat lalu",
}
_NEVER: Final = "tidak pernah habis"
#: what None means, where it does not mean "not known"
_NOTHING: Final[Mapping[str, str]] = {"hari_sampai_habis": _NEVER}
_STEP: Final = "  "


def lines(content: Mapping[str, JsonValue]) -> tuple[str, ...]:
    """Give the report part by part in its fixed order, every figure on a line of its own."""
    told: list[str] = []
    for name, title in _TITLES.items():
        if name in content:
            told.append(title)
            told += _inner(content[name], _STEP)
    return tuple(told)


def _inner(value: JsonValue, indent: str) -> Iterator[str]:
    if isinstance(value, Mapping):
        for name, inner in value.items():
            yield from _named(name, inner, indent)
    elif isinstance(value, list):
        for inner in value:
            yield indent + _row(inner)


def _named(name: str, value: JsonValue, indent: str) -> Iterator[str]:
    label = name.replace("_", " ")
    if isinstance(value, (Mapping, list)) and value:
        yield f"{indent}{label}:"
        yield from _inner(value, indent + _STEP)
    else:
        yield f"{indent}{label}: {_plain(value, name)}"


def _row(value: JsonValue) -> str:
    if isinstance(value, Mapping):
        return ", ".join(
            f"{name.replace('_', ' ')} {_plain(inner, name)}" for name, inner in value.items()
        )
    return _plain(value, "")


def _plain(value: JsonValue, name: str) -> str:
    if value is None:
        return _NOTHING.get(name, "belum diketahui")
    if isinstance(value, bool):
        return "ya" if value else "tidak"
    return "tidak ada" if value in ([], {}) else str(value)
