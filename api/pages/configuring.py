"""The office's policies: what holds and why, one policy with its history, and changing it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Final

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from api import asking, auth, errors, officers
from api.access import allow
from api.pages import framing, posting, settingforms, settingwords
from engine.errors import Conflict, Fault, Invalid
from engine.services import rights
from office import limits, policy_book, timetable
from office.policy_book import Standing

blueprint = Blueprint("configuring", __name__)

_READERS: Final = ("supervise", "administer", "audit")


@blueprint.get("/setelan")
@allow(*_READERS)
def show() -> ResponseReturnValue:
    """Every policy by section; who serves several offices names one: `?kantor=327316`."""
    office, offices = chosen_office()
    found = policy_book.standings(asking.kernel(), auth.actor(), office) if office else ()
    sections: dict[str, list[Standing]] = {}
    for one in found:
        sections.setdefault(one.name.partition(".")[0], []).append(one)
    return render_template(
        "pages/settings.html",
        sections=sections,
        titles=settingwords.sections(),
        words=settingwords,
        forms=settingforms,
        office=office,
        offices=offices,
    )


@blueprint.get("/setelan/<office>/<name>")
@allow(*_READERS)
def show_one(office: str, name: str) -> ResponseReturnValue:
    one = policy_book.standing(asking.kernel(), auth.actor(), office, name)
    return _page(office, one, settingforms.fields(one.kind, one.value))


@blueprint.post("/setelan/<office>/<name>")
@allow("administer")
def change(office: str, name: str) -> ResponseReturnValue:
    """Set a policy from a day on (empty: at once), with a reason."""
    kernel, actor = asking.kernel(), auth.actor()
    one = policy_book.standing(kernel, actor, office, name)
    typed = posting.typed("nilai", "satuan", "mulai", "alasan")
    try:
        _write(office, one)
    except Invalid as refused:
        faults = tuple(_beside(fault, name) for fault in refused.faults)
        return _page(office, one, typed, faults=faults), errors.status_of(refused)
    except Conflict as conflict:
        one = policy_book.standing(kernel, actor, office, name)
        page = _page(office, one, typed, conflict=framing.told(conflict))
        return page, errors.status_of(conflict)
    flash(gettext("The change is kept."), "success")
    return redirect(url_for("configuring.show_one", office=office, name=name), 303)


def chosen_office() -> tuple[str, dict[str, str]]:
    """The office asked for, or the first of the reader's; and all of them by code."""
    offices = officers.offices_of(asking.kernel(), auth.actor())
    asked = request.args.get("kantor", "") or rights.only_office(auth.actor())
    return asked or next(iter(offices), ""), offices


def _write(office: str, one: Standing) -> None:
    """Write what was typed.

    Raises:
        Invalid: with every fault of the value, or of day and reason.
        StaleVersion, RightMissing: as the service.
    """
    day = posting.day("mulai")
    faults = (*_day_faults(day), *posting.missing("alasan"))
    if faults:
        raise Invalid(faults)
    policy_book.change(
        asking.kernel(),
        asking.as_posted(),
        office,
        name=one.name,
        value=settingforms.read(one.kind, one.default, request.form),
        valid_from=_instant(day),
        reason=posting.text("alasan"),
    )


def _page(
    office: str,
    one: Standing,
    values: Mapping[str, str],
    *,
    faults: tuple[Fault, ...] = (),
    conflict: str = "",
) -> str:
    return render_template(
        "pages/setting.html",
        one=one,
        office=office,
        values=values,
        faults=faults,
        conflict=conflict,
        words=settingwords,
        forms=settingforms,
        limits=limits.NUMBERS.get(one.name),
        choices={each: each for each in sorted(limits.CHOICES.get(one.name, ()))},
        may_change="administer" in auth.actor().rights,
    )


def _day_faults(day: date | Fault | None) -> tuple[Fault, ...]:
    if isinstance(day, Fault):
        return (day,)
    if day is not None and day < timetable.day_of(asking.kernel().clock.now()):
        return (posting.fault("mulai", "A policy holds from today on or later, not from before."),)
    return ()


def _instant(day: date | Fault | None) -> datetime | None:
    """The first instant of a coming day; None, at once, for today and for none."""
    if not isinstance(day, date) or day == timetable.day_of(asking.kernel().clock.now()):
        return None
    return timetable.start_of(day)


def _beside(fault: Fault, name: str) -> Fault:
    """A fault of the policy's value stands beside the field it was typed into."""
    element = "nilai" if fault.element == name else fault.element
    kind = {"kind": str(gettext(str(fault.params["kind"])))} if "kind" in fault.params else {}
    return Fault(
        rule=fault.rule,
        element=element,
        message=fault.message,
        params={**fault.params, **kind},
    )
