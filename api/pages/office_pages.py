"""Offices for who administers: the list, opening one, changing one."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext, lazy_gettext

from api import asking, auth, errors
from api.access import allow
from api.pages import framing, posting
from engine.errors import Conflict, Fault, Invalid, StaleVersion
from office import establishing
from office.establishing import OfficeView, Particulars

blueprint = Blueprint("office_pages", __name__)

_SITES: Final = {
    "KECAMATAN": lazy_gettext("here, at the kecamatan"),
    "DISDUKCAPIL": lazy_gettext("at Disdukcapil"),
}
_NAMES: Final = (
    *("code", "name", "city", "prefix", "print_site", "villages", "printers", "alasan"),
)


@blueprint.get("/kantor")
@allow("administer")
def index() -> ResponseReturnValue:
    return render_template(
        "pages/offices.html",
        found=establishing.offices(asking.kernel(), auth.actor()),
        sites=_SITES,
        may_add="*" in auth.actor().offices,
    )


@blueprint.get("/kantor/baru")
@allow("administer")
def new() -> ResponseReturnValue:
    return _form({"print_site": "KECAMATAN", "printers": "Printer 1"})


@blueprint.post("/kantor/baru")
@allow("administer")
def add() -> ResponseReturnValue:
    code = posting.text("code")
    try:
        establishing.add(asking.kernel(), asking.as_posted(), code, _particulars())
    except Invalid as refused:
        return _form(_typed(), refused.faults), errors.status_of(refused)
    except Conflict as conflict:
        return _form(_typed(), conflict=framing.told(conflict)), errors.status_of(conflict)
    flash(gettext("The office is open. Look at its calendar and its settings next."), "success")
    return redirect(url_for("office_pages.show", office=code), 303)


@blueprint.get("/kantor/<office>")
@allow("administer")
def show(office: str) -> ResponseReturnValue:
    view = establishing.office(asking.kernel(), auth.actor(), office)
    known = view.particulars
    values = {
        "name": known.name,
        "city": known.city,
        "prefix": known.prefix,
        "print_site": known.print_site,
        "villages": " ".join(known.villages),
        "printers": "\n".join(known.printers),
    }
    return _form(values, view=view)


@blueprint.post("/kantor/<office>")
@allow("administer")
def change(office: str) -> ResponseReturnValue:
    """Change an office; one changed by somebody else meanwhile is told, what was typed stays."""
    kernel, reason = asking.kernel(), posting.text("alasan")
    try:
        establishing.change(kernel, asking.as_posted(), office, _particulars(), reason)
    except Invalid as refused:
        view = establishing.office(kernel, auth.actor(), office)
        return _form(_typed(), refused.faults, view=view), errors.status_of(refused)
    except Conflict as conflict:
        view = establishing.office(kernel, auth.actor(), office)
        told = framing.told(conflict)
        is_stale = isinstance(conflict, StaleVersion)
        page = _form(_typed(), view=view, conflict=told, is_stale=is_stale)
        return page, errors.status_of(conflict)
    flash(gettext("The office is changed."), "success")
    return redirect(url_for("office_pages.show", office=office), 303)


def _particulars() -> Particulars:
    lines = (line.strip() for line in request.form.get("printers", "").splitlines())
    return Particulars(
        name=posting.text("name"),
        city=posting.text("city"),
        prefix=posting.text("prefix").upper(),
        print_site=posting.text("print_site"),
        villages=tuple(posting.text("villages").replace(",", " ").split()),
        printers=tuple(dict.fromkeys(line for line in lines if line)),
    )


def _typed() -> Mapping[str, str]:
    return posting.typed(*_NAMES)


def _form(
    values: Mapping[str, str],
    faults: tuple[Fault, ...] = (),
    *,
    view: OfficeView | None = None,
    conflict: str = "",
    is_stale: bool = False,
) -> str:
    return render_template(
        "pages/office_form.html",
        values=values,
        faults=faults,
        view=view,
        conflict=conflict,
        is_stale=is_stale,
        sites=_SITES,
    )
