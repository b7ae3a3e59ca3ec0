"""Signing in and out, and the choice of language."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from api import asking, auth, errors, languages, officers
from api.access import public
from api.pages.framing import local_address
from engine.errors import AlurError

blueprint = Blueprint("signing", __name__)


@blueprint.get("/masuk")
@public
def sign_in() -> ResponseReturnValue:
    if auth.current() is not None:
        return redirect(url_for("worklist.home"), 303)
    return render_template("pages/sign_in.html", next=request.args.get("next", ""), login="")


@blueprint.post("/masuk")
@public
def enter() -> ResponseReturnValue:
    login = request.form.get("login", "").strip()
    try:
        who = officers.check(asking.kernel(), login, request.form.get("password", ""))
    except AlurError as fault:
        page = render_template(
            "pages/sign_in.html",
            fault=errors.describe(fault),
            next=request.form.get("next", ""),
            login=login,
        )
        return page, errors.status_of(fault)
    auth.sign_in(who, asking.kernel().clock.now())
    home = url_for("worklist.home")
    return redirect(local_address(request.form.get("next", ""), home), 303)


@blueprint.post("/keluar")
@public
def sign_out() -> ResponseReturnValue:
    auth.sign_out()
    flash(gettext("You are signed out."), "success")
    return redirect(url_for("signing.sign_in"), 303)


@blueprint.post("/bahasa")
@public
def choose_language() -> ResponseReturnValue:
    languages.keep(request.form.get("language", ""))
    home = url_for("worklist.home")
    return redirect(local_address(request.form.get("next", ""), home), 303)
