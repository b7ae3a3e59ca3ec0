"""The line at the counters: open one, call, call again, who came and who did not, out of turn."""

from __future__ import annotations

from collections.abc import Callable

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from api import asking, auth, errors
from api.access import allow
from api.pages import posting, wishes
from engine.errors import AlurError, Conflict, Fault
from engine.services import reading, rights
from engine.services.rights import ReasonMissing
from office import attending, board, calling, windows
from office.board import Board, Counter, Standing
from office.calling import OutOfTurn
from office.queue import TicketClass

blueprint = Blueprint("calling", __name__)


@blueprint.get("/antrean")
@allow("work")
def show() -> ResponseReturnValue:
    """The reader's office; who serves several of them names one: `?kantor=327316`."""
    return _page(_office(request.args.get("kantor", "")))


@blueprint.post("/antrean/loket")
@allow("work")
def turn() -> ResponseReturnValue:
    """Open the counter named, or close it."""
    office, name = _posted_office(), posting.text("loket")
    change = windows.close_window if request.form.get("tutup") else windows.open_window
    return _doing(office, lambda: change(asking.kernel(), asking.as_posted(), office, name))


@blueprint.post("/antrean/panggil")
@allow("work")
def call() -> ResponseReturnValue:
    """Call the next number to a counter; the officer then holds its task."""
    office, window = _posted_office(), posting.text("loket")

    def act() -> None:
        called = calling.call_next(asking.kernel(), asking.as_posted(), office, window)
        flash(gettext("Number %(number)s was called.", number=called.number), "success")

    return _doing(office, act)


@blueprint.post("/antrean/panggil-lagi")
@allow("work")
def call_again() -> ResponseReturnValue:
    office, number = _posted_office(), posting.text("nomor")

    def act() -> None:
        called = calling.call_again(asking.kernel(), asking.as_posted(), office, number)
        flash(gettext("Number %(number)s was called again.", number=called.number), "success")

    return _doing(office, act)


@blueprint.post("/antrean/luar-giliran")
@allow("work")
def call_out_of_turn() -> ResponseReturnValue:
    """Call a certain number past the others, with reason."""
    office, window = _posted_office(), posting.text("loket")
    out = OutOfTurn(number=posting.text("nomor").upper(), reason=posting.text("alasan"))
    faults = posting.missing("nomor", "alasan", "loket")
    if faults:
        return _page(office, faults=faults), 422

    def act() -> None:
        called = calling.call_out_of_turn(asking.kernel(), asking.as_posted(), office, window, out)
        flash(gettext("Number %(number)s was called.", number=called.number), "success")

    return _doing(office, act)


@blueprint.post("/antrean/hadir")
@allow("work")
def attend() -> ResponseReturnValue:
    """Note that the person came, or did not; who came leads to the case's next task."""
    office, number, came = _posted_office(), posting.text("nomor"), posting.text("hadir") == "ya"
    kernel, asked = asking.kernel(), asking.as_posted()
    try:
        case = attending.answer(kernel, asked, office, number, came=came)
    except Conflict as conflict:
        return _page(office, conflict), errors.status_of(conflict)
    if not came:
        flash(gettext("Number %(number)s did not come.", number=number), "success")
        return _back(office)
    mine = [
        task
        for task in reading.case(kernel, asked.actor, case).tasks
        if task.assignee == asked.actor.id
    ]
    if len(mine) == 1:
        return redirect(url_for("tasks.show", task=mine[0].key, _dari="antrean"), 303)
    flash(gettext("Number %(number)s is being served.", number=number), "success")
    return _back(office)


@blueprint.post("/antrean/masuk-lagi")
@allow("work")
def bring_back() -> ResponseReturnValue:
    office, number = _posted_office(), posting.text("nomor")

    def act() -> None:
        attending.bring_back(asking.kernel(), asking.as_posted(), office, number)
        flash(gettext("Number %(number)s is back in the line.", number=number), "success")

    return _doing(office, act)


def _doing(office: str, act: Callable[[], object]) -> ResponseReturnValue:
    """Do it, and show the line again: with what stood in the way on top."""
    try:
        act()
    except (Conflict, ReasonMissing) as refused:
        return _page(office, refused), errors.status_of(refused)
    return _back(office)


def _page(office: str, refused: AlurError | None = None, faults: tuple[Fault, ...] = ()) -> str:
    line = board.read(asking.kernel(), auth.actor(), office)
    mine = _mine(line)
    return render_template(
        "pages/calling.html",
        board=line,
        mine=mine,
        current=mine.called[-1] if mine and mine.called else None,
        others=((mine.called[:-1] if mine else ()) + line.called),
        classes=_by_class(line),
        office=office,
        refused=errors.describe(refused) if refused else "",
        faults=faults,
        values={name: posting.text(name) for name in ("nomor", "alasan")},
        service_text=wishes.service,
    )


def _mine(line: Board) -> Counter | None:
    """The counter that the reader opened last."""
    own = [counter for counter in line.counters if counter.window.by == auth.actor().id]
    return max(own, key=lambda counter: counter.window.since, default=None)


def _by_class(line: Board) -> tuple[tuple[TicketClass, tuple[Standing, ...]], ...]:
    return tuple(
        (kind, tuple(one for one in line.waiting if one.ticket_class is kind))
        for kind in (TicketClass.PRIORITY, TicketClass.ORDINARY)
    )


def _posted_office() -> str:
    return _office(request.form.get("kantor", ""))


def _office(named: str) -> str:
    return rights.office_for(auth.actor(), named)


def _back(office: str) -> ResponseReturnValue:
    return redirect(url_for("calling.show", kantor=office), 303)
