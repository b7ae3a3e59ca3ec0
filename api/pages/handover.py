"""The handover desk: find a card, call its case to the handover, and what waits on the shelf.

The handover itself is its case's task; the register of what was handed over is `registers`.
"""

from __future__ import annotations

from typing import Final

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext, lazy_gettext

from api import asking, auth, errors
from api.access import allow
from api.pages import onward, posting, printing, registers, whereabouts
from engine.errors import AnswersInvalid, Conflict, Fault
from office import shelf
from office.cards import CardState
from office.reports.unclaimed import Reach
from office.shelf import CardUnknown, ShelfInvalid

blueprint = Blueprint("handover", __name__)

_READERS: Final = ("work", "supervise", "administer", "audit")
#: more than any task's key has
_DIGITS: Final = 19
STATES: Final = {
    CardState.SIAP: lazy_gettext("ready on its shelf"),
    CardState.DISERAHKAN: lazy_gettext("handed over"),
    CardState.TERBLOKIR: lazy_gettext("blocked: must not be handed over"),
    CardState.MUSNAH: lazy_gettext("destroyed"),
}
REACHES: Final = {
    Reach.SENDIRI: lazy_gettext("own number"),
    Reach.KELUARGA: lazy_gettext("family's number"),
    Reach.TIDAK_ADA: lazy_gettext("no number"),
}


@blueprint.get("/penyerahan")
@allow(*_READERS)
def register() -> ResponseReturnValue:
    """The search, and the register of a day: `?tanggal=2026-11-24`, today without."""
    return _page()


@blueprint.post("/penyerahan/cari")
@allow(*_READERS)
def search() -> ResponseReturnValue:
    """By register number or NIK; a NIK comes by POST and is in no address."""
    try:
        number = shelf.number_of(asking.kernel(), auth.actor(), posting.text("nomor"))
    except CardUnknown as unknown:
        fault = Fault(rule=unknown.code, element="nomor", message=unknown.message)
        return _page((fault,)), errors.status_of(unknown)
    visit = posting.text("antrean") or None
    return redirect(url_for("handover.card", nomor=number, antrean=visit), 303)


@blueprint.get("/penyerahan/kartu/<nomor>")
@allow(*_READERS)
def card(nomor: str) -> ResponseReturnValue:
    return _card(nomor)


@blueprint.post("/penyerahan/kartu/<nomor>/mulai")
@allow("work")
def begin(nomor: str) -> ResponseReturnValue:
    """Call the card's case to its handover, and go to that task."""
    visit = posting.text("antrean")
    key = int(visit) if visit.isascii() and visit.isdigit() and len(visit) < _DIGITS else 0
    try:
        task = shelf.begin(asking.kernel(), asking.as_posted(), nomor, key)
    except AnswersInvalid:  # the visitor is to be told something first
        return redirect(url_for("tasks.show", task=key), 303)
    except Conflict as conflict:
        return _card(nomor, clash=printing.explain(conflict)), errors.status_of(conflict)
    return redirect(f"{url_for('tasks.show', task=task)}?{onward.ORIGIN}={onward.HANDOVER}", 303)


@blueprint.post("/penyerahan/kartu/<nomor>/rak")
@allow("work")
def move(nomor: str) -> ResponseReturnValue:
    try:
        shelf.move(asking.kernel(), asking.as_posted(), nomor, posting.text("rak"))
    except ShelfInvalid as refused:
        return _card(nomor, refused.faults), errors.status_of(refused)
    flash(gettext("The card's shelf was noted."), "success")
    return redirect(url_for("handover.card", nomor=nomor), 303)


@blueprint.get("/penyerahan/belum-diambil")
@allow(*_READERS)
def unclaimed() -> ResponseReturnValue:
    """Cards that wait, the longest first; `?urut=rak`: shelf by shelf."""
    office = whereabouts.office()
    found = shelf.waiting(asking.kernel(), auth.actor(), office)
    by_shelf = request.args.get("urut") == "rak"
    if by_shelf:
        found = tuple(sorted(found, key=lambda one: (one.shelf, one.no_register)))
    return render_template(
        "pages/handover_unclaimed.html",
        found=found,
        by_shelf=by_shelf,
        office=office,
        reaches=REACHES,
    )


def _page(faults: tuple[Fault, ...] = ()) -> str:
    kernel, actor, office = asking.kernel(), auth.actor(), whereabouts.office()
    day = registers.day_asked()
    return render_template(
        "pages/handover.html",
        office=office,
        day=day,
        seen=registers.seen(office, day),
        days=registers.days(office),
        visitors=shelf.visitors(kernel, actor, office),
        faults=faults,
        words=registers.WORDS,
        kinds=printing.KINDS,
        may_work="work" in actor.rights,
    )


def _card(nomor: str, faults: tuple[Fault, ...] = (), clash: str = "") -> str:
    found = shelf.find(asking.kernel(), auth.actor(), nomor)
    actor = auth.actor()
    return render_template(
        "pages/handover_card.html",
        found=found,
        states=STATES,
        words=registers.WORDS,
        kinds=printing.KINDS,
        faults=faults,
        clash=clash,
        visit=request.values.get("antrean", ""),
        may_give=shelf.LANE in actor.groups,
        values={"rak": request.form.get("rak", found.shelf)},
    )
