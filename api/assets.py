"""Finds the built diagram scripts by Vite's manifest. A missing build is no error: pages work
without.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final

import msgspec

_BUILD: Final = Path(__file__).parent / "static" / "build"


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """What one diagram page loads: paths below static/build; empty when nothing was built."""

    script: str = ""
    styles: tuple[str, ...] = ()


class _Chunk(msgspec.Struct):
    file: str
    css: list[str] = []


@cache
def _manifest() -> dict[str, _Chunk]:
    path = _BUILD / ".vite" / "manifest.json"
    if not path.exists():
        return {}
    return msgspec.json.decode(path.read_bytes(), type=dict[str, _Chunk])


def entry(name: str) -> Entry:
    """The built files of the feature folder `name` of web/, for example "viewer"."""
    chunk = _manifest().get(f"{name}/index.js")
    if chunk is None:
        return Entry()
    return Entry(
        script=f"build/{chunk.file}", styles=tuple(f"build/{style}" for style in chunk.css)
    )
