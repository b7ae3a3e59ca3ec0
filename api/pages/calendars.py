"""The office's calendar: the year, and a change of it after a look at what that moves."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from typing import Final

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext, lazy_gettext

from api import asking, auth, errors
from api.access import allow
from api.pages import calendarforms, configuring, diagrams, framing, yearly
from api.pages.calendarforms import ORDINARY, What
from engine.errors import Conflict, Fault, Invalid, NotFound
from engine.services import rights
from office import calendar, timetable
from office.calendar import CalendarInvalid
from office.timetable import Timetable

blueprint = Blueprint("calendars", __name__)

_YEARS: Final = range(1900, 2200)
_NUMBER: Final = re.compile(r"[0-9]{1,9}", re.ASCII)
_TEMPLATES: Final = {
    What.DAYS: "pages/calendar_day.html",
    What.HOURS: "pages/calendar_week.html",
    What.SEASON: "pages/calendar_season.html",
}


@blueprint.get("/kalender")
@allow("supervise", "administer", "audit")
def show() -> ResponseReturnValue:
    """A year of an office: `?tahun=2026`; an older version: `?versi=3`."""
    kernel = asking.kernel()
    office, offices = configuring.chosen_office()
    if office:
        rights.office_for(auth.actor(), office)
    newest, content = calendar.opened(kernel, office, _number("versi"))
    today = timetable.day_of(kernel.clock.now())
    year = _number("tahun") or today.year
    if year not in _YEARS:
        raise NotFound(kind="year", key=str(year))
    return render_template(
        "pages/calendar.html",
        office=office,
        offices=offices,
        content=content,
        version=newest,
        is_old=bool(_number("versi")),
        editions=calendar.editions(kernel, office),
        year=year,
        months=yearly.months(content, year),
        days=[(day, each) for day, each in sorted(content.days.items()) if day.year == year],
        weekdays=yearly.weekdays(),
        week=list(zip(yearly.weekdays("EEEE"), content.hours, strict=True)),
        kinds=yearly.KINDS,
        season=yearly.SEASON,
        hours=calendarforms.hours_text,
        today=today,
        may_change="administer" in auth.actor().rights,
    )


@blueprint.get("/kalender/<office>/hari", defaults={"what": "hari"})
@blueprint.get("/kalender/<office>/jam", defaults={"what": "jam"})
@blueprint.get("/kalender/<office>/musim", defaults={"what": "musim"})
@allow("administer")
def edit(office: str, what: str) -> ResponseReturnValue:
    """The form of a day (`?tanggal=2026-12-24`), the week, or a season (`?nomor=0`)."""
    rights.office_for(auth.actor(), office)
    _, content = calendar.opened(asking.kernel(), office)
    return _form(office, What(what), _present(What(what), content))


@blueprint.post("/kalender/<office>/pratinjau")
@allow("administer")
def preview(office: str) -> ResponseReturnValue:
    """What the change would move; nothing is changed yet. `kembali`: back to the form."""
    rights.office_for(auth.actor(), office)
    version, content = calendar.opened(asking.kernel(), office)
    what = _what()
    if request.form.get("kembali"):
        return _form(office, what, request.form)
    try:
        sent = calendarforms.read(content)
        kernel, asked = asking.kernel(), asking.as_posted()
        moves = calendar.preview(kernel, asked, office, sent.edit)
        moving = calendar.moving(kernel, asked, office, sent.edit)
    except Invalid as refused:
        return _again(office, what, refused), errors.status_of(refused)
    return render_template(
        "pages/calendar_preview.html",
        office=office,
        sent=sent,
        moves=moves,
        moving=moving,
        name_of=diagrams.name_of,
        version=version,
        typed={name: value for name, value in request.form.items() if _is_ours(name)},
        kinds=yearly.KINDS,
        weekdays=yearly.weekdays("EEEE"),
        hours=calendarforms.hours_text,
    )


@blueprint.post("/kalender/<office>/ubah")
@allow("administer")
def change(office: str) -> ResponseReturnValue:
    """Write the change that was looked at; then what waits is counted anew."""
    rights.office_for(auth.actor(), office)
    _, content = calendar.opened(asking.kernel(), office)
    what = _what()
    try:
        sent = calendarforms.read(content)
        done = calendar.change(asking.kernel(), asking.as_posted(), office, sent.edit, sent.reason)
    except Invalid as refused:
        return _again(office, what, refused), errors.status_of(refused)
    except Conflict as conflict:
        page = _form(office, what, request.form, conflict=framing.told(conflict))
        return page, errors.status_of(conflict)
    message = gettext(
        "The calendar is changed: version %(version)s. %(moved)s due instants moved.",
        version=done.version,
        moved=done.moves.instants,
    )
    flash(message, "success")
    return redirect(url_for("calendars.show", kantor=office), 303)


@blueprint.post("/kalender/<office>/hitung-ulang")
@allow("administer")
def finish(office: str) -> ResponseReturnValue:
    """Move what a change that was stopped in between left behind."""
    moves = calendar.finish(asking.kernel(), asking.as_posted(), office)
    message = gettext("Counted anew: %(moved)s due instants moved.", moved=moves.instants)
    flash(message, "success")
    return redirect(url_for("calendars.show", kantor=office), 303)


def _present(what: What, content: Timetable) -> Mapping[str, object]:
    if what is What.HOURS:
        return calendarforms.week_values(content.hours)
    if what is What.SEASON:
        return calendarforms.season_values(request.args.get("nomor", ""), content)
    try:
        day = date.fromisoformat(request.args.get("tanggal", ""))
    except ValueError:
        return {"jenis": "LIBUR_LOKAL"}
    return calendarforms.day_values(day, content)


def _form(
    office: str,
    what: What,
    values: Mapping[str, object],
    *,
    faults: tuple[Fault, ...] = (),
    conflict: str = "",
) -> str:
    names = {kind.value: f"{said}" for kind, (_, said) in yearly.KINDS.items()}
    return render_template(
        _TEMPLATES[what],
        office=office,
        values=values,
        faults=faults,
        conflict=conflict,
        kinds={**names, ORDINARY: str(_ORDINARY)},
        weekdays=list(zip(calendarforms.WEEKDAYS, yearly.weekdays("EEEE"), strict=True)),
    )


def _again(office: str, what: What, refused: Invalid) -> str:
    """The form with its faults; what the calendar as a whole refuses stands beside the reason."""
    faults = refused.faults
    if isinstance(refused, CalendarInvalid):
        faults = tuple(
            Fault(rule=each.rule, element=_FIRST[what], message=each.message) for each in faults
        )
    return _form(office, what, request.form, faults=faults)


def _what() -> What:
    try:
        return What(request.form.get("apa", ""))
    except ValueError:
        raise Invalid((Fault(rule="calendar-form", message="This is no form of ours."),)) from None


def _is_ours(name: str) -> bool:
    return name.rpartition("-")[0] in calendarforms.FIELDS or name in calendarforms.FIELDS


def _number(name: str) -> int | None:
    text = request.args.get(name, "")
    return int(text) if _NUMBER.fullmatch(text) else None


_ORDINARY: Final = lazy_gettext("ordinary day again")
_FIRST: Final = {What.DAYS: "jam", What.HOURS: "jam-0", What.SEASON: "mulai"}
