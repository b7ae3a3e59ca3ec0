"""Indonesian phone numbers, stored as E.164 (domain.md 3.3). Calls nobody."""

from __future__ import annotations

import re
from typing import Final

from engine.errors import Fault

_SEPARATORS: Final = str.maketrans("", "", " .-()\u00a0")
_NATIONAL: Final = re.compile(r"0[2-9]\d{8,11}", re.ASCII)  # 10 to 13 digits with the leading 0


def normalise(text: str) -> str | None:
    """Turn 08…, 628… or +628… into E.164 (`+628…`); None when it is no Indonesian number."""
    number = text.translate(_SEPARATORS)
    for country in ("+62", "62"):
        if number.startswith(country):
            number = "0" + number.removeprefix(country).removeprefix("0")
            break
    return f"+62{number[1:]}" if _NATIONAL.fullmatch(number) else None


def faults(text: str) -> tuple[Fault, ...]:
    """Check a number that is not empty; an empty one is no number and no fault."""
    if not text.strip() or normalise(text) is not None:
        return ()
    return (
        Fault(
            rule="phone-format",
            message="A phone number has 10 to 13 digits and begins with 0, 62 or +62.",
            advice="Read it back to the applicant, or leave it empty.",
        ),
    )
