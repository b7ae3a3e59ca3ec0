"""Names as the KK writes them (Permendagri 73/2022; domain.md 3.2). A name is never corrected."""

from __future__ import annotations

import unicodedata
from typing import Final

from engine.errors import Fault, Severity

LONGEST: Final = 100
CUSTOMARY: Final = 60


def clean(text: str) -> str:
    """Trim and compose (NFC); letters, case, apostrophes, dots and commas stay as they are."""
    return unicodedata.normalize("NFC", text).strip()


def faults(text: str) -> tuple[Fault, ...]:
    """Check what cannot be a stored name: empty, longer than 100, control characters, no letter."""
    name = clean(text)
    if not name:
        return (_fault("name-empty", "A name is missing.", "Copy it from the KK."),)
    found = []
    if len(name) > LONGEST:
        advice = "Shorten it as the KK does."
        found.append(_fault("name-long", "A name has at most 100 characters.", advice))
    if any(unicodedata.category(sign) in {"Cc", "Cf", "Cs"} for sign in name):
        advice = "Type the name by hand."
        found.append(_fault("name-signs", "The name holds invisible characters.", advice))
    if not any(sign.isalpha() for sign in name):
        found.append(_fault("name-letters", "A name has letters.", "Copy it from the KK."))
    return tuple(found)


def warnings(text: str, on_kk: str | None = None) -> tuple[Fault, ...]:
    """Show what the rule for new names would not allow; old names stay valid, so none rejects."""
    name = clean(text)
    found = []
    if len(name) > CUSTOMARY:
        found.append(_warning("name-over-60", "The name has more than 60 characters."))
    if any(sign.isdigit() for sign in name):
        found.append(_warning("name-digits", "The name holds digits."))
    if on_kk is not None and clean(on_kk) != name:
        found.append(_warning("name-differs", "The name differs from the one on the KK."))
    return tuple(found)


def sort_key(text: str) -> str:
    """Give the normalised copy to sort and search by: folded case, no accents, single spaces."""
    plain = unicodedata.normalize("NFKD", text)
    kept = "".join(
        " " if not (sign.isalnum() or sign.isspace()) else sign
        for sign in plain
        if not unicodedata.combining(sign) and sign not in "'’ʼ`"
    )
    return " ".join(kept.casefold().split())


def _fault(rule: str, message: str, advice: str) -> Fault:
    return Fault(rule=rule, message=message, advice=advice)


def _warning(rule: str, message: str) -> Fault:
    advice = "Compare it with the KK and go on if it is written so."
    return Fault(rule=rule, message=message, advice=advice, severity=Severity.WARNING)
