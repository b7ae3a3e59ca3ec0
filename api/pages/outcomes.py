"""The page that says of each thing of a bulk act what became of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from flask import render_template
from flask.typing import ResponseReturnValue

from api import errors
from engine.services.bulk import Outcome

#: nothing of what was asked for was done
_REFUSED = 422


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """One line: what it was, where to look at it, and why it was not done ("": it was)."""

    text: str
    address: str
    refusal: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Way:
    """Where the reader goes on to: the words of the link and its address."""

    text: str
    address: str


def show(
    title: str, done: Sequence[Outcome], names: Mapping[int, tuple[str, str]], back: Way
) -> ResponseReturnValue:
    """The page of outcomes; status 422 when nothing at all was done.

    `names`: key to words and address of each thing.
    """
    lines = [
        Told(
            text=names.get(one.key, (str(one.key), ""))[0],
            address=names.get(one.key, ("", ""))[1],
            refusal=errors.describe(one.error) if one.error is not None else "",
        )
        for one in done
    ]
    failed = sum(bool(line.refusal) for line in lines)
    page = render_template(
        "pages/outcomes.html", title=title, lines=lines, failed=failed, back=back
    )
    return page, _REFUSED if failed == len(lines) else 200
