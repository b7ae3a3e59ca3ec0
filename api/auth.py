"""Who is asking: an officer by session cookie, or a service by HTTP Basic. The register itself is
`api.officers`; what the actor may do is `api.access` and the services.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final

from flask import Flask, abort, g, request, session

from api import access, forgery, languages, officers
from api.access import NotSignedIn
from api.officers import SignedIn
from engine.services.kernel import Kernel
from engine.values import Actor
from office.officers import SignInRefused

#: A session ends after so long without a request, and at the latest after a long working day.
IDLE: Final = timedelta(hours=4)
LONGEST: Final = timedelta(hours=14)
#: how often the time of the last request is written into the cookie
_FRESH: Final = timedelta(minutes=1)


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


def sign_in(who: SignedIn, now: datetime) -> None:
    """Begin a new session for `who`: nothing of the old one but the language is kept."""
    sign_out()
    session.permanent = True
    session["login"] = who.actor.id
    session["stamp"] = who.stamp
    session["since"] = session["seen"] = int(now.timestamp())
    g.signed_in = who


def sign_out() -> None:
    """End the session; the chosen language is kept."""
    language = session.get(languages.KEPT)
    session.clear()
    if language is not None:
        session[languages.KEPT] = language
    g.signed_in = None


def register(app: Flask, kernel: Kernel) -> None:
    """Ask before every request who it is, whether they may, and whether it is really their wish."""
    credentials = officers.Credentials(kernel)

    def guard() -> None:
        g.signed_in = None
        _require_readable()
        if request.endpoint is None:  # no such address: the error page follows
            g.signed_in = _by_session(kernel)
            return
        rule = access.rule_of(app, request.endpoint)
        if rule is not None and rule.public and _is_plain():
            return
        if request.authorization is not None and request.path.startswith("/v2/"):
            forgery.require_own_site(request)
            g.signed_in = _by_credentials(credentials)
        else:
            g.signed_in = _by_session(kernel)
            if g.signed_in is not None or not request.path.startswith("/v2/"):
                forgery.require_token(request)  # a program without credentials has none to forge
        access.require_admission(rule, g.signed_in.actor if g.signed_in else None)

    app.before_request(guard)


def _require_readable() -> None:
    """No address and no form holds U+0000, which PostgreSQL keeps in no text."""
    texts = [*request.args.values(), *request.form.values()]
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


def _by_credentials(credentials: officers.Credentials) -> SignedIn:
    given = request.authorization
    if given is None or given.type != "basic":
        raise SignInRefused
    return credentials.check(given.username or "", given.password or "")


def _by_session(kernel: Kernel) -> SignedIn | None:
    login = session.get("login")
    if login is None:
        return None
    now = kernel.clock.now().timestamp()
    idle = now - session["seen"]
    who = officers.find(kernel, login)
    expired = now - session["since"] > LONGEST.total_seconds() or idle > IDLE.total_seconds()
    if who is None or expired or who.stamp != session.get("stamp"):
        sign_out()
        return None
    if idle > _FRESH.total_seconds():
        session["seen"] = int(now)
    return who
