"""What a citizen's reply asks for. Pure; what is done about it is `office.notices.replies`."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from office import register_number

_STATUS: Final = re.compile(r"status\b[\s:.,!?]*(.*)", re.IGNORECASE | re.DOTALL)


@dataclass(frozen=True, slots=True)
class StatusAsked:
    """STATUS, of one register number or ("") of every open case of the sender."""

    no_register: str = ""


def read(text: str) -> StatusAsked | None:
    """Give what a known keyword asks for; None for any other text, which a person must answer.

    STATUS in any letters, alone or before a register number; with anything else behind it, it is
    no keyword: somebody says more than a machine should answer.
    """
    found = _STATUS.fullmatch(text.strip())
    if found is None:
        return None
    rest = found.group(1).strip(" .,!?\t\r\n")
    if not rest:
        return StatusAsked()
    number = register_number.parse(rest)
    return StatusAsked(number.text) if number else None
