"""What every page's frame needs: menu, hidden fields, the reader. No page of its own."""

from __future__ import annotations

import secrets
from collections.abc import Iterable
from typing import Final
from urllib.parse import urlsplit

from flask import Flask, g, request, session, url_for
from flask_babel import lazy_gettext
from markupsafe import Markup

from api import asking, assets, auth, errors, forgery, officers, texts
from api.pages import forming, markdown, menu
from engine.errors import AlurError

#: groups as the reader knows them; a group of another procedure reads as its lane is called
_GROUPS: Final = {
    "loket": lazy_gettext("counter"),
    "perekaman": lazy_gettext("recording"),
    "verifikator": lazy_gettext("verifying officer"),
    "gudang_blanko": lazy_gettext("card store"),
    "cetak": lazy_gettext("printing"),
    "penyerahan": lazy_gettext("hand-over"),
    "camat": lazy_gettext("head of the district"),
    "admin": lazy_gettext("administrator"),
    "auditor": lazy_gettext("auditor"),
}


#: looks a reader can choose besides the device's own
THEMES: Final = ("light", "dark", "contrast")


def csrf_field() -> Markup:
    """The hidden field that every form which changes something carries."""
    return _hidden(forgery.FIELD, forgery.token())


def once_field() -> Markup:
    """A fresh idempotency key: sending the same form twice does the thing once."""
    return _hidden(asking.IDEMPOTENCY_FIELD, secrets.token_urlsafe(16))


def version_field(version: int) -> Markup:
    """The version the reader saw: a change by somebody else meanwhile is told, not overwritten."""
    return _hidden(asking.VERSION_FIELD, str(version))


def _hidden(name: str, value: str) -> Markup:
    return Markup('<input type="hidden" name="{}" value="{}">').format(name, value)


def theme() -> str:
    """The look the reader chose: one of THEMES; "" follows the device."""
    kept = session.get("theme", "")
    return kept if kept in THEMES else ""


def has_keys() -> bool:
    """Whether single keys are shortcuts for this reader (`account.choose`)."""
    return session.get("keys") != "off"


def here() -> str:
    """Path and query of this page, to come back to; the work list where a page cannot be got."""
    if request.method != "GET":
        return url_for("worklist.home")
    return request.full_path.rstrip("?")


def local_address(address: str, otherwise: str) -> str:
    """`address` when it is a path of this very server, else `otherwise`: no open redirects."""
    try:
        parts = urlsplit(address)
    except ValueError:  # "//[": no address at all
        return otherwise
    is_local = not parts.scheme and not parts.netloc and address.startswith("/")
    if not is_local or address.startswith("//") or "\\" in address or not address.isprintable():
        return otherwise
    return address


def person(login: str) -> str:
    """The name of whoever did or holds something; what is no officer keeps its own name."""
    if "names" not in g:
        g.names = officers.names(asking.kernel())
    return str(g.names.get(login, login))


def told(error: AlurError) -> str:
    """An error in words, with the name of who was faster instead of the sign-in name."""
    params = dict(error.params)
    if "holder" in params:
        params["holder"] = person(str(params["holder"]))
    return errors.translate(error.message, params)


def office(code: str) -> str:
    """The title of an office; its code when it is not registered."""
    return officers.office_title(asking.kernel(), code) or code


def groups(names: Iterable[str]) -> str:
    """Groups (lanes) in words, with commas between: "gudang blanko, cetak"."""
    return ", ".join(str(_GROUPS.get(name, name.replace("_", " "))) for name in names)


def register(app: Flask) -> None:
    app.jinja_env.globals.update(
        menu=menu.menu,
        theme=theme,
        has_keys=has_keys,
        has_page=lambda endpoint: endpoint in app.view_functions,
        csrf_field=csrf_field,
        once_field=once_field,
        version_field=version_field,
        here=here,
        asset=assets.entry,
        describe_fault=errors.describe_fault,
        advise=errors.advise,
        translate=errors.translate,
    )
    app.jinja_env.globals["lines"] = forming.lines
    app.jinja_env.globals["labels"] = forming.labels
    app.jinja_env.filters["said"] = texts.said
    app.jinja_env.filters["person"] = person
    app.jinja_env.filters["groups"] = groups
    app.jinja_env.filters["office"] = office
    app.jinja_env.filters["markdown"] = markdown.render
    app.context_processor(lambda: {"me": auth.current()})
