"""Putting tasks off: the times that are offered and read, and one task's own page for it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import date, datetime, time
from typing import Final

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from api import asking, auth, languages
from api.access import allow
from api.pages import posting
from engine.errors import Fault, Invalid, NotFound
from engine.services import reading, snoozing
from engine.services.reading.views import TaskView
from office import calendar, postponing
from office.postponing import Until

blueprint = Blueprint("snoozes", __name__)

FIELDS: Final = ("sampai", "tanggal", "jam", "alasan")
_HOUR: Final = re.compile(r"(\d{1,2})(?:[.:](\d\d))?", re.ASCII)


@blueprint.get("/tugas/<key:task>/tunda")
@allow()
def show(task: int) -> ResponseReturnValue:
    return _page(_view(task))


@blueprint.post("/tugas/<key:task>/tunda")
@allow()
def snooze(task: int) -> ResponseReturnValue:
    """Put a task off, with reason; its holder or a supervisor."""
    view = _view(task)
    until = read(view.row.office)
    faults = [until] if isinstance(until, Fault) else []
    faults += posting.missing("alasan")
    if faults or isinstance(until, Fault):
        return _page(view, faults), 422
    try:
        snoozing.snooze(
            asking.kernel(), asking.as_posted(), task, until, reason=posting.text("alasan")
        )
    except Invalid as refused:
        return _page(view, beside(refused)), 422
    flash(
        gettext("The task is put off until %(until)s.", until=languages.instant(until)), "success"
    )
    return redirect(url_for("worklist.show"), 303)


@blueprint.post("/tugas/<key:task>/bangunkan")
@allow()
def wake(task: int) -> ResponseReturnValue:
    """Show a task that was put off on the list again."""
    reason = gettext("Taken up again")
    snoozing.snooze(asking.kernel(), asking.as_posted(), task, None, reason=reason)
    flash(gettext("The task is on the list again."), "success")
    return redirect(url_for("worklist.show"), 303)


def choices(office: str) -> dict[str, str]:
    """What is offered for `sampai`, in words; only a day to name where there is no calendar."""
    texts = {
        Until.HOUR: gettext("in an hour"),
        Until.TOMORROW: gettext("the next working day"),
        Until.THIRD_DAY: gettext("in three working days"),
        Until.WEEK: gettext("in a week"),
    }
    try:
        days = calendar.of_office(asking.kernel(), office)
    except NotFound:
        offered: Mapping[Until, datetime] = {}
    else:
        offered = postponing.offered(days, asking.kernel().clock.now())
    told = {each.value: f"{texts[each]} ({languages.instant(at)})" for each, at in offered.items()}
    return {**told, Until.DAY.value: gettext("another day")}


def read(office: str) -> datetime | Fault:
    """The instant that was chosen or named on the page, by the calendar of an office."""
    word = posting.text("sampai")
    if word not in set(Until):
        return posting.fault("sampai", "Choose until when.")
    try:
        days = calendar.of_office(asking.kernel(), office)
    except NotFound:
        return posting.fault("sampai", "This office has no calendar to count by.")
    if word != Until.DAY:
        return postponing.offered(days, asking.kernel().clock.now())[Until(word)]
    day, hour = posting.day("tanggal"), _hour(posting.text("jam"))
    if day is None:
        return posting.fault("tanggal", "Type the day.")
    if isinstance(day, Fault):
        return day
    return hour if isinstance(hour, Fault) else _named(office, day, hour)


def beside(refused: Invalid) -> list[Fault]:
    """A refusal of the service as faults of the page's fields."""
    element = "sampai" if refused.code == snoozing.SnoozeInvalid.code else "alasan"
    params = dict(refused.params)
    return [Fault(rule=refused.code, element=element, message=refused.message, params=params)]


def _named(office: str, day: date, hour: time | None) -> datetime | Fault:
    days = calendar.of_office(asking.kernel(), office)
    try:
        return postponing.named(days, day, hour)
    except OverflowError:
        return posting.fault("tanggal", "This day is too far away.")


def _hour(text: str) -> time | Fault | None:
    found = _HOUR.fullmatch(text)
    if not text:
        return None
    if found is None or int(found[1]) > 23 or int(found[2] or 0) > 59:  # noqa: PLR2004  # a clock's
        return posting.fault("jam", "Type the hour like 08.00.")
    return time(int(found[1]), int(found[2] or 0))


def _view(task: int) -> TaskView:
    return reading.task(asking.kernel(), auth.actor(), task)


def _page(view: TaskView, faults: Iterable[Fault] = ()) -> str:
    return render_template(
        "pages/snoozing.html",
        task=view.row,
        choices=choices(view.row.office),
        values=posting.typed(*FIELDS),
        faults=list(faults),
        is_posted=request.method == "POST",
    )
