"""Officers for who supervises or administers: the list, one officer, and what is done with them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext, lazy_gettext, ngettext

from api import asking, auth, errors, officers
from api.access import allow
from api.pages import framing, posting
from engine.errors import Conflict, Invalid
from engine.services import rights
from office import leaving, roster, second_steps, staffing
from office.leaving import Left
from office.officers import OfficerExists
from office.roster import Member
from office.staffing import GivenPassword, Person

blueprint = Blueprint("people", __name__)

#: what a role brings along, for who gives it
ROLES: Final = {
    "loket": lazy_gettext("calls numbers, receives applications, checks papers"),
    "perekaman": lazy_gettext("records, and notes the status at the centre"),
    "verifikator": lazy_gettext("decides exceptions as Kasi, and supervises"),
    "gudang_blanko": lazy_gettext("keeps the stock and allocates blanko"),
    "cetak": lazy_gettext("prints cards and checks them"),
    "penyerahan": lazy_gettext("calls citizens and hands cards over"),
    "camat": lazy_gettext("decides what is escalated, supervises, and reads the record"),
    "auditor": lazy_gettext("reads the record; has no work list"),
    "admin": lazy_gettext("officers, offices, calendar, settings, procedures; has no work list"),
}
RIGHTS: Final = {
    "supervise": lazy_gettext("supervise: see and hand over everybody's work"),
    "administer": lazy_gettext("administer: officers, offices, calendar, settings"),
    "deploy": lazy_gettext("deploy: bring in new versions of procedures"),
    "audit": lazy_gettext("audit: read the record and the access log"),
}
_NAMES: Final = ("username", "name", "office", "roles", "more_roles", "rights", "nip")


@blueprint.get("/petugas")
@allow("supervise", "administer")
def index() -> ResponseReturnValue:
    """The reader's office; who serves all of them may choose one: `?kantor=327316`."""
    actor, office = auth.actor(), request.args.get("kantor", "")
    return render_template(
        "pages/people.html",
        members=roster.members(asking.kernel(), actor, office),
        office=office,
        offices=offices(),
        roles=ROLES,
        may_change="administer" in actor.rights,
    )


@blueprint.get("/petugas/baru")
@allow("administer")
def new() -> ResponseReturnValue:
    values = {"office": rights.only_office(auth.actor()), "roles": [], "rights": []}
    return _form(values)


@blueprint.post("/petugas/baru")
@allow("administer")
def add() -> ResponseReturnValue:
    """Add an officer; the password of the first sign-in is shown this once."""
    username = posting.text("username").lower()
    try:
        given = staffing.add(asking.kernel(), asking.as_posted(), username, _person())
    except Invalid as refused:
        return _form(_typed(), refused), errors.status_of(refused)
    except OfficerExists as refused:
        taken = Invalid((posting.fault("username", refused.message, username=username),))
        return _form(_typed(), taken), errors.status_of(refused)
    return _given(given)


@blueprint.get("/petugas/akun/<login>")
@allow("supervise", "administer")
def show(login: str) -> ResponseReturnValue:
    return _page(login)


@blueprint.get("/petugas/akun/<login>/ubah")
@allow("administer")
def edit(login: str) -> ResponseReturnValue:
    member = _member(login)
    known = [role for role in member.roles if role in ROLES]
    values = {
        "name": member.name,
        "office": member.office,
        "roles": known,
        "more_roles": ", ".join(role for role in member.roles if role not in known),
        "rights": list(member.own_rights),
    }
    return _form(values, member=member)


@blueprint.post("/petugas/akun/<login>/ubah")
@allow("administer")
def change(login: str) -> ResponseReturnValue:
    """Change an officer; one changed by somebody else meanwhile is told, what was typed stays."""
    try:
        staffing.change(asking.kernel(), asking.as_posted(), login, _person())
    except Invalid as refused:
        return _form(_typed(), refused, member=_member(login)), errors.status_of(refused)
    except Conflict as conflict:
        page = _form(_typed(), member=_member(login), conflict=framing.told(conflict))
        return page, errors.status_of(conflict)
    flash(gettext("The change is kept and holds at once."), "success")
    return _back(login)


@blueprint.post("/petugas/akun/<login>/sandi")
@allow("administer")
def give_password(login: str) -> ResponseReturnValue:
    return _given(staffing.give_password(asking.kernel(), asking.as_posted(), login))


@blueprint.post("/petugas/akun/<login>/buka-kunci")
@allow("administer")
def unlock(login: str) -> ResponseReturnValue:
    if staffing.unlock(asking.kernel(), asking.as_posted(), login):
        flash(gettext("The name is free again."), "success")
    return _back(login)


@blueprint.post("/petugas/akun/<login>/kode")
@allow("administer")
def reset_codes(login: str) -> ResponseReturnValue:
    """Take the second step away from who lost the telephone."""
    try:
        second_steps.reset(
            asking.kernel(), asking.as_posted(), login, reason=posting.text("alasan_kode")
        )
    except Invalid as refused:
        return _refused(login, "alasan_kode", refused)
    flash(gettext("The second step is off; all sessions have ended."), "success")
    return _back(login)


