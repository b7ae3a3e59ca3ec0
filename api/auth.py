"""Who is asking: an officer by session cookie, or a service by HTTP Basic. The register itself is
`api.officers`; what the actor may do is `api.access` and the services.
"""

from __future__ import annotations

import secrets
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Final

from flask import Flask, abort, g, redirect, request, session, url_for
from flask.typing import ResponseReturnValue

from api import access, forgery, languages, officers, throttling
from api.access import NotSignedIn, Rule
from api.officers import Duty, SignedIn, SignInUnfinished
from api.throttling import Throttle
from engine.services.kernel import Kernel
from engine.values import Actor
from office import sessions
from office.officers import SignInRefused

#: A session ends after so long without a request, and at the latest after a long working day.
IDLE: Final = timedelta(hours=4)
LONGEST: Final = timedelta(hours=14)
#: so long is a password good for while the second step is awaited
_HALF_WAY: Final = timedelta(minutes=10)
#: how often the time of the last request is written into the cookie
_FRESH: Final = timedelta(minutes=1)
#: what outlives a session: the reader's own choices
_CHOICES: Final = (languages.KEPT, "theme", "keys")
#: where each duty is done; signing out and the language are always free
_DUTIES: Final = {
    Duty.PASSWORD: ("account.password", "account.change_password"),
    Duty.CODE: ("codes.show", "codes.begin", "codes.confirm"),
}
_FREE: Final = frozenset({"static", "signing.sign_out", "signing.choose_language"})
_THROTTLE: Final = "alur-throttle"


def current() -> SignedIn | None:
    """Who asks in this request; None for nobody."""
    who: SignedIn | None = g.get("signed_in")
    return who


def actor() -> Actor:
    """The actor of this request.

    Raises:
        NotSignedIn: when there is none; a route with a rule never gets that far.
    """
    who = current()
    if who is None:
        raise NotSignedIn
    return who.actor


def origin() -> str:
    """The network this request comes from, as the access log keeps it: "192.168.1.0/24"."""
    return throttling.shortened(request.remote_addr or "")


def throttle(app: Flask) -> Throttle:
    """What counts the wrong sign-ins of this server."""
    found: Throttle = app.extensions[_THROTTLE]
    return found


def sign_in(who: SignedIn, now: datetime, *, duty: Duty = Duty.NOTHING) -> None:
    """Begin a new session for `who`: nothing of the old one but the reader's choices is kept."""
    _forget()
    session.permanent = True
    session["login"] = who.actor.id
    session["stamp"] = who.stamp
    session["number"] = secrets.token_urlsafe(16)
    session["since"] = session["seen"] = int(now.timestamp())
    if duty:
        session["duty"] = duty.value
    g.signed_in = who


def renew(who: SignedIn) -> None:
    """Let this session live on after a change that ends all others: it carries the new stamp."""
    session["stamp"] = who.stamp
    g.signed_in = who


def meet_duty() -> None:
    """What the office required before anything else is done."""
    session.pop("duty", None)


def await_code(who: SignedIn, now: datetime, then: str) -> None:
    """Remember that the password was right; nobody is signed in before the second step."""
    _forget()
    session["half"] = [who.actor.id, who.stamp, int(now.timestamp()), then]


def awaited(now: datetime) -> tuple[str, str, str] | None:
    """Whose second step is awaited: sign-in name, stamp, and the page wanted; None for nobody's."""
    half = session.get("half")
    if not isinstance(half, list) or now.timestamp() - half[2] > _HALF_WAY.total_seconds():
        return None
    return half[0], half[1], half[3]


def sign_out(kernel: Kernel) -> None:
    """End the session here and for whoever copied its cookie; the reader's choices are kept."""
    number, since = session.get("number"), session.get("since")
    if number and since:
        until = kernel.clock.now() + LONGEST
        sessions.end(kernel, number, until)
    _forget()


