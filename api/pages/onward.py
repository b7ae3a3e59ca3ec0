"""Where an officer goes when a task is done, and what they are told. Who may is the services'.

Who came from calling a number goes back to the line when the case leaves their hands, who came
from the handover desk to that.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final
from urllib.parse import urlencode

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from markupsafe import Markup

from api import asking, auth, texts
from api.pages import diagrams, framing
from engine.errors import NotFound
from engine.services import following, reading
from engine.services.kernel import Request
from engine.services.reading.views import CaseView, TaskRow
from engine.values import JsonValue

#: the query parameter and hidden field that say where somebody came from, and what they can say
ORIGIN: Final = "_dari"
QUEUE: Final = "antrean"
HANDOVER: Final = "penyerahan"
_HOMES: Final = {QUEUE: "calling.show", HANDOVER: "handover.register"}


def origin() -> str:
    """QUEUE for who came from calling a number, HANDOVER from a card's page, "" for all others."""
    named = request.values.get(ORIGIN, "")
    return named if named in _HOMES else ""


def task_address(task: int, carried: Mapping[str, str] | None = None) -> str:
    """The address of a task's page that knows the origin as well, and what else is `carried`."""
    query = {**(carried or {}), **({ORIGIN: origin()} if origin() else {})}
    return url_for("tasks.show", task=task) + (f"?{urlencode(query)}" if query else "")


def home() -> str:
    """The address to go back to."""
    return url_for(_HOMES.get(origin(), "worklist.show"))


def slip_of(root: int) -> JsonValue:
    """The case's slip as it is printed now; None for none, or a case that is not read any more."""
    try:
        return reading.case(asking.kernel(), auth.actor(), root).variables.get("slip")
    except NotFound:
        return None


def lead_on(done: TaskRow, slip: JsonValue) -> ResponseReturnValue:
    """Go on to the case's next task, or back; the message says what is done and what comes next.

    `slip` is the case's as it was before: a new one is offered for printing.
    """
    kernel, actor, root = asking.kernel(), auth.actor(), done.root_key
    taken = following.take_next(kernel, Request(actor=actor), root)
    view = reading.case(kernel, actor, root)
    text = _said(done, view, taken)
    if view.variables.get("slip") != slip and "work" in actor.rights:
        text += Markup(' <a href="{}">{}</a>').format(
            url_for("slips.show", case=root), gettext("Print the slip")
        )
    flash(text, "success")
    if taken is None:
        return redirect(home(), 303)
    return redirect(task_address(taken), 303)


def _said(done: TaskRow, view: CaseView, taken: int | None) -> Markup:
    parts = [gettext("“%(name)s” is done.", name=texts.said(done.name) or done.element)]
    parts += _next(view, taken)
    return Markup(" ").join(parts)


def _next(view: CaseView, taken: int | None) -> list[str]:
    """What comes next and with whom the case is now; nothing where nothing is known of it."""
    if view.row.ended_at is not None:
        return [gettext("The case is closed.")]
    for task in view.tasks:
        if task.key == taken:
            return [gettext("Next: “%(name)s”.", name=texts.said(task.name) or task.element)]
    if view.tasks:
        task = view.tasks[-1]
        who = framing.person(task.assignee) if task.assignee else framing.groups(task.groups)
        said = gettext(
            "Next: “%(name)s”, with %(who)s.", name=texts.said(task.name) or task.element, who=who
        )
        return [said]
    steps = reading.steps(asking.kernel(), auth.actor(), [view.row.root_key])
    waits = [
        diagrams.name_of(step.definition_key, step.element)
        for step in steps.get(view.row.root_key, ())
    ]
    return [gettext("The case waits: “%(name)s”.", name=waits[-1])] if waits else []
