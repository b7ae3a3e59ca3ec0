"""Writes docs/errors.md from the error tree: `python -m tests.error_table`. A test holds the two equal."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import api
import engine
import forms
import office
from api.errors import STATUSES
from engine.errors import AlurError, Conflict, Failed, Forbidden, Invalid, NotFound

PATH: Final = Path(__file__).resolve().parent.parent / "docs" / "errors.md"
_FAMILIES: Final = (NotFound, Conflict, Forbidden, Invalid, Failed)
_HEAD: Final = """# Errors

Every error Alur raises on purpose, by family. `/v2` answers them as `application/problem+json`
(RFC 9457) with the code at the end of `type`; pages say the same in the reader's language. A code is
stable; the words may change. `%(name)s` stands for what is filled in. Made by
`python -m tests.error_table`.
"""


def import_all() -> None:
    """Import every module, so that every error class is known."""
    for package in (engine, forms, office, api):
        for module in pkgutil.walk_packages(package.__path__, package.__name__ + "."):
            if ".migrations" not in module.name and "__main__" not in module.name:
                importlib.import_module(module.name)


def tree(error: type[AlurError]) -> Iterator[type[AlurError]]:
    """The class and all below it, by code."""
    yield error
    for child in sorted(error.__subclasses__(), key=lambda each: each.code):
        yield from tree(child)


def table() -> str:
    """The whole text of docs/errors.md."""
    import_all()
    parts = [_HEAD]
    for family in _FAMILIES:
        title = (family.__doc__ or "").splitlines()[0]
        parts.append(f"\n## {family.__name__}: {title}\n")
        parts.append("| code | status | raised when | message |\n|---|---|---|---|")
        parts += [_line(error) for error in tree(family)]
    return "\n".join(parts) + "\n"


def _line(error: type[AlurError]) -> str:
    when = " ".join((error.__doc__ or "").split("\n\n")[0].split()).replace("|", "\\|")
    status = next(STATUSES[kind] for kind in error.__mro__ if kind in STATUSES)
    return f"| `{error.code}` | {status} | {when} | {error.message} |"


if __name__ == "__main__":
    PATH.write_text(table(), encoding="utf-8")
