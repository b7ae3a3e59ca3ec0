"""Absences of officers on their pages: recorded with who stands in, ended early."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from api import asking, auth, errors
from api.access import allow
from api.pages import posting
from engine.errors import Fault, Invalid
from office import absences, roster, timetable
from office.absences import AbsenceInvalid, NewAbsence

blueprint = Blueprint("away", __name__)

_FIELDS = ("since", "until", "substitute", "reason")


@blueprint.get("/petugas/akun/<login>/absen")
@allow("supervise", "administer")
def new(login: str) -> ResponseReturnValue:
    today = timetable.day_of(asking.kernel().clock.now())
    return _form(login, {**posting.shown("since", today), **posting.shown("until", today)})


@blueprint.post("/petugas/akun/<login>/absen")
@allow("supervise", "administer")
def record(login: str) -> ResponseReturnValue:
    """Record an absence from the first day to the last, both whole."""
    since, until = posting.day("since"), posting.day("until")
    try:
        if not isinstance(since, date) or not isinstance(until, date):
            raise AbsenceInvalid(_unread(since=since, until=until))
        asked = NewAbsence(
            officer=login,
            since=timetable.start_of(since),
            until=timetable.start_of(until + timedelta(days=1)),
            reason=posting.text("reason"),
            substitute=request.form.get("substitute", ""),
        )
        absences.record(asking.kernel(), asking.as_posted(), asked)
    except Invalid as refused:
        return _form(login, posting.typed(*_FIELDS), refused.faults), errors.status_of(refused)
    flash(gettext("The absence is recorded."), "success")
    return redirect(url_for("people.show", login=login), 303)


@blueprint.post("/petugas/akun/<login>/kembali")
@allow("supervise", "administer")
def back(login: str) -> ResponseReturnValue:
    if absences.end(asking.kernel(), asking.as_posted(), login):
        flash(gettext("The officer is back."), "success")
    return redirect(url_for("people.show", login=login), 303)


def _unread(**days: date | Fault | None) -> tuple[Fault, ...]:
    """Which days cannot be read; a missing reason is told at once, not after they are mended."""
    wrong = [day for day in days.values() if isinstance(day, Fault)]
    empty = [name for name, day in days.items() if day is None]
    wrong += [posting.fault(name, "An answer is needed.") for name in empty]
    return (*wrong, *posting.missing("reason"))


def _form(login: str, values: Mapping[str, str], faults: tuple[Fault, ...] = ()) -> str:
    page = roster.member(asking.kernel(), auth.actor(), login)
    return render_template(
        "pages/absence.html",
        member=page.member,
        colleagues={one.username: one.name for one in page.colleagues},
        values=values,
        faults=faults,
    )
