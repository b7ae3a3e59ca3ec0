"""The line at the counters: open one, call the next number, call it again."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from api import asking, auth
from api.access import allow
from engine.services import reading, rights
from office import board, calling, windows

blueprint = Blueprint("calling", __name__)


@blueprint.get("/antrean")
@allow("work")
def show() -> ResponseReturnValue:
    """The reader's office; who serves several of them names one: `?kantor=327316`."""
    office = _office(request.args.get("kantor", ""))
    return render_template(
        "pages/calling.html",
        board=board.read(asking.kernel(), auth.actor(), office),
        office=office,
    )


@blueprint.post("/antrean/loket")
@allow("work")
def turn() -> ResponseReturnValue:
    """Open the counter named, or close it."""
    office, name = _posted_office(), request.form.get("loket", "")
    if request.form.get("tutup"):
        windows.close_window(asking.kernel(), asking.as_posted(), office, name)
    else:
        windows.open_window(asking.kernel(), asking.as_posted(), office, name)
    return _back(office)


@blueprint.post("/antrean/panggil")
@allow("work")
def call() -> ResponseReturnValue:
    """Call the next number to a counter; the officer goes on with its task."""
    office, window = _posted_office(), request.form.get("loket", "")
    called = calling.call_next(asking.kernel(), asking.as_posted(), office, window)
    flash(gettext("Number %(number)s was called.", number=called.number), "success")
    view = reading.case(asking.kernel(), auth.actor(), called.case)
    mine = [task for task in view.tasks if task.assignee == auth.actor().id]
    if len(mine) == 1:
        return redirect(url_for("tasks.show", task=mine[0].key), 303)
    return _back(office)


@blueprint.post("/antrean/panggil-lagi")
@allow("work")
def call_again() -> ResponseReturnValue:
    office, number = _posted_office(), request.form.get("nomor", "")
    called = calling.call_again(asking.kernel(), asking.as_posted(), office, number)
    text = gettext("Number %(number)s was called again.", number=called.number)
    flash(text, "success")
    return _back(office)


def _posted_office() -> str:
    return _office(request.form.get("kantor", ""))


def _office(named: str) -> str:
    return rights.office_for(auth.actor(), named)


def _back(office: str) -> ResponseReturnValue:
    return redirect(url_for("calling.show", kantor=office), 303)
