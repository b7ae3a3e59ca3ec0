"""The office's kiosks, for an officer: open this very device as one, see them, end one."""

from __future__ import annotations

from typing import Final

from flask import current_app, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from api import asking, auth
from api.access import allow
from api.pages import posting
from api.pages.kiosk import blueprint, cookie_name
from engine.services import rights
from office import kiosks
from office.kiosks import KioskInvalid

__all__ = ["blueprint"]

#: browsers keep no cookie for longer; an officer ends a kiosk, not the calendar
_AGE: Final = 400 * 24 * 3600


@blueprint.get("/kios/perangkat")
@allow("work")
def devices() -> ResponseReturnValue:
    """The office's open kiosks; who serves several names one: `?kantor=327316`."""
    return _page(_office(request.args.get("kantor", "")))


@blueprint.post("/kios/buka")
@allow("work")
def open_here() -> ResponseReturnValue:
    """Make this device a kiosk and sign the officer out on it."""
    office, width = _office(posting.text("kantor")), posting.text("lebar")
    kernel, asked = asking.kernel(), asking.as_posted()
    chosen = int(width) if width in {str(each) for each in kiosks.WIDTHS} else 0
    try:
        secret = kiosks.open_kiosk(kernel, asked, office, posting.text("nama"), chosen)
    except KioskInvalid as refused:
        return _page(office, refused), 422
    auth.sign_out(kernel)
    answer = redirect(url_for("kiosk.show"), 303)
    answer.set_cookie(
        cookie_name(),
        secret,
        max_age=_AGE,
        httponly=True,
        samesite="Strict",
        secure=bool(current_app.config["SESSION_COOKIE_SECURE"]),
    )
    return answer


@blueprint.post("/kios/<key:kiosk>/tutup")
@allow("work")
def close(kiosk: int) -> ResponseReturnValue:
    """End a kiosk, wherever its device stands."""
    kiosks.close_kiosk(asking.kernel(), asking.as_posted(), kiosk)
    flash(gettext("The kiosk was closed. Its device asks to sign in now."), "success")
    return redirect(url_for("kiosk.devices", kantor=_office(posting.text("kantor"))), 303)


def _office(named: str) -> str:
    return rights.office_for(auth.actor(), named)


def _page(office: str, refused: KioskInvalid | None = None) -> str:
    return render_template(
        "pages/kiosk_devices.html",
        devices=kiosks.open_kiosks(asking.kernel(), auth.actor(), office),
        office=office,
        widths={str(width): gettext("%(width)s mm", width=width) for width in kiosks.WIDTHS},
        values={"nama": posting.text("nama"), "lebar": posting.text("lebar") or "80"},
        faults=refused.faults if refused else (),
    )
