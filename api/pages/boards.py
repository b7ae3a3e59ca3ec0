"""The public board in the hall: numbers being called, how many wait, whether the office serves."""

from __future__ import annotations

from typing import Final

from flask import Blueprint, Response, make_response, render_template, request, url_for
from flask.typing import ResponseReturnValue

from api import asking, auth
from api.access import allow, public
from api.pages import hours
from engine.services import rights
from office import board, offices

blueprint = Blueprint("boards", __name__)

#: seconds after which a browser without scripts asks anew
_AGAIN: Final = 10


@blueprint.get("/papan")
@allow("work", "administer")
def choose() -> ResponseReturnValue:
    """The boards of the reader's offices, and how one gets on a television."""
    actor, kernel = auth.actor(), asking.kernel()
    only = rights.only_office(actor)
    with kernel.reads() as session:
        codes = (only,) if only else offices.codes(session)
    mine = [code for code in codes if "*" in actor.offices or code in actor.offices]
    return render_template("pages/board_choice.html", offices=mine)


@blueprint.get("/papan/<office>")
@public
def show(office: str) -> ResponseReturnValue:
    """The board; `?langsung=1` is for its script, which asks anew by itself and speaks."""
    live = bool(request.args.get("langsung"))
    page = render_template(
        "pages/board.html",
        hall=board.hall(asking.kernel(), office),
        office=office,
        live=live,
        clock=hours.clock,
        opens=hours.opens,
    )
    return page if live else _again(page, url_for("boards.show", office=office))


def _again(page: str, address: str) -> Response:
    """Let the browser ask anew by a header: it needs neither script nor an element in the page."""
    response = make_response(page)
    response.headers["Refresh"] = f"{_AGAIN}; url={address}"
    return response
