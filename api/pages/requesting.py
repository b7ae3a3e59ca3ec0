"""Print requests to Disdukcapil: each with its lines, what came back of it, and its CSV."""

from __future__ import annotations

from typing import Final

from flask import Blueprint, Response, render_template
from flask.typing import ResponseReturnValue
from flask_babel import lazy_gettext

from api import asking, auth
from api.access import allow
from office import print_returns
from office.print_requests import LineState

blueprint = Blueprint("requesting", __name__)

STATES: Final = {
    LineState.ANTRE: lazy_gettext("waits for the next request"),
    LineState.DIMINTA: lazy_gettext("not back yet"),
    LineState.DATANG: lazy_gettext("came"),
    LineState.GAGAL: lazy_gettext("failed"),
    LineState.BATAL: lazy_gettext("struck off: its case has ended"),
}


@blueprint.get("/cetak/permintaan/<nomor>")
@allow("work", "supervise", "administer", "audit")
def show(nomor: str) -> ResponseReturnValue:
    """One request: what was asked beside what came back, and where the two differ."""
    returns, lines = print_returns.of_number(asking.kernel(), auth.actor(), nomor)
    return render_template(
        "pages/printing_request.html", returns=returns, lines=lines, states=STATES
    )


@blueprint.get("/cetak/permintaan/<nomor>/csv")
@allow("work", "supervise", "administer", "audit")
def download(nomor: str) -> ResponseReturnValue:
    """The list for Disdukcapil: number of the request, place, register number."""
    text = print_returns.as_csv(asking.kernel(), auth.actor(), nomor)
    response = Response(text, mimetype="text/csv")
    response.headers["Content-Disposition"] = f'attachment; filename="{nomor}.csv"'
    return response
