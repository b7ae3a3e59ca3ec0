"""The print room: take a batch, scan and print card by card, note the result; and its paper.

Every card is its case's own task (`office.print_batches`); the quality check is `checking`.
"""

from __future__ import annotations

from typing import Final

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext, lazy_gettext, ngettext

from api import asking, auth, errors
from api.access import allow
from api.pages import framing, posting, whereabouts
from engine.errors import AnswersInvalid, Conflict, Fault, NotFound
from engine.services import reading, tasks
from engine.services.kernel import Request
from office import print_batches, print_returns, print_room, printers
from office.print_batches import Scan, Taken
from office.print_room import RESULT, START, Desk, Item

blueprint = Blueprint("printing", __name__)

_READERS: Final = ("work", "supervise", "administer", "audit")
KINDS: Final = {
    "BARU_WNI": lazy_gettext("new, citizen"),
    "BARU_OA": lazy_gettext("new, foreigner"),
    "PINDAH_DATANG": lazy_gettext("moved here"),
    "UBAH_DATA": lazy_gettext("data changed"),
    "HILANG": lazy_gettext("lost"),
    "RUSAK": lazy_gettext("damaged"),
    "PERPANJANG_OA": lazy_gettext("extended, foreigner"),
    "LUAR_DOMISILI": lazy_gettext("lives elsewhere"),
}
RESULTS: Final = {
    "BERHASIL": lazy_gettext("Card is good"),
    "GAGAL_CETAK": lazy_gettext("Print failed"),
    "GAGAL_ENCODE": lazy_gettext("Chip failed"),
    "BLANKO_CACAT": lazy_gettext("Blanko faulty"),
    "TIDAK_JADI": lazy_gettext("Not printed"),
}


@blueprint.get("/cetak")
@allow(*_READERS)
def show() -> ResponseReturnValue:
    """`?kartu=<task>` puts another card of the batch under the scanner."""
    return _page()


@blueprint.post("/cetak/ambil")
@allow("work")
def take() -> ResponseReturnValue:
    """Fill the batch up to the number asked for, of the form named."""
    form, size = posting.text("formulir") or START, posting.text("jumlah")
    taken = print_batches.take(
        asking.kernel(),
        asking.as_posted(),
        whereabouts.office(),
        form,
        int(size) if size.isascii() and size.isdigit() and len(size) < 5 else 0,  # noqa: PLR2004  # far beyond any batch
    )
    _tell(taken)
    there = "printing.show" if form == START else "checking.show"
    return redirect(url_for(there, kantor=request.form.get("kantor")), 303)


@blueprint.post("/cetak/lepas")
@allow("work")
def give_back() -> ResponseReturnValue:
    """Give the unprinted rest of the batch back to the group."""
    rest = [item for item in _desk().to_print if item.task.assignee == auth.actor().id]
    for item in rest:
        tasks.unclaim(asking.kernel(), Request(actor=auth.actor()), item.task.key)
    flash(ngettext("%(num)s card is back.", "%(num)s cards are back.", len(rest)), "success")
    return _back()


@blueprint.post("/cetak/<key:task>/mulai")
@allow("work")
def start(task: int) -> ResponseReturnValue:
    """The scanned blanko goes into the printer: CETAK_DIMULAI is written first."""
    number = require_form(task, START)
    try:
        print_batches.start(asking.kernel(), asking.as_posted(), task, _scan())
    except AnswersInvalid as refused:
        return _page(task, refused.faults), errors.status_of(refused)
    except Conflict as conflict:
        return _page(task, clash=explain(conflict)), errors.status_of(conflict)
    flash(gettext("%(number)s is in the printer. Note its result.", number=number), "success")
    return _back()


@blueprint.post("/cetak/<key:task>/hasil")
@allow("work")
def finish(task: int) -> ResponseReturnValue:
    number, result = require_form(task, RESULT), posting.text("hasil")
    try:
        tasks.complete(asking.kernel(), asking.as_posted(), task, {"hasil": result})
    except AnswersInvalid as refused:
        return _page(0, refused.faults), errors.status_of(refused)
    except Conflict as conflict:
        return _page(0, clash=explain(conflict)), errors.status_of(conflict)
    flash(f"{number}: {RESULTS.get(result, result)}", "success")
    return _back()


@blueprint.post("/cetak/printer")
@allow("work")
def report_printer() -> ResponseReturnValue:
    """A printer works, or does not; cases that wait for one look again."""
    name, up = posting.text("nama"), posting.text("siap") == "1"
    printers.report(asking.kernel(), asking.as_posted(), whereabouts.office(), name, up=up)
    flash(gettext("The printer's state was noted."), "success")
    return _back()


@blueprint.get("/cetak/lembar")
@allow("work")
def sheet() -> ResponseReturnValue:
    """The reader's batch on paper: register number, class and a box for the blanko; no NIK."""
    desk = _desk()
    return render_template(
        "pages/printing_sheet.html",
        desk=desk,
        mine=_mine(desk.to_print),
        kinds=KINDS,
        now=asking.kernel().clock.now(),
    )


def require_form(task: int, form: str) -> str:
    """The register number of the task's case, if it asks this form.

    Raises:
        NotFound: it asks another one, or is not the reader's to see.
    """
    view = reading.task(asking.kernel(), auth.actor(), task)
    if view.form_id != form:
        raise NotFound(kind="card to print", key=str(task))
    return view.row.business_key


def explain(conflict: Conflict) -> str:
    """Who was faster, by name."""
    params = dict(conflict.params)
    if "holder" in params:
        params["holder"] = framing.person(str(params["holder"]))
    return errors.translate(conflict.message, params)


def _tell(taken: Taken) -> None:
    if taken.taken:
        text = ngettext("%(num)s card is yours.", "%(num)s cards are yours.", taken.taken)
        flash(text, "success")
    if taken.refused:
        flash(
            ngettext(
                "%(num)s card must be done by somebody else: separate hands.",
                "%(num)s cards must be done by somebody else: separate hands.",
                taken.refused,
            ),
            "warning",
        )
    if not taken.taken and not taken.refused and not taken.held:
        flash(gettext("There was nothing to take."), "warning")


def _scan() -> Scan:
    heat = posting.text("suhu_printer")
    return Scan(
        serial=posting.text("blanko_id"),
        heat=int(heat) if heat.isascii() and heat.isdigit() and len(heat) < 5 else None,  # noqa: PLR2004  # the form's own limit comes after
    )


def _desk() -> Desk:
    return print_room.read(asking.kernel(), auth.actor(), whereabouts.office())


def _mine(items: tuple[Item, ...]) -> tuple[Item, ...]:
    return tuple(item for item in items if item.task.assignee == auth.actor().id)


def _page(task: int = 0, faults: tuple[Fault, ...] = (), clash: str = "") -> str:
    desk = _desk()
    mine = _mine(desk.to_print)
    chosen = task or request.args.get("kartu", 0, type=int)
    return render_template(
        "pages/printing.html",
        desk=desk,
        mine=mine,
        card=next((item for item in mine if item.task.key == chosen), mine[0] if mine else None),
        printing=_mine(desk.printing),
        faults=faults,
        clash=clash,
        values=posting.typed("blanko_id", "suhu_printer"),
        kinds=KINDS,
        results=RESULTS,
        requests=print_returns.overview(asking.kernel(), auth.actor(), desk.office),
        may_print=print_room.LANE in auth.actor().groups or bool(mine),
        largest=print_batches.LARGEST,
    )


def _back() -> ResponseReturnValue:
    return redirect(url_for("printing.show", kantor=request.form.get("kantor")), 303)
