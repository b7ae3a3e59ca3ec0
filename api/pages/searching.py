"""Finding a case by register number, NIK or name. What is typed is posted, and never in an address.

How names and NIK are found without lying anywhere is `engine.services.searching`.
"""

from __future__ import annotations

from typing import Final

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from api import asking, auth
from api.access import allow
from api.pages import diagrams, posting, telling
from engine.errors import Fault
from engine.services import reading, searching
from engine.services.searching import Hit, Hits
from forms import masking
from forms.model import Mask
from office import finding, nik, register_number

blueprint = Blueprint("finding", __name__)

_LONGEST: Final = 200


@blueprint.get("/cari")
@allow()
def show() -> ResponseReturnValue:
    return _page(Hits())


@blueprint.post("/cari")
@allow()
def find() -> ResponseReturnValue:
    """A number that names one case leads straight to it; all else is listed, names masked."""
    text = posting.text("cari")[:_LONGEST]
    if not text:
        missing = posting.fault("cari", "Type a register number, a NIK or a name.")
        return _page(Hits(), [missing]), 422
    by_number = _by_number(text)
    if len(by_number.items) == 1:
        return redirect(url_for("cases.show", case=by_number.items[0].row.key), 303)
    return _page(by_number if by_number.items else _by_person(text))


def _by_number(text: str) -> Hits:
    """The cases of a number, typed in small letters or capitals."""
    known = register_number.parse(text)
    numbers = (known.text,) if known else (text, text.upper())
    each = (
        searching.by_number(asking.kernel(), auth.actor(), number, finding.NAME)
        for number in numbers
    )
    return next((hits for hits in each if hits.items), Hits())


def _by_person(text: str) -> Hits:
    kernel, actor = asking.kernel(), auth.actor()
    name = finding.NIK if nik.is_whole(nik.normalise(text)) else finding.NAME
    return searching.by_words(kernel, actor, name, text, finding.NAME)


def _page(hits: Hits, faults: list[Fault] | None = None) -> str:
    kernel, actor = asking.kernel(), auth.actor()
    running = [hit.row.key for hit in hits.items if hit.row.ended_at is None]
    return render_template(
        "pages/finding.html",
        hits=hits,
        masked={hit.row.key: _masked(hit) for hit in hits.items},
        steps=reading.steps(kernel, actor, running) if running else {},
        states=telling.STATES,
        name_of=diagrams.name_of,
        asked=posting.text("cari")[:_LONGEST],
        is_asked=request.method == "POST",
        faults=faults or [],
    )


def _masked(hit: Hit) -> str:
    """Each word of the name by its first letter."""
    words = str(hit.value or "").split()
    return " ".join(masking.mask(word, Mask.NAME) for word in words)