@blueprint.post("/petugas/akun/<login>/nonaktif")
@allow("administer")
def deactivate(login: str) -> ResponseReturnValue:
    reason, to = posting.text("alasan_pergi"), request.form.get("kepada", "")
    try:
        left = leaving.deactivate(asking.kernel(), asking.as_posted(), login, reason=reason, to=to)
    except Invalid as refused:
        return _refused(login, "alasan_pergi", refused)
    flash(gettext("The officer signs in no more.") + " " + _moved(left), "success")
    return _back(login)


@blueprint.post("/petugas/akun/<login>/aktif")
@allow("administer")
def reactivate(login: str) -> ResponseReturnValue:
    reason = posting.text("alasan_kembali")
    try:
        staffing.reactivate(asking.kernel(), asking.as_posted(), login, reason=reason)
    except Invalid as refused:
        return _refused(login, "alasan_kembali", refused)
    flash(gettext("The officer may sign in again."), "success")
    return _back(login)


@blueprint.post("/petugas/akun/<login>/alihkan")
@allow("supervise", "administer")
def relieve(login: str) -> ResponseReturnValue:
    """Hand over what somebody holds who is away."""
    reason, to = posting.text("alasan_alih"), request.form.get("kepada_alih", "")
    try:
        left = leaving.relieve(asking.kernel(), asking.as_posted(), login, reason=reason, to=to)
    except Invalid as refused:
        return _refused(login, "alasan_alih", refused)
    flash(_moved(left), "success")
    return _back(login)


def offices() -> dict[str, str]:
    """The offices the reader serves, by code, to choose one; all of them for who serves all."""
    return officers.offices_of(asking.kernel(), auth.actor())


def _moved(left: Left) -> str:
    """What became of the tasks held, in words."""
    told = []
    if left.handed_over:
        count = len(left.handed_over)
        told.append(ngettext("%(num)s task handed over.", "%(num)s tasks handed over.", count))
    if left.released:
        count = len(left.released)
        told.append(
            ngettext("%(num)s task is back with its group.", "%(num)s tasks are back.", count)
        )
    if left.kept:
        count = len(left.kept)
        told.append(ngettext("%(num)s stays, its case is suspended.", "%(num)s stay.", count))
    return " ".join(told) or gettext("No task was held.")


def _person() -> Person:
    more = posting.text("more_roles").replace(",", " ").split()
    number = "".join(posting.text("nip").split())
    keeps = not number and not request.form.get("nip_hapus")
    return Person(
        name=posting.text("name"),
        office=request.form.get("office", "") or rights.only_office(auth.actor()),
        roles=frozenset([*request.form.getlist("roles"), *more]),
        rights=frozenset(request.form.getlist("rights")),
        nip=None if keeps else number,
    )


def _typed() -> Mapping[str, object]:
    lists = {name: request.form.getlist(name) for name in ("roles", "rights")}
    return {**posting.typed(*_NAMES), **lists, "nip": ""}


def _form(
    values: Mapping[str, object],
    refused: Invalid | None = None,
    *,
    member: Member | None = None,
    conflict: str = "",
) -> str:
    return render_template(
        "pages/person_form.html",
        values=values,
        faults=refused.faults if refused else (),
        member=member,
        conflict=conflict,
        roles={role: f"{framing.groups([role])}: {said}" for role, said in ROLES.items()},
        rights_=RIGHTS,
        offices=offices(),
    )


def _given(given: GivenPassword) -> str:
    return render_template("pages/given_password.html", given=given)


def _member(login: str) -> Member:
    return roster.member(asking.kernel(), auth.actor(), login).member


def _page(login: str, refused: Invalid | None = None, field: str = "") -> str:
    page = roster.member(asking.kernel(), auth.actor(), login)
    return render_template(
        "pages/person.html",
        page=page,
        member=page.member,
        successors={one.username: one.name for one in page.colleagues},
        deeds=_DEEDS,
        roles=ROLES,
        faults=[posting.fault(field, fault.message) for fault in refused.faults] if refused else [],
        values=request.form,
        now=asking.kernel().clock.now(),
        may_change="administer" in auth.actor().rights,
    )


def _refused(login: str, field: str, refused: Invalid) -> ResponseReturnValue:
    """The officer's page again with the fault beside its field, what was typed kept."""
    return _page(login, refused, field), errors.status_of(refused)


def _back(login: str) -> ResponseReturnValue:
    return redirect(url_for("people.show", login=login), 303)


_DEEDS: Final = {
    "DITAMBAHKAN": lazy_gettext("added"),
    "DIUBAH": lazy_gettext("changed"),
    "DINONAKTIFKAN": lazy_gettext("deactivated"),
    "DIAKTIFKAN": lazy_gettext("activated again"),
    "SANDI_DISETEL": lazy_gettext("was given a password"),
    "SANDI_DIGANTI": lazy_gettext("changed the password"),
    "KUNCI_DIBUKA": lazy_gettext("unlocked"),
    "KODE_AKTIF": lazy_gettext("turned the second step on"),
    "KODE_MATI": lazy_gettext("turned the second step off"),
    "KODE_DISETEL": lazy_gettext("second step taken away"),
    "KODE_CADANGAN": lazy_gettext("made new recovery codes"),
    "KELUAR_SEMUA": lazy_gettext("signed out everywhere"),
    "TUGAS_DISERAHKAN": lazy_gettext("tasks handed over"),
}
