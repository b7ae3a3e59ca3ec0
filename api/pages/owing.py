"""Who owes what now: every officer's and every group's open tasks, for who supervises."""

from __future__ import annotations

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue

from api import asking, auth
from api.access import allow
from engine.services import rights
from office import debts

blueprint = Blueprint("owing", __name__)


@blueprint.get("/petugas/tugas")
@allow("supervise", "administer")
def show() -> ResponseReturnValue:
    """The reader's office; who serves all of them names one: `?kantor=327316`."""
    actor = auth.actor()
    office = request.args.get("kantor", "") or rights.only_office(actor)
    return render_template(
        "pages/owing.html",
        owing=debts.owes(asking.kernel(), actor, office) if office else (),
        office=office,
        is_chosen=not rights.only_office(actor),
    )
