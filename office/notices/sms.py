"""The connector for SMS gateways that take one HTTP POST a message; no two of them are alike.

The administrator writes the body as their gateway wants it, with {nomor} and {pesan} in it.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final
from urllib.parse import quote_plus

import msgspec

from office.notices import http
from office.notices.letters import GatewayBusy, Letter, Send, Undeliverable

_JSON: Final = "application/json"
_FORM: Final = "application/x-www-form-urlencoded"
_BUSY: Final = frozenset({401, 403, 408, 425, 429})
_SERVER_FAULT: Final = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class Gateway:
    """`body` begins with `{` for JSON (`{"to": "{nomor}", "text": "{pesan}"}`), else form fields
    (`to={nomor}&text={pesan}`). `authorization` is the header's whole value, "" for none.
    """

    url: str
    body: str
    authorization: str = field(default="", repr=False)


def sender(gateway: Gateway) -> Send:
    """Send by the gateway: any 2xx is taken, 5xx and 429 are tried again, other answers are final.

    401 and 403 are tried again: an administrator can mend them. No delivery is told later.
    """
    is_json = gateway.body.lstrip().startswith("{")
    headers = {"Content-Type": f"{_JSON if is_json else _FORM}; charset=utf-8"}
    if gateway.authorization:
        headers["Authorization"] = gateway.authorization

    def send(letter: Letter) -> str:
        answer = http.post(gateway.url, fill(gateway.body, letter.number, letter.text), headers)
        if answer.is_good:
            return ""
        reason = f"HTTP_{answer.status}"
        if answer.status >= _SERVER_FAULT or answer.status in _BUSY:
            raise GatewayBusy(reason)
        raise Undeliverable(reason)

    return send


def fill(body: str, number: str, text: str) -> bytes:
    """Put number and text into a body, each escaped as the body's kind needs it."""
    if body.lstrip().startswith("{"):
        number, text = _in_json(number), _in_json(text)
    else:
        number, text = quote_plus(number), quote_plus(text)
    # the text last, and once: what a notice says is no placeholder
    before, _, after = body.partition("{pesan}")
    return (before.replace("{nomor}", number) + text + after.replace("{nomor}", number)).encode()


def _in_json(text: str) -> str:
    return msgspec.json.encode(text).decode()[1:-1]
