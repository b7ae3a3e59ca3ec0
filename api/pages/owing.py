"""Who owes what now: every officer and group with how much and how late, and one's tasks; for who
supervises, to hand them to another officer.
"""

from __future__ import annotations

from typing import Any, Final

from flask import Blueprint, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from api import asking, auth
from api.access import allow
from api.pages import reassigning
from api.pages.outcomes import Way
from engine.errors import Fault
from engine.services import rights
from engine.services.reading import Page
from office import loads
from office.debts import Debt
from office.loads import DebtQuery

blueprint = Blueprint("owing", __name__)

_PAGE_SIZE: Final = reassigning.MOST


@blueprint.get("/petugas/tugas")
@allow("supervise", "administer")
def show() -> ResponseReturnValue:
    """The reader's office; who serves all of them names one: `?kantor=327316`."""
    query = _query()
    return _debtor(query) if query.name else _everybody(query.office)


@blueprint.post("/petugas/tugas/alihkan")
@allow("supervise")
def reassign() -> ResponseReturnValue:
    query = _query()
    faults = reassigning.faults(needs_officer=True)
    if faults:
        return _debtor(query, faults), 422
    names = reassigning.names_of(debt.task for debt in _page(query).items)
    address = url_for("owing.show", **_address(query))
    return reassigning.reassign(names, Way(text=gettext("Who owes what"), address=address))


def _query() -> DebtQuery:
    asked = request.values
    group = asked.get("kelompok", "")
    return DebtQuery(
        office=asked.get("kantor", "") or rights.only_office(auth.actor()),
        name=group or asked.get("petugas", ""),
        is_group=bool(group),
        size=_PAGE_SIZE,
        after=asked.get("sesudah", ""),
    )


def _address(query: DebtQuery) -> dict[str, Any]:
    """What of the address says whose tasks these are."""
    named = {"kelompok" if query.is_group else "petugas": query.name}
    office = {} if rights.only_office(auth.actor()) else {"kantor": query.office}
    return named | office


def _everybody(office: str) -> str:
    actor = auth.actor()
    return render_template(
        "pages/owing.html",
        loads=loads.of_office(asking.kernel(), actor, office) if office else (),
        office=office,
        is_chosen=not rights.only_office(actor),
        address=lambda load: _address(
            DebtQuery(office=office, name=load.name, is_group=load.is_group)
        ),
    )


def _debtor(query: DebtQuery, faults: tuple[Fault, ...] = ()) -> str:
    found = loads.of_office(asking.kernel(), auth.actor(), query.office)
    same = (one for one in found if (one.name, one.is_group) == (query.name, query.is_group))
    return render_template(
        "pages/debtor.html",
        query=query,
        page=_page(query),
        load=next(same, None),
        handing=reassigning.offer(query.office, faults),
        address=_address(query),
    )


def _page(query: DebtQuery) -> Page[Debt]:
    return loads.tasks_of(asking.kernel(), auth.actor(), query)
