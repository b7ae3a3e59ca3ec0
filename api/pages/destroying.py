"""Destruction: what awaits it, and the minutes of each act as a page, for paper and as PDF.

An act is signed in its own task; nothing is destroyed from here. The minutes are an official
record: in Indonesian whatever language the reader chose, so that the same act gives the same file.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from typing import Final

from flask import Blueprint, Response, make_response, render_template
from flask.typing import ResponseReturnValue
from flask_babel import force_locale, lazy_gettext

from api import asking, auth, pdf
from api.access import allow
from api.pages import whereabouts
from office import minutes, spelling
from office.condemned import Reason, Thing
from office.minutes import Minutes

blueprint = Blueprint("destroying", __name__)

THINGS: Final = {
    Thing.KARTU: lazy_gettext("card"),
    Thing.KARTU_LAMA: lazy_gettext("old card"),
    Thing.BLANKO: lazy_gettext("spoilt blanko"),
}
REASONS: Final = {
    Reason.RUSAK: lazy_gettext("damaged"),
    Reason.GAGAL_CETAK: lazy_gettext("print failed"),
    Reason.GAGAL_ENCODE: lazy_gettext("chip could not be written"),
    Reason.UBAH_ELEMEN: lazy_gettext("data changed"),
    Reason.PINDAH_DATANG: lazy_gettext("moved here"),
    Reason.MENINGGAL: lazy_gettext("owner died"),
    Reason.TIDAK_DIAMBIL: lazy_gettext("not collected"),
}
MANNERS: Final = {"BAKAR": lazy_gettext("by burning")}
_LANGUAGE: Final = "id"


@blueprint.get("/pemusnahan")
@allow("work", "supervise", "administer", "audit")
def index() -> ResponseReturnValue:
    """The office's acts, and what is condemned and waits."""
    return render_template(
        "pages/destruction.html",
        seen=minutes.overview(asking.kernel(), auth.actor(), whereabouts.office()),
        things=THINGS,
        reasons=REASONS,
        may_begin="supervise" in auth.actor().rights,
    )


@blueprint.get("/pemusnahan/<key:case>")
@allow("work", "supervise", "administer", "audit")
def show(case: int) -> ResponseReturnValue:
    """The minutes on a page that prints as the PDF does."""
    return _written(minutes.of_case(asking.kernel(), auth.actor(), case), as_pdf=False)


@blueprint.get("/pemusnahan/<key:case>/berita-acara.pdf")
@allow("work", "supervise", "administer", "audit")
def download(case: int) -> ResponseReturnValue:
    """The minutes as PDF; its entity tag is the SHA-256 of the file."""
    act = minutes.of_case(asking.kernel(), auth.actor(), case)
    return as_file(pdf.render(_written(act, as_pdf=True), title=act.number), f"berita-acara-{case}")


def as_file(made: bytes, name: str) -> Response:
    """A PDF to be kept under a name that says nothing of anybody."""
    response = make_response(made)
    response.content_type = "application/pdf"
    response.headers["Content-Disposition"] = f'inline; filename="{name}.pdf"'
    response.set_etag(hashlib.sha256(made).hexdigest())
    return response


def _written(act: Minutes, *, as_pdf: bool) -> str:
    with force_locale(_LANGUAGE):
        return render_template(
            "pages/destruction_minutes.html",
            act=act,
            as_pdf=as_pdf,
            words=spelling,
            things=THINGS,
            reasons=REASONS,
            manners=MANNERS,
            tally=Counter(thing.reason for thing in act.things),
        )