def _forget() -> None:
    kept = {name: session[name] for name in _CHOICES if name in session}
    session.clear()
    session.update(kept)
    g.signed_in = None


def register(app: Flask, kernel: Kernel) -> None:
    """Ask before every request who it is, whether they may, and whether it is really their wish."""
    credentials = officers.Credentials(kernel)
    app.extensions[_THROTTLE] = Throttle()

    def guard() -> ResponseReturnValue | None:
        g.signed_in = None
        _require_readable()
        if request.endpoint is None:  # no such address: the error page follows
            g.signed_in = _by_session(kernel)
            return None
        rule = access.rule_of(app, request.endpoint)
        if rule is not None and rule.public and _is_plain():
            return None
        if request.authorization is not None and request.path.startswith("/v2/"):
            forgery.require_own_site(request)
            g.signed_in = _by_credentials(app, kernel, credentials)
        else:
            g.signed_in = _by_session(kernel)
            if not request.path.startswith("/v2/"):
                _require_session(rule)
                forgery.require_token(request)
            elif g.signed_in is not None:  # a program without credentials has none to forge
                forgery.require_token(request)
        access.require_admission(rule, g.signed_in.actor if g.signed_in else None)
        return _first_of_all(g.signed_in)

    app.before_request(guard)


def ended_login() -> str:
    """Whose session was found ended by this request; "" when there was none."""
    return str(g.get("ended_login", ""))


def _require_session(rule: Rule | None) -> None:
    """Ask nobody's form to sign in first: without a session there is no token to compare."""
    if g.signed_in is None:
        access.require_admission(rule, None)


def _first_of_all(who: SignedIn | None) -> ResponseReturnValue | None:
    """Send whoever has a duty to where it is done, from every other page."""
    if who is None or not who.must or request.endpoint in _FREE:
        return None
    pages = _DUTIES[who.must]
    if request.endpoint in pages:
        return None
    if request.path.startswith("/v2/"):
        raise SignInUnfinished
    return redirect(url_for(pages[0]), 303)


def _require_readable() -> None:
    """No address and no form holds U+0000, which PostgreSQL keeps in no text."""
    texts = [request.path, *request.args.values(), *request.form.values()]
    if request.authorization is not None:
        texts.append(request.authorization.username or "")
    if any("\0" in text for text in texts):
        abort(400)


def _is_plain() -> bool:
    """Static files, health and API description, and what gateways sign: nobody need be known."""
    if request.path.startswith("/hook/"):
        return True
    plain = request.endpoint == "static" or request.path.startswith("/v2/")
    return plain and request.method == "GET"


def _by_credentials(app: Flask, kernel: Kernel, known: officers.Credentials) -> SignedIn:
    given, now = request.authorization, kernel.clock.now()
    if given is None or given.type != "basic":
        raise SignInRefused
    address = request.remote_addr or ""
    throttle(app).require(address, now)
    try:
        return known.check(given.username or "", given.password or "")
    except SignInRefused:
        throttle(app).count(address, now)
        raise


def _is_by_itself() -> bool:
    """Whether an open page asks by itself (htmx): no sign that somebody sits before it."""
    return request.method == "GET" and request.headers.get("HX-Request") == "true"


def _by_session(kernel: Kernel) -> SignedIn | None:
    login, number = session.get("login"), session.get("number")
    if login is None or number is None:  # one without a number could not be ended
        return None
    now = kernel.clock.now().timestamp()
    idle = now - session["seen"]
    who = officers.find(kernel, login, number)
    expired = now - session["since"] > LONGEST.total_seconds() or idle > IDLE.total_seconds()
    if who is None or expired or who.stamp != session.get("stamp"):
        _forget()
        g.ended_login = login
        return None
    if idle > _FRESH.total_seconds() and not _is_by_itself():
        session["seen"] = int(now)
    if session.get("duty") and not who.must and not who.has_code:
        return replace(who, must=Duty(session["duty"]))
    return who
