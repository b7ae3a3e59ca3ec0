"""The kinds of service and of priority of U1 in a citizen's words. Which there are is a policy."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from flask_babel import lazy_gettext


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """A kind as its button says it; `more`: for whom it is, "" for nothing."""

    code: str
    text: str
    more: str = ""


_SERVICES: Final = {
    "REKAM": (
        lazy_gettext("Make a card"),
        lazy_gettext("First KTP-el: photo and fingerprints are taken"),
    ),
    "CETAK": (
        lazy_gettext("Print a new card"),
        lazy_gettext("Lost, damaged, data changed, moved here"),
    ),
    "AMBIL": (
        lazy_gettext("Collect my card"),
        lazy_gettext("The card is ready, or I was told to come"),
    ),
    "INFO": (lazy_gettext("Ask something"), lazy_gettext("I am not sure what I need")),
}
_PRIORITIES: Final = {
    "TIDAK": lazy_gettext("No, none of these"),
    "LANSIA": lazy_gettext("Elderly"),
    "DISABILITAS": lazy_gettext("Person with a disability"),
    "HAMIL": lazy_gettext("Pregnant"),
    "BAWA_BALITA": lazy_gettext("With a small child"),
    "SAKIT": lazy_gettext("Ill"),
}


def services(codes: Iterable[str]) -> tuple[Choice, ...]:
    """The kinds of service, in the order of the office's policy."""
    nothing = ("", "")
    return tuple(
        Choice(
            code=code,
            text=str(_SERVICES.get(code, nothing)[0] or code),
            more=str(_SERVICES.get(code, nothing)[1]),
        )
        for code in codes
    )


def priorities(codes: Iterable[str]) -> tuple[Choice, ...]:
    """The kinds of priority, in the order of the office's policy."""
    return tuple(Choice(code=code, text=str(_PRIORITIES.get(code, code))) for code in codes)


def service(code: str) -> str:
    """A kind of service in words; an unknown one as it is."""
    return services((code,))[0].text
