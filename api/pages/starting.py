"""Starting a case: which procedures a person may start, and starting one."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from api import asking, auth
from api.access import allow
from api.pages import diagrams, lateness
from api.pages.lateness import LateEntry
from engine.services import cases, reading
from engine.values import Actor

blueprint = Blueprint("starting", __name__)


@blueprint.get("/mulai")
@allow()
def choose() -> ResponseReturnValue:
    return _page()


def _page(definition: int = 0, late: LateEntry = lateness.NOTHING) -> str:
    """The procedures to choose from; `late` is what was typed when starting `definition`."""
    found = [
        view
        for view in reading.definitions(asking.kernel(), auth.actor())
        if diagrams.is_startable(view.key)
    ]
    called = frozenset[str]().union(*(diagrams.called_by(view.key) for view in found))
    return render_template(
        "pages/starting.html",
        procedures=[view for view in found if view.id not in called],
        parts=[view for view in found if view.id in called],
        description_of=diagrams.description_of,
        late_of=lambda key: late if key == definition else lateness.NOTHING,
        tried=definition,
    )


@blueprint.post("/mulai/<key:definition>")
@allow()
def start(definition: int) -> ResponseReturnValue:
    """Start a case; whoever can go on with its first task is taken straight to it."""
    late = lateness.sent()
    if late.faults:
        return _page(definition, late), 422
    request = asking.as_posted(lateness.instant_of(late))
    receipt = cases.start(asking.kernel(), request, cases.Start(definition_key=definition))
    flash(gettext("The case was started."), "success")
    return redirect(_first_task(receipt.key, request.actor), 303)


def _first_task(case: int, actor: Actor) -> str:
    tasks = reading.case(asking.kernel(), actor, case).tasks
    mine = [task for task in tasks if actor.id == task.assignee or actor.groups & set(task.groups)]
    if len(mine) == 1:
        return url_for("tasks.show", task=mine[0].key)
    return url_for("cases.show", case=case)
