"""Reads what the WhatsApp Business Cloud API posts to the webhook. Pure; stores nothing."""

from __future__ import annotations

import hmac
from dataclasses import dataclass, field
from datetime import UTC, datetime
from hashlib import sha256
from typing import Final

import msgspec

from office.notices.receipts import Receipt, Told

_SIGNED_WITH: Final = "sha256="
_LAST_SECOND: Final = 253_402_300_799  # 9999-12-31
_TOLD: Final = frozenset(Told)


@dataclass(frozen=True, slots=True, kw_only=True)
class Incoming:
    """A citizen's message. `text` is "" for what is no text: a picture, a sound, a place."""

    outside_id: str
    number: str = field(repr=False)
    text: str = field(repr=False)
    kind: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Events:
    """What one call of the webhook brings, in its order."""

    receipts: tuple[Receipt, ...] = ()
    messages: tuple[Incoming, ...] = ()


class _Error(msgspec.Struct):
    code: int = 0


class _Status(msgspec.Struct):
    id: str
    status: str
    timestamp: str = "0"
    errors: list[_Error] = []


class _Text(msgspec.Struct):
    body: str = ""


class _Button(msgspec.Struct):
    text: str = ""


class _Message(msgspec.Struct):
    id: str
    sender: str = msgspec.field(name="from")
    timestamp: str = "0"
    type: str = ""
    text: _Text | None = None
    button: _Button | None = None


class _Value(msgspec.Struct):
    statuses: list[_Status] = []
    messages: list[_Message] = []


class _Change(msgspec.Struct):
    value: _Value = msgspec.field(default_factory=_Value)


class _Entry(msgspec.Struct):
    changes: list[_Change] = []


class _Call(msgspec.Struct):
    entry: list[_Entry] = []


def is_signed(secret: str, content: bytes, header: str) -> bool:
    """Tell whether `X-Hub-Signature-256` is the HMAC of the raw body; in constant time."""
    right = hmac.new(secret.encode(), content, sha256).hexdigest()
    return hmac.compare_digest(f"{_SIGNED_WITH}{right}".encode(), header.encode())


def read(content: bytes) -> Events:
    """Read a signed body. Unknown members and unknown states are passed over.

    Raises:
        ValueError: it is no JSON, or not of the published shape.
    """
    try:
        call = msgspec.json.decode(content, type=_Call)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError) as error:
        raise ValueError("not a webhook call") from error
    values = [change.value for entry in call.entry for change in entry.changes]
    return Events(
        tuple(_receipt(one) for value in values for one in value.statuses if one.status in _TOLD),
        tuple(_message(one) for value in values for one in value.messages),
    )


def _receipt(status: _Status) -> Receipt:
    return Receipt(
        outside_id=status.id,
        told=Told(status.status),
        at=_instant(status.timestamp),
        reason=str(status.errors[0].code) if status.errors else "",
    )


def _message(message: _Message) -> Incoming:
    said = message.text.body if message.text else message.button.text if message.button else ""
    return Incoming(
        outside_id=message.id,
        number=f"+{message.sender.removeprefix('+')}",
        text=said.replace("\0", ""),
        kind=message.type,
        at=_instant(message.timestamp),
    )


def _instant(seconds: str) -> datetime:
    number = int(seconds) if seconds.isascii() and seconds.isdigit() else 0
    return datetime.fromtimestamp(min(number, _LAST_SECOND), UTC)
