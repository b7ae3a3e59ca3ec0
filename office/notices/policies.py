"""Checks what an officer sets of the policies `pesan.*`. Pure; what they mean is `wordings`."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import time
from typing import Final

from engine.errors import Fault
from engine.values import JsonValue
from office.notices import texts
from office.notices.letters import Connector
from office.notices.texts import Channel, Template

#: WhatsApp templates may differ for the contact of the family, who gets no pickup code
FAMILY: Final = "_LAIN"
_TEMPLATES: Final = frozenset({*Template, *(f"{name}{FAMILY}" for name in Template)})
_SPAN: Final = 2


def faults(name: str, value: JsonValue) -> tuple[Fault, ...]:
    """Check the content of one item whose kind is right; items of other sections have none."""
    entries = {k: str(v) for k, v in value.items()} if isinstance(value, dict) else {}
    items = [str(item) for item in value] if isinstance(value, list) else []
    if name == "pesan.templat":
        return (
            *_among(name, entries, Template),
            *(fault for text in entries.values() for fault in texts.faults(text)),
        )
    if name == "pesan.urutan":
        return tuple(_among(name, items, {*texts.OWN, *texts.OTHER}))
    if name == "pesan.jalur":
        return (*_among(name, entries, Channel), *_among(name, entries.values(), Connector))
    if name == "pesan.wa_templat":
        return tuple(_among(name, entries, _TEMPLATES))
    if name == "pesan.wa_isi":
        words = [word for text in entries.values() for word in text.split()]
        known = {*texts.PLACEHOLDERS, texts.CODE_NAME}
        return (*_among(name, entries, _TEMPLATES), *_among(name, words, known))
    if name == "pesan.jam_tenang":
        return () if _is_span(items) else (_fault(name, " ".join(items)),)
    return ()


def _among(name: str, found: Iterable[str], known: Iterable[str]) -> Iterable[Fault]:
    allowed = frozenset(str(one) for one in known)
    return tuple(_fault(name, item) for item in found if item not in allowed)


def _is_span(items: list[str]) -> bool:
    try:
        return len(items) == _SPAN and all(len(str(time.fromisoformat(one))) for one in items)
    except ValueError:
        return False


def _fault(name: str, item: str) -> Fault:
    return Fault(
        rule="notice-policy",
        element=name,
        message="%(name)s cannot be %(item)s.",
        advice="See docs/guides/configuration.md.",
        params={"name": name, "item": item[:60]},
    )
