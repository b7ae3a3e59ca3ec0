"""The instant of a late entry on a page: what was done on paper, typed in after a power cut.

That it is not in the future and how the case takes it is judged by the services once more.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final
from zoneinfo import ZoneInfo

from flask import request

from api import asking
from engine.errors import Fault, Invalid
from engine.services.turns import InstantInFuture

_PARTS: Final = ("day", "month", "year", "time")
_PREFIX: Final = "_terjadi-"
_WIDEST: Final = 5


class LateEntryInvalid(Invalid):
    """Date and time of a late entry are no instant that was."""

    code = "late-entry-invalid"
    message = "Date and time of the late entry need your attention; nothing was changed."


@dataclass(frozen=True, slots=True, kw_only=True)
class LateEntry:
    """The four fields as they were typed, and what is wrong with them."""

    texts: Mapping[str, str]
    faults: tuple[Fault, ...] = ()

    @property
    def is_given(self) -> bool:
        return any(self.texts.values())

    @property
    def arguments(self) -> dict[str, str]:
        """What was typed, to go with an address; empty when all is blank."""
        return {f"{_PREFIX}{part}": text for part, text in self.texts.items() if text}


NOTHING: Final = LateEntry(texts=dict.fromkeys(_PARTS, ""))


def kept() -> LateEntry:
    """What was typed, unchecked: of the posted page, or as its draft's address carries it on."""
    return LateEntry(texts={part: _text(part) for part in _PARTS})


def sent() -> LateEntry:
    """What the posted page says, with its faults."""
    entry = kept()
    try:
        instant_of(entry)
    except LateEntryInvalid as refused:
        return LateEntry(texts=entry.texts, faults=refused.faults)
    return entry


def instant_of(entry: LateEntry) -> datetime | None:
    """The instant meant, in UTC; None when every field is blank: then it is now.

    Raises:
        LateEntryInvalid: it is no date and time of the office's clock, or has not come yet.
    """
    if not entry.is_given:
        return None
    kernel, texts = asking.kernel(), entry.texts
    written = f"{texts['day']}.{texts['month']}.{texts['year']} {texts['time'].replace('.', ':')}"
    try:
        local = datetime.strptime(written, "%d.%m.%Y %H:%M").replace(tzinfo=ZoneInfo(kernel.zone))
        instant = local.astimezone(UTC)
    except (ValueError, OverflowError) as error:
        message = "Write day, month, year and time, all of them: 24 11 2026 09.30."
        raise LateEntryInvalid((_fault("late-entry", message),)) from error
    if instant > kernel.clock.now():
        raise LateEntryInvalid((_fault(InstantInFuture.code, InstantInFuture.message),))
    return instant


def _text(part: str) -> str:
    return request.values.get(f"{_PREFIX}{part}", "").strip()[:_WIDEST]


def _fault(rule: str, message: str) -> Fault:
    return Fault(rule=rule, element="terjadi", message=message)
