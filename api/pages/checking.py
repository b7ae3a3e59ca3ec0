"""The quality check in a batch, by another officer than the one who printed."""

from __future__ import annotations

from typing import Final

from flask import Blueprint, flash, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext, lazy_gettext

from api import asking, auth, errors
from api.access import allow
from api.pages import posting, printing, whereabouts
from engine.errors import AnswersInvalid, Conflict, Fault
from office import print_batches, print_room
from office.print_batches import CHECKS, LARGEST, Checked
from office.print_room import CHECK

blueprint = Blueprint("checking", __name__)

WORDS: Final = {
    "foto_jelas": lazy_gettext("Photo is clear"),
    "teks_benar": lazy_gettext("Text is right"),
    "laminasi_rata": lazy_gettext("Lamination is even"),
    "tidak_melengkung": lazy_gettext("Card is not bent"),
    "chip_terbaca": lazy_gettext("Chip can be read"),
    "nik_di_chip_sama": lazy_gettext("NIK in the chip is that of the card"),
}
_SHELF: Final = "rak"


@blueprint.get("/cetak/mutu")
@allow("work", "supervise", "administer", "audit")
def show() -> ResponseReturnValue:
    """`?kartu=<task>` puts another card of the batch on the table."""
    return _page()


@blueprint.post("/cetak/<key:task>/mutu")
@allow("work")
def judge(task: int) -> ResponseReturnValue:
    """Note what was looked at, and the verdict: LULUS or GAGAL."""
    number = printing.require_form(task, CHECK)
    seen = Checked(
        good=frozenset(request.form.getlist("uji")),
        passed=posting.text("putusan") == "LULUS",
        shelf=posting.text(_SHELF),
    )
    try:
        print_batches.check(asking.kernel(), asking.as_posted(), task, seen)
    except AnswersInvalid as refused:
        return _page(task, refused.faults), errors.status_of(refused)
    except Conflict as conflict:
        return _page(task, clash=printing.explain(conflict)), errors.status_of(conflict)
    session[_SHELF] = seen.shelf[:20]
    if seen.passed:
        flash(gettext("%(number)s passed and lies on its shelf.", number=number), "success")
    else:
        flash(gettext("%(number)s failed; its blanko is written off.", number=number), "warning")
    return redirect(url_for("checking.show", kantor=request.form.get("kantor")), 303)


def _page(task: int = 0, faults: tuple[Fault, ...] = (), clash: str = "") -> str:
    desk = print_room.read(asking.kernel(), auth.actor(), whereabouts.office())
    mine = tuple(item for item in desk.to_check if item.task.assignee == auth.actor().id)
    chosen = task or request.args.get("kartu", 0, type=int)
    typed = {"uji": request.form.getlist("uji"), "rak": request.form.get("rak")}
    return render_template(
        "pages/printing_check.html",
        desk=desk,
        mine=mine,
        card=next((item for item in mine if item.task.key == chosen), mine[0] if mine else None),
        faults=faults,
        clash=clash,
        values=typed | {"rak": typed["rak"] or session.get(_SHELF, "")},
        checks=[(name, WORDS[name]) for name in CHECKS],
        kinds=printing.KINDS,
        form=CHECK,
        largest=LARGEST,
        may_check=bool(mine) or any(item.is_for(auth.actor()) for item in desk.to_check),
    )
