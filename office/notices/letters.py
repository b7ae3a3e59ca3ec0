"""A notice on its way out, and what a connector is. Sends nothing itself."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import TypeAlias


class Connector(StrEnum):
    """By what a channel's notices leave; policy `pesan.jalur` says which channel takes which."""

    BERKAS = "BERKAS"
    WHATSAPP_CLOUD = "WHATSAPP_CLOUD"
    SMS_HTTP = "SMS_HTTP"


class Undeliverable(Exception):
    """The gateway says that trying again is in vain: the channel has failed.

    `reason` is a code of the gateway (`131026`), never anything of the notice or its reader.
    """

    def __init__(self, reason: str) -> None:
        self.reason = reason
        super().__init__(reason)


class GatewayBusy(OSError):
    """The gateway cannot take the notice now; it is tried again. `reason` as above."""

    def __init__(self, reason: str) -> None:
        self.reason = reason
        super().__init__(reason)


@dataclass(frozen=True, slots=True, kw_only=True)
class Wording:
    """A gateway's own template: its name, its language, the values it wants in order."""

    name: str
    language: str
    parameters: tuple[str, ...] = field(default=(), repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Letter:
    """What a connector is handed. `key` is the same at every try; `number` is "" for none.

    `text` has the pickup code filled in: it goes to the gateway and nowhere else.
    """

    key: int
    connector: Connector
    channel: str
    template: str
    no_register: str
    number: str = field(repr=False)
    text: str = field(repr=False)
    made_at: datetime
    wording: Wording | None = None


#: Hands a letter to the outside. Answers the gateway's id of it when the gateway will tell later
#: whether it arrived, else "". Raises OSError to be tried again, Undeliverable when that is vain.
Send: TypeAlias = Callable[[Letter], str]


def by_connector(connectors: Mapping[Connector, Send]) -> Send:
    """Send each letter by its office's connector; one that is not set up counts as busy."""

    def send(letter: Letter) -> str:
        chosen = connectors.get(letter.connector)
        if chosen is None:
            raise GatewayBusy("NOT_SET_UP")
        return chosen(letter)

    return send
