"""Signing in, with a second step for who has one, and out; and the choice of language."""

from __future__ import annotations

from flask import Blueprint, current_app, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from api import asking, auth, errors, languages, officers
from api.access import public
from api.officers import Duty, SignedIn
from api.pages import resuming
from api.pages.framing import local_address
from engine.errors import AlurError
from office.officers import SignInRefused

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
    password, then = request.form.get("password", ""), request.form.get("next", "")
    try:
        _require_patience()
        who = officers.check(asking.kernel(), login, password)
    except AlurError as fault:
        _count(fault)
        page = render_template(
            "pages/sign_in.html", fault=errors.describe(fault), next=then, login=login
        )
        return page, errors.status_of(fault)
    if who.has_code:
        auth.await_code(who, asking.kernel().clock.now(), then)
        if resuming.carried_text():  # a redirect would lose it
            return render_template("pages/sign_in_code.html")
        return redirect(url_for("signing.ask_code"), 303)
    return _let_in(who, then)


@blueprint.get("/masuk/kode")
@public
def ask_code() -> ResponseReturnValue:
    if auth.awaited(asking.kernel().clock.now()) is None:
        return redirect(url_for("signing.sign_in"), 303)
    return render_template("pages/sign_in_code.html")


@blueprint.post("/masuk/kode")
@public
def give_code() -> ResponseReturnValue:
    """The second step: a code of the telephone, or a recovery code."""
    kernel = asking.kernel()
    awaited = auth.awaited(kernel.clock.now())
    if awaited is None:
        flash(gettext("That took too long. Sign in once more."), "warning")
        return redirect(url_for("signing.sign_in"), 303)
    login, stamp, then = awaited
    try:
        _require_patience()
        who = officers.check_code(kernel, login, request.form.get("kode", ""))
        if who.stamp != stamp:  # the password was changed meanwhile
            raise SignInRefused
    except AlurError as fault:
        _count(fault)
        page = render_template("pages/sign_in_code.html", is_wrong=True)
        return page, errors.status_of(fault)
    return _let_in(who, then)


@blueprint.post("/keluar")
@public
def sign_out() -> ResponseReturnValue:
    auth.sign_out(asking.kernel())
    flash(gettext("You are signed out."), "success")
    return redirect(url_for("signing.sign_in"), 303)


@blueprint.post("/bahasa")
@public
def choose_language() -> ResponseReturnValue:
    languages.keep(request.form.get("language", ""))
    home = url_for("worklist.home")
    return redirect(local_address(request.form.get("next", ""), home), 303)


def _let_in(who: SignedIn, then: str) -> ResponseReturnValue:
    is_required = officers.is_code_required(asking.kernel(), who)
    duty = Duty.CODE if is_required else Duty.NOTHING
    auth.sign_in(who, asking.kernel().clock.now(), duty=duty)
    resumed = resuming.put_back(who)
    return resumed or redirect(local_address(then, url_for("worklist.home")), 303)


def _require_patience() -> None:
    address = request.remote_addr or ""
    auth.throttle(current_app).require(address, asking.kernel().clock.now())


def _count(fault: AlurError) -> None:
    if isinstance(fault, SignInRefused):
        address = request.remote_addr or ""
        auth.throttle(current_app).count(address, asking.kernel().clock.now())
