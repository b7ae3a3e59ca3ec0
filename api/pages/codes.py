"""One's own second step of signing in: set up with a QR code, recovery codes, turned off again."""

from __future__ import annotations

from typing import Final

import segno
from flask import Blueprint, flash, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from markupsafe import Markup

from api import asking, auth, errors, officers
from api.access import allow
from engine.errors import AlurError, Fault, Invalid
from office import second_steps
from office.officers import SignInRefused
from office.second_steps import Enrolment

blueprint = Blueprint("codes", __name__)

_WRONG: Final = "The code is wrong or was used already. Wait for the next one and type it at once."


@blueprint.get("/akun/kode")
@allow()
def show() -> ResponseReturnValue:
    return _page()


@blueprint.post("/akun/kode")
@allow()
def begin() -> ResponseReturnValue:
    second_steps.begin(asking.kernel(), auth.actor().id)
    return redirect(url_for("codes.show"), 303)


@blueprint.post("/akun/kode/pasang")
@allow()
def confirm() -> ResponseReturnValue:
    """Turn the second step on with a first code; the recovery codes are shown this once."""
    kernel, login = asking.kernel(), auth.actor().id
    try:
        spare = second_steps.confirm(kernel, login, request.form.get("kode", ""))
    except Invalid as refused:
        return _page(faults=refused.faults), errors.status_of(refused)
    auth.meet_duty()
    who = officers.find(kernel, login, session.get("number", ""))
    if who is not None:
        auth.renew(who)
    return render_template("pages/recovery_codes.html", codes=spare, is_new=True)


@blueprint.post("/akun/kode/cadangan")
@allow()
def renew() -> ResponseReturnValue:
    """New recovery codes for those used up or lost, shown this once."""
    try:
        spare = second_steps.renew_spare(
            asking.kernel(), auth.actor().id, request.form.get("kode", "")
        )
    except SignInRefused as refused:
        return _refused(refused)
    return render_template("pages/recovery_codes.html", codes=spare, is_new=False)


@blueprint.post("/akun/kode/matikan")
@allow()
def turn_off() -> ResponseReturnValue:
    try:
        second_steps.turn_off(asking.kernel(), auth.actor().id, request.form.get("kode", ""))
    except SignInRefused as refused:
        return _refused(refused)
    flash(gettext("You sign in with the password alone again."), "success")
    return redirect(url_for("account.show"), 303)


def _refused(refused: AlurError) -> ResponseReturnValue:
    return _page(faults=(Fault(rule=refused.code, element="kode", message=_WRONG),)), 422


def _page(faults: tuple[Fault, ...] = ()) -> str:
    kernel, who = asking.kernel(), auth.current()
    login = auth.actor().id
    pending = second_steps.pending(kernel, login)
    with kernel.reads() as reads:
        left = second_steps.spare_left(reads, login)
    return render_template(
        "pages/codes.html",
        pending=pending,
        qr=_qr(pending) if pending else "",
        left=left,
        faults=faults,
        is_on=who is not None and who.has_code,
    )


def _qr(pending: Enrolment) -> Markup:
    """The address for the telephone's camera: an SVG that needs neither script nor style."""
    code = segno.make_qr(pending.address, error="m")
    drawn = code.svg_inline(border=4, light="#fff", omitsize=True, title=gettext("QR code"))
    return Markup(drawn)  # noqa: S704 - segno draws it, and escapes the title
