"""The store: balance, what to do about it, requests for supply; and the addresses of its books."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from flask import Blueprint, flash, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from api import asking, auth
from api.access import allow
from api.languages import moment
from api.pages import booking, diagrams, stockwords
from engine.services import reading, rights
from engine.services.reading.views import TaskRow, Whose, WorkListQuery
from engine.values import Actor
from office.stock import overview, readers, requests, supplies
from office.stock.overview import LowStock

blueprint = Blueprint("stock", __name__)

#: the store's own procedures, in the order of what one does; the first two anybody of it begins
RECEIVING: Final = "terima_blanko"
COUNTING: Final = "opname_blanko"
_PROCESSES: Final = (RECEIVING, COUNTING, "permintaan_blanko")


@dataclass(frozen=True, slots=True, kw_only=True)
class Store:
    """What the reader may do here. `receiving`, `counting`: definitions to begin, 0 for none."""

    keeps: bool
    reads: bool
    receiving: int = 0
    counting: int = 0
    tasks: tuple[TaskRow, ...] = ()


@blueprint.get("/stok")
@allow("work", "supervise", "administer", "audit")
def show() -> ResponseReturnValue:
    """The balance, for everybody of the office; what to do about it, for the store."""
    actor, office = auth.actor(), booking.office()
    if not office:
        return booking.choose()
    found = overview.of_office(asking.kernel(), actor, office)
    request_case = found.request.kasus if found.request else None
    return render_template(
        "pages/stock.html",
        found=found,
        deadline=supplies.deadline(asking.kernel(), request_case),
        store=_store(actor),
        office=office,
        words=stockwords,
    )


@blueprint.get("/stok/permintaan", endpoint="requests")
@allow("work", "supervise", "administer", "audit")
def supply() -> ResponseReturnValue:
    """Every numbered request for supply."""
    actor, office = auth.actor(), booking.office()
    if not office:
        return booking.choose()
    return render_template(
        "pages/stock_requests.html",
        requests=supplies.made(asking.kernel(), actor, office),
        found=overview.of_office(asking.kernel(), actor, office),
        keeps=readers.LANE in actor.groups,
        office=office,
        words=stockwords,
    )


@blueprint.post("/stok/permintaan")
@allow("work")
def ask() -> ResponseReturnValue:
    """Ask for supply now; the request's own case goes on from there."""
    office = rights.office_for(auth.actor(), request.form.get("kantor", ""))
    row = requests.ask(asking.kernel(), asking.as_posted(), office)
    flash(gettext("Request %(number)s was opened.", number=row.nomor), "success")
    return redirect(url_for("stock.one_request", key=row.key), 303)


@blueprint.get("/stok/permintaan/<key:key>")
@allow("work", "supervise", "administer", "audit")
def one_request(key: int) -> ResponseReturnValue:
    return _request("pages/stock_request.html", key)


@blueprint.get("/stok/permintaan/<key:key>/surat")
@allow("work", "supervise", "administer", "audit")
def letter(key: int) -> ResponseReturnValue:
    """The request as a letter for paper."""
    return _request("pages/stock_letter.html", key)


blueprint.add_app_template_filter(moment, "moment")


@blueprint.app_template_global("low_stock")
def low_stock() -> LowStock | None:
    """What the reader is to be told of the stock on any page; None for who it does not concern."""
    who = auth.current()
    office = rights.only_office(who.actor) if who else ""
    if who is None or not office or not who.actor.groups & readers.CONCERNED:
        return None
    if "low_stock" not in g:
        g.low_stock = overview.warning(asking.kernel(), office)
    found: LowStock | None = g.low_stock
    return found


@blueprint.app_template_global("stock_words")
def stock_words() -> object:
    return stockwords


def _request(template: str, key: int) -> str:
    kernel = asking.kernel()
    found = supplies.one(kernel, auth.actor(), key)
    return render_template(
        template,
        found=found,
        stock=overview.of_office(kernel, auth.actor(), found.asked.row.kantor),
        today=kernel.clock.now(),
        words=stockwords,
    )


def _store(actor: Actor) -> Store:
    keeps, reads = readers.LANE in actor.groups, readers.may_read(actor)
    if not reads:
        return Store(keeps=False, reads=False)
    begun = _startable(actor) if keeps else {}
    return Store(
        keeps=keeps,
        reads=True,
        receiving=begun.get(RECEIVING, 0),
        counting=begun.get(COUNTING, 0),
        tasks=tuple(_tasks(actor)),
    )


def _startable(actor: Actor) -> dict[str, int]:
    """The newest versions of what can be begun, by id."""
    return {
        view.id: view.key
        for view in reading.definitions(asking.kernel(), actor)
        if view.id in (RECEIVING, COUNTING) and diagrams.is_startable(view.key)
    }


def _tasks(actor: Actor) -> list[TaskRow]:
    """The store's open tasks as far as the reader may see them: all, or mine and my groups'."""
    sees_all = bool(actor.rights & {"supervise", "audit", "administer"})
    whose = (Whose.ALL,) if sees_all else (Whose.MINE, Whose.GROUPS)
    return [
        task
        for process in _PROCESSES
        for each in whose
        for task in reading.work_list(
            asking.kernel(), actor, WorkListQuery(whose=each, process_id=process, size=50)
        ).items
    ]


for _address, _name, _view in booking.ADDRESSES:
    blueprint.add_url_rule(_address, _name, _view)
