"""The one table of HTTP statuses, and what a person or a program is told when something is wrong.

`/v2` answers application/problem+json (RFC 9457), everything else a page. A stack trace goes to the
log only; the reader gets a number to quote. Which errors exist is `engine.errors`' affair.
"""

from __future__ import annotations

import logging
import secrets
from collections.abc import Mapping
from typing import Final

from flask import Flask, Response, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext, lazy_gettext
from werkzeug.exceptions import HTTPException, RequestEntityTooLarge

from api import texts, wire
from api.access import NotSignedIn
from api.throttling import TooManyTries
from engine.errors import (
    AlurError,
    AnswersInvalid,
    Conflict,
    Failed,
    Fault,
    Forbidden,
    Invalid,
    NotFound,
)
from office.kiosks import TooManyNumbers
from office.officers import SignInRefused

#: From error class to status; the nearest ancestor of the raised class counts.
STATUSES: Final[Mapping[type[AlurError], int]] = {
    NotFound: 404,
    Conflict: 409,
    NotSignedIn: 401,
    SignInRefused: 401,
    TooManyTries: 429,
    TooManyNumbers: 429,
    Forbidden: 403,
    AnswersInvalid: 422,
    Invalid: 400,
    Failed: 500,
    AlurError: 500,
}

_MEDIA_TYPE: Final = "application/problem+json"
_log = logging.getLogger("alur.api")


def status_of(error: AlurError) -> int:
    """The HTTP status of an error of ours."""
    return next(STATUSES[kind] for kind in type(error).__mro__ if kind in STATUSES)


def translate(template: str, params: Mapping[str, str | int]) -> str:
    """A message template of the engine in the reader's language, parameters filled in."""
    text = texts.said(str(gettext(template)))  # a form's own words have a catalogue of their own
    return text % params if params else text


def describe(error: AlurError) -> str:
    params = error.params
    if "kind" in params:  # "There is no case 7": the word is translated as well
        params = params | {"kind": str(gettext(str(params["kind"])))}
    return translate(error.message, params)


def describe_fault(fault: Fault) -> str:
    return translate(fault.message, fault.params)


def advise(fault: Fault) -> str:
    return translate(fault.advice, fault.params) if fault.advice else ""


def fault_members(fault: Fault) -> dict[str, object]:
    """A fault as a member of a problem: rule, message, advice and where."""
    members: dict[str, object] = {
        "rule": fault.rule,
        "severity": fault.severity,
        "message": describe_fault(fault),
        "advice": advise(fault),
        "file": fault.file,
        "element": fault.element,
        "line": fault.line,
        "column": fault.column,
    }
    return {name: value for name, value in members.items() if value}


def problem(status: int, code: str, title: str, detail: str, **members: object) -> Response:
    """A problem+json response. `code` is stable and also the last part of the problem's type."""
    body: dict[str, object] = {
        "type": f"urn:alur:problem:{code}",
        "title": title,
        "status": status,
        "detail": detail,
        "instance": request.path,
        "code": code,
    }
    response = make_response(wire.encode(body | members), status)
    response.content_type = _MEDIA_TYPE
    if status == STATUSES[NotSignedIn]:
        response.headers["WWW-Authenticate"] = 'Basic realm="alur", charset="UTF-8"'
    return response


def is_for_programs() -> bool:
    """Whether the request is for the REST API and not for a person's page."""
    return request.path.startswith("/v2/")


def register(app: Flask) -> None:
    app.register_error_handler(AlurError, answer)
    app.register_error_handler(HTTPException, _on_http_error)
    app.register_error_handler(Exception, _on_surprise)


def answer(error: AlurError) -> ResponseReturnValue:
    """The response to an error of ours: a problem for programs, a page for people."""
    status = status_of(error)
    faults = error.faults if isinstance(error, Invalid) else ()
    if is_for_programs():
        members = {"faults": [fault_members(fault) for fault in faults]} if faults else {}
        return problem(status, error.code, _title(status), describe(error), **members)
    if isinstance(error, NotSignedIn) and request.method == "GET":
        return redirect(url_for("signing.sign_in", next=request.full_path.rstrip("?")), 303)
    return _page(status, describe(error), faults=faults)


def _on_http_error(error: HTTPException) -> ResponseReturnValue:
    status = error.code or 500
    if status < 400:  # noqa: PLR2004  # a redirect by the router is no error
        return error.get_response()
    detail = _HTTP_DETAILS.get(status, error.description or "")
    if is_for_programs():
        messages = getattr(error, "data", {}).get("messages")
        members = {"faults": _schema_faults(messages)} if messages else {}
        return problem(status, _http_code(error), _title(status), gettext(detail), **members)
    return _page(status, gettext(detail))


def _on_surprise(error: Exception) -> ResponseReturnValue:
    number = secrets.token_hex(4)
    _log.error("Unexpected error %s at %s", number, request.endpoint, exc_info=error)
    detail = gettext(
        "Something unexpected happened; nothing was kept. Tell the administrator: %(number)s.",
        number=number,
    )
    if is_for_programs():
        return problem(500, "unexpected", _title(500), detail, number=number)
    return _page(500, detail)


def _page(status: int, detail: str, faults: tuple[Fault, ...] = ()) -> ResponseReturnValue:
    page = render_template(
        "pages/problem.html", status=status, title=_title(status), detail=detail, faults=faults
    )
    return page, status


def _title(status: int) -> str:
    return str(_TITLES.get(status) or gettext("This did not work"))


def _http_code(error: HTTPException) -> str:
    return error.name.lower().replace(" ", "-")


def _schema_faults(messages: object, path: str = "") -> list[dict[str, object]]:
    """Marshmallow's nested messages as a flat list of faults with dotted paths."""
    if isinstance(messages, Mapping):
        return [
            fault
            for name, inner in messages.items()
            for fault in _schema_faults(
                inner, path if name == "json" else f"{path}.{name}".strip(".")
            )
        ]
    texts = messages if isinstance(messages, list) else [messages]
    return [
        {"rule": "schema", "severity": "error", "message": gettext(str(text)), "element": path}
        for text in texts
    ]


_TITLES: Final = {
    400: lazy_gettext("What was sent is wrong"),
    401: lazy_gettext("Sign in first"),
    403: lazy_gettext("Not allowed"),
    404: lazy_gettext("Not found"),
    405: lazy_gettext("Not possible here"),
    409: lazy_gettext("Somebody was faster"),
    413: lazy_gettext("Too large"),
    415: lazy_gettext("Wrong kind of content"),
    422: lazy_gettext("Some answers need attention"),
    429: lazy_gettext("Too many tries"),
    500: lazy_gettext("The system could not do this"),
}
_HTTP_DETAILS: Final = {
    400: "The request cannot be read. Check it and send it again.",
    404: "There is nothing at this address. Check it, or go to the start page.",
    405: "This address does not know that method.",
    RequestEntityTooLarge.code: "What was sent is too large. Send a smaller file.",
    415: "Send JSON with Content-Type: application/json.",
    500: "Something unexpected happened; nothing was kept.",
}
