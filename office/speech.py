"""How dates are written and calls are spoken for citizens, in Indonesian.

The interface has its own catalogues.
"""

from __future__ import annotations

import re
from datetime import date
from typing import Final

_MONTHS: Final = (
    "Januari",
    "Februari",
    "Maret",
    "April",
    "Mei",
    "Juni",
    "Juli",
    "Agustus",
    "September",
    "Oktober",
    "November",
    "Desember",
)


def long_date(day: date) -> str:
    """Write `24 November 2026`."""
    return f"{day.day} {_MONTHS[day.month - 1]} {day.year}"


_DIGITS: Final = (
    "nol",
    "satu",
    "dua",
    "tiga",
    "empat",
    "lima",
    "enam",
    "tujuh",
    "delapan",
    "sembilan",
)
_TEEN, _TEN = 10, 100
_WINDOW: Final = re.compile(r"(?:loket\s*)?(.*)", re.IGNORECASE | re.DOTALL)


def call_text(number: str, window: str) -> str:
    """Write a call as it stands on the board: `Nomor A-017, silakan ke loket dua`."""
    return f"Nomor {number}, silakan ke {_place(window)}"


def call_speech(number: str, window: str) -> str:
    """Write a call for a voice: digit by digit, or `017` would be read as seventeen."""
    letter, _, digits = number.partition("-")
    spelled = " ".join(_DIGITS[int(digit)] if digit in "0123456789" else digit for digit in digits)
    return f"Nomor {letter}, {spelled}, silakan ke {_place(window)}"


def count_text(number: int) -> str:
    """Write a number from 0 to 99 in words; a larger one in digits."""
    if number < _TEEN:
        return _DIGITS[number]
    if number >= _TEN:
        return str(number)
    tens, ones = divmod(number, _TEEN)
    if tens == 1:
        return {0: "sepuluh", 1: "sebelas"}.get(ones, f"{_DIGITS[ones]} belas")
    return f"{_DIGITS[tens]} puluh {_DIGITS[ones] if ones else ''}".strip()


def _place(window: str) -> str:
    found = _WINDOW.fullmatch(window.strip())
    name = found[1] if found else ""
    if name.isascii() and name.isdigit() and len(name) < len(str(_TEN)):
        name = count_text(int(name))
    return f"loket {name}".strip()
