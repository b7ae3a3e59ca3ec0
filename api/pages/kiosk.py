"""The kiosk in the hall: choose a service, say whether one has priority, take the number.

A device that an officer opened (`api.pages.kiosks`) uses these pages, and the place in the line is
for whoever holds the ticket. Neither is a session: nothing here asks for an officer's rights.
"""

from __future__ import annotations

from contextlib import AbstractContextManager
from datetime import date
from typing import Any, Final

import segno
from flask import (
    Blueprint,
    Response,
    current_app,
    make_response,
    redirect,
    render_template,
    request,
    url_for,
)
from flask import session as browser_session
from flask.typing import ResponseReturnValue
from flask_babel import force_locale, get_locale
from markupsafe import Markup

from api import asking, auth, errors, languages
from api.access import NotSignedIn, public
from api.pages import hours, wishes
from engine.errors import AlurError, NotFound
from office import board, config, kiosks, whereabouts
from office.board import Hall
from office.kiosks import Device, Drawn, TooManyNumbers, Wish

blueprint = Blueprint("kiosk", __name__)

#: seconds until a page goes back to the start by itself
_START, _CHOICE, _TICKET, _PROBLEM, _PLACE = 60, 30, 20, 12, 20
_ERROR: Final = 400
#: what the device shows; the others of this blueprint are an officer's or anybody's
_OWN: Final = frozenset({"kiosk.choose", "kiosk.draw", "kiosk.ticket"})
_COOKIE: Final = "alur-kios"
_LONGEST_KEY: Final = 100


def cookie_name() -> str:
    """The name of the cookie that holds a kiosk's secret."""
    return f"__Host-{_COOKIE}" if current_app.config["SESSION_COOKIE_SECURE"] else _COOKIE


@blueprint.get("/kios")
@public
def show() -> ResponseReturnValue:
    """The start; an officer on another device is led to the office's kiosks."""
    device = _device()
    if device is None:
        who = auth.current()
        if who is None or "work" not in who.actor.rights:
            raise NotSignedIn
        return redirect(url_for("kiosk.devices"), 303)
    browser_session.modified = True  # signed anew, so that a form's token outlives the night
    with _language():
        return _returning(_page("pages/kiosk.html", device, hall=_hall(device)), _START)


@blueprint.get("/kios/prioritas")
@public
def choose() -> ResponseReturnValue:
    """The second question; a service that the office has not leads back to the start."""
    device = _required()
    service = request.args.get("layanan", "")
    if service not in _policies(device).words("antrean.jenis_layanan"):
        return redirect(url_for("kiosk.show"), 303)
    with _language():
        page = _page("pages/kiosk_priority.html", device, service=wishes.services((service,))[0])
        return _returning(page, _CHOICE)


@blueprint.post("/kios/nomor")
@public
def draw() -> ResponseReturnValue:
    """Draw the number; pressed twice it is the same one."""
    device = _required()
    wish = Wish(service=request.form.get("layanan", ""), priority=request.form.get("prioritas", ""))
    once = request.form.get(asking.IDEMPOTENCY_FIELD, "")[:_LONGEST_KEY]
    try:
        drawn = kiosks.draw(asking.kernel(), device, wish, once)
    except AlurError as refused:
        return _problem(device, refused)
    return redirect(_ticket_address("kiosk.ticket", device, drawn), 303)


@blueprint.get("/kios/nomor/<day>/<number>/<code>")
@public
def ticket(day: str, number: str, code: str) -> ResponseReturnValue:
    """The number, very large, and what the printer puts on paper."""
    device = _required()
    found = whereabouts.read(asking.kernel(), device.office, _day(day), number, code)
    drawn = Drawn(number=number, day=found.day)
    with _language():
        page = _page(
            "pages/kiosk_ticket.html",
            device,
            ticket=found,
            qr=_qr(_ticket_address("kiosk.place", device, drawn, external=True)),
            about=_about(found),
            service_text=wishes.service(found.service),
        )
        return _returning(page, _TICKET)


@blueprint.get("/nomor/<office>/<day>/<number>/<code>")
@public
def place(office: str, day: str, number: str, code: str) -> ResponseReturnValue:
    """Where the ticket stands, on its holder's telephone; asks anew by itself."""
    found = whereabouts.read(asking.kernel(), office, _day(day), number, code)
    response = make_response(
        render_template(
            "pages/ticket_place.html",
            ticket=found,
            about=_about(found),
            service_text=wishes.service(found.service),
        )
    )
    response.headers["Refresh"] = str(_PLACE)
    return response


@blueprint.after_request
def come_back(response: Response) -> Response:
    """Let a kiosk find the way back from whatever went wrong."""
    if response.status_code < _ERROR or request.endpoint not in _OWN:
        return response
    return _returning(response, _PROBLEM)


def _device() -> Device | None:
    secret = request.cookies.get(cookie_name(), "")
    return kiosks.recognise(asking.kernel(), secret[:_LONGEST_KEY])


def _required() -> Device:
    device = _device()
    if device is None:
        raise NotSignedIn
    return device


def _problem(device: Device, refused: AlurError) -> ResponseReturnValue:
    with _language():
        known = isinstance(refused, TooManyNumbers)
        page = _page(
            "pages/kiosk_problem.html", device, text=errors.describe(refused) if known else ""
        )
    return page, errors.status_of(refused)


def _page(template: str, device: Device, **more: object) -> str:
    policies = _policies(device)
    return render_template(
        template,
        device=device,
        language_=str(get_locale()),
        services=wishes.services(policies.words("antrean.jenis_layanan")),
        priorities=wishes.priorities(policies.words("antrean.prioritas")),
        clock=hours.clock,
        opens=hours.opens,
        **more,
    )


def _policies(device: Device) -> config.Policies:
    return config.held(asking.kernel(), device.office)


def _hall(device: Device) -> Hall:
    return board.hall(asking.kernel(), device.office)


def _about(found: whereabouts.Whereabouts) -> str:
    expected = found.expected
    return hours.roughly(expected.about) if expected and expected.about else ""


def _returning(page: str | Response, seconds: int) -> Response:
    """Go back to the start after so many seconds: a header needs no script."""
    response = make_response(page)
    response.headers["Refresh"] = f"{seconds}; url={url_for('kiosk.show')}"
    return response


def _language() -> AbstractContextManager[None]:
    """The language this citizen chose; it is in the address, so that the next one begins anew."""
    chosen = request.values.get("bahasa", "")
    known = chosen if chosen in languages.LANGUAGES else str(get_locale())
    forced: AbstractContextManager[None] = force_locale(known)
    return forced


def _ticket_address(endpoint: str, device: Device, drawn: Drawn, *, external: bool = False) -> str:
    code = whereabouts.code_of(asking.kernel().sealer, device.office, drawn.day, drawn.number)
    values: dict[str, Any] = {"day": drawn.day.isoformat(), "number": drawn.number, "code": code}
    if external:
        return url_for(endpoint, office=device.office, _external=True, **values)
    return url_for(endpoint, bahasa=request.values.get("bahasa") or None, **values)


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise NotFound(kind="ticket", key="") from error


def _qr(address: str) -> Markup:
    code = segno.make_qr(address, error="m")
    drawn = code.svg_inline(border=4, light="#fff", omitsize=True, title="QR")
    return Markup(drawn)  # noqa: S704  # segno draws it
