"""The connector for the WhatsApp Business Cloud API (Meta, Graph API v21.0, POST /<id>/messages).

A notice to somebody who did not write to us within 24 hours must be a template that Meta approved:
policy `pesan.wa_templat` names it. What the gateway tells later comes by the webhook.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final

import msgspec

from office.notices import http
from office.notices.http import Answer
from office.notices.letters import GatewayBusy, Letter, Send, Undeliverable, Wording

#: codes that pass by themselves, or that an administrator can mend while we try again: unknown and
#: service errors, rate limits (4, 80007, 130429, 131048, 131056), maintenance (131057, 133004),
#: token and permission (0, 10, 190, 200–299)
_AGAIN: Final = frozenset(
    {0, 1, 2, 4, 10, 190, 80007, 130429, 131000, 131005, 131016, 131048, 131056, 131057, 133004}
)
_PERMISSIONS: Final = range(200, 300)
_BUSY: Final = frozenset({401, 403, 408, 429})
_SERVER_FAULT: Final = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """Where and as whom we send; `base_url` has the API's version in it."""

    base_url: str
    phone_id: str
    token: str = field(repr=False)


class _Id(msgspec.Struct):
    id: str


class _Accepted(msgspec.Struct):
    messages: list[_Id] = []


class _Error(msgspec.Struct, frozen=True):
    code: int = -1


class _Refused(msgspec.Struct):
    error: _Error = _Error()


def sender(account: Account) -> Send:
    """Send by the Cloud API; the answer's message id (`wamid…`) is the gateway's id."""
    url = f"{account.base_url.rstrip('/')}/{account.phone_id}/messages"
    headers = {
        "Authorization": f"Bearer {account.token}",
        "Content-Type": "application/json; charset=utf-8",
    }

    def send(letter: Letter) -> str:
        return _read(http.post(url, msgspec.json.encode(body(letter)), headers))

    return send


def body(letter: Letter) -> dict[str, object]:
    """Write a message as the API takes it: a template when the office names one, else a text."""
    message: dict[str, object] = {
        "messaging_product": "whatsapp",
        "recipient_type": "individual",
        "to": letter.number.removeprefix("+"),
    }
    if letter.wording is None:
        return {**message, "type": "text", "text": {"preview_url": False, "body": letter.text}}
    return {**message, "type": "template", "template": _template(letter.wording)}


def _template(wording: Wording) -> dict[str, object]:
    values = [{"type": "text", "text": text} for text in wording.parameters]
    return {
        "name": wording.name,
        "language": {"code": wording.language},
        "components": [{"type": "body", "parameters": values}] if values else [],
    }


def _read(answer: Answer) -> str:
    if answer.is_good:
        return _accepted(answer.body)
    code = _code(answer.body)
    reason = str(code) if code >= 0 else f"HTTP_{answer.status}"
    if _is_passing(code, answer.status):
        raise GatewayBusy(reason)
    raise Undeliverable(reason)


def _accepted(content: bytes) -> str:
    try:
        ids = msgspec.json.decode(content, type=_Accepted).messages
    except msgspec.MsgspecError:
        ids = []
    if not ids or not ids[0].id:
        raise GatewayBusy("ANSWER_UNREADABLE")
    return ids[0].id


def _code(content: bytes) -> int:
    try:
        return msgspec.json.decode(content, type=_Refused).error.code
    except msgspec.MsgspecError:
        return -1


def _is_passing(code: int, status: int) -> bool:
    if code in _AGAIN or code in _PERMISSIONS:
        return True
    return status >= _SERVER_FAULT or (code < 0 and status in _BUSY)
