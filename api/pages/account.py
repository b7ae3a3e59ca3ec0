"""One's own account: password, language, look, keyboard shortcuts, signing out everywhere.

Codes for the second step are `api.pages.codes`.
"""

from __future__ import annotations

from typing import Final

from flask import Blueprint, flash, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_babel import get_locale, gettext, lazy_gettext

from api import asking, auth, errors, languages, officers
from api.access import allow
from api.pages import framing
from engine.errors import AlurError, Fault, Invalid
from engine.services.kernel import Kernel
from office import credentials, sessions
from office.officers import SignInRefused

blueprint = Blueprint("account", __name__)

_THEMES: Final = {
    "": lazy_gettext("As the device is set"),
    "light": lazy_gettext("Light"),
    "dark": lazy_gettext("Dark"),
    "contrast": lazy_gettext("High contrast"),
}
#: `keys` in the session: shortcuts are on unless this says otherwise
_OFF: Final = "off"


@blueprint.get("/akun")
@allow()
def show() -> ResponseReturnValue:
    values = {
        "language": str(get_locale()),
        "theme": framing.theme(),
        "keys": framing.has_keys(),
    }
    return render_template(
        "pages/account.html", values=values, themes=_THEMES, languages_=languages.LANGUAGES
    )


@blueprint.post("/akun/tampilan")
@allow()
def choose() -> ResponseReturnValue:
    """Language, look and shortcuts, kept with the session; what is unknown is left as it was."""
    languages.keep(request.form.get("language", ""))
    theme = request.form.get("theme", "")
    if theme in _THEMES:
        session["theme"] = theme
    session["keys"] = "on" if request.form.get("keys") else _OFF
    flash(gettext("Your choices are kept."), "success")
    return redirect(url_for("account.show"), 303)


@blueprint.get("/akun/sandi")
@allow()
def password() -> ResponseReturnValue:
    return render_template("pages/password.html", faults=())


@blueprint.post("/akun/sandi")
@allow()
def change_password() -> ResponseReturnValue:
    """Change one's own password; other sessions of it end, this one lives on."""
    kernel, login = asking.kernel(), auth.actor().id
    try:
        _change(kernel, login)
    except Invalid as refused:
        return _again(refused, refused.faults)
    except SignInRefused as refused:
        fault = Fault(rule=refused.code, element="old", message="The present password is wrong.")
        return _again(refused, (fault,))
    _live_on(kernel, login)
    flash(gettext("Your password is changed."), "success")
    return redirect(url_for("account.show"), 303)


@blueprint.post("/akun/keluar-semua")
@allow()
def end_everywhere() -> ResponseReturnValue:
    """End every session of the reader's but this one."""
    kernel, login = asking.kernel(), auth.actor().id
    sessions.end_all(kernel, login)
    _live_on(kernel, login)
    flash(gettext("You are signed out everywhere else."), "success")
    return redirect(url_for("account.show"), 303)


def _change(kernel: Kernel, login: str) -> None:
    new = request.form.get("password", "")
    if new != request.form.get("again", ""):
        message = "The two passwords differ."
        raise Invalid((Fault(rule="password-differs", element="again", message=message),))
    credentials.change_password(kernel, login, request.form.get("old", ""), new)


def _again(refused: AlurError, faults: tuple[Fault, ...]) -> ResponseReturnValue:
    status = 422 if isinstance(refused, SignInRefused) else errors.status_of(refused)
    return render_template("pages/password.html", faults=faults), status


def _live_on(kernel: Kernel, login: str) -> None:
    who = officers.find(kernel, login, session.get("number", ""))
    if who is not None:
        auth.renew(who)
