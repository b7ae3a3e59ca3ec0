"""The webhook of the WhatsApp Business Cloud API: delivery states and citizens' replies.

Nothing of the body is read before its signature was found right, and nothing of it is ever logged.
Meta calls again, for days, until it gets 200: so a call that was taken, also one that says nothing
new, is answered 200, and one that could not be taken is not.
"""

from __future__ import annotations

import hmac
import logging
from typing import Final

from flask import Blueprint, Response, abort, request

from api import asking
from api.access import public
from engine.errors import Forbidden
from engine.settings import Settings
from office.notices import receipts, replies, whatsapp_events

_LARGEST: Final = 262_144
_SIGNATURE: Final = "X-Hub-Signature-256"
_log = logging.getLogger("alur.hook")


class HookForged(Forbidden):
    """Something was posted to the webhook that its gateway did not sign."""

    code = "hook-forged"
    message = "The signature is missing or wrong. Compare the app secret with the gateway's."


def make(settings: Settings) -> Blueprint:
    """Make the webhook for the settings' app secret; without one nobody is believed."""
    blueprint = Blueprint("hook_whatsapp", __name__)
    secret, word = settings.wa_app_secret, settings.wa_verify_token

    @blueprint.get("/whatsapp")
    @public
    def verify() -> Response:
        """Prove to the API once that this address is ours (`hub.challenge` is said again)."""
        said = request.args.get("hub.verify_token", "")
        right = bool(word) and hmac.compare_digest(said.encode(), word.encode())
        if request.args.get("hub.mode") != "subscribe" or not right:
            raise HookForged
        return Response(request.args.get("hub.challenge", ""), mimetype="text/plain")

    @blueprint.post("/whatsapp")
    @public
    def take() -> Response:
        """Take what happened; the body is at most 256 KiB."""
        _take(_signed_body(secret))
        return Response("", 200, mimetype="text/plain")

    return blueprint


def _signed_body(secret: str) -> bytes:
    if (request.content_length or 0) > _LARGEST:
        abort(413)
    content = request.get_data(cache=False)
    if not secret or not whatsapp_events.is_signed(
        secret, content, request.headers.get(_SIGNATURE, "")
    ):
        _log.warning("a call of the WhatsApp webhook was not signed by its gateway")
        raise HookForged
    return content


def _take(content: bytes) -> None:
    try:
        events = whatsapp_events.read(content)
    except ValueError:
        abort(400)
    kernel = asking.kernel()
    known = [receipts.take(kernel, one) for one in events.receipts]
    for incoming in events.messages:
        replies.take(kernel, incoming)
    if not all(known):
        _log.info("%s states of notices that are not ours", known.count(False))
