"""NIK and KK numbers: what rejects, what only warns (domain.md 3.1). No register is asked.

Structure `PPKKCC DDMMYY SSSS`, 16 digits; women DD + 40; SSSS from 0001. The NIK never changes
(PP 40/2019 art. 30(2)), so a difference from birth date, sex or address is a
warning, never a fault.
"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Callable
from datetime import date
from typing import Final

from engine.errors import Fault, Severity
from office import regions

_LENGTH: Final = 16
_FEMALE: Final = 40
_MONTHS: Final = 12
_SEPARATORS: Final = str.maketrans("", "", " .-\u00a0")
_CENTURIES: Final = (1900, 2000)
_ADVICE: Final = "Compare it with the KK, digit by digit."


def normalise(text: str) -> str:
    """Take away spaces, dots and dashes; nothing else is repaired."""
    return text.translate(_SEPARATORS)


def faults(text: str) -> tuple[Fault, ...]:
    """Check a NIK's structure: every rule that rejects, in the order of the digits.

    `text` may hold spaces, dots and dashes. Faults' `element` is empty: the form layer knows the
    field. No message carries the number.
    """
    number = normalise(text)
    if not is_whole(number):
        return (_fault("nik-format", "A NIK has exactly 16 digits."),)
    found = _area_faults(number)
    if not _has_real_date(number):
        found.append(_fault("nik-date", "Digits 7 to 12 of the NIK are not a date of birth."))
    if number[12:] == "0000":
        found.append(_fault("nik-serial", "The last four digits of a NIK begin at 0001."))
    return tuple(found)


def kk_faults(text: str) -> tuple[Fault, ...]:
    """Check a KK number: 16 digits, a real province, area digits not 00. Structure only (U3)."""
    number = normalise(text)
    if not is_whole(number):
        return (_fault("kk-format", "A KK number has exactly 16 digits."),)
    return tuple(_area_faults(number, "kk"))


def warnings(
    text: str,
    *,
    born: date | None = None,
    sex: str = "",
    home: str = "",
    is_known_region: Callable[[str], bool] = regions.is_known,
) -> tuple[Fault, ...]:
    """Compare a structurally sound NIK with what else is known; each finding has severity WARNING.

    Rules: `W1` (date differs from `born`, two-digit year), `W2` (day above 40 if and only if `sex`
    is "P"), `WILAYAH` (area unknown to the table, or other than the six-digit `home` area). What is
    not given is not compared. W1 and W2 lead to a second officer (U6); WILAYAH is only shown.
    """
    number = normalise(text)
    found = []
    if born is not None and birth_digits(born) != (
        number[6:12] if not _is_female(number) else f"{_day(number):02d}{number[8:12]}"
    ):
        found.append(_warning("W1", "The date in the NIK differs from the date of birth."))
    if sex and _is_female(number) != (sex == "P"):
        found.append(_warning("W2", "The sex in the NIK differs from the sex given."))
    if not is_known_region(number[:6]):
        found.append(_warning("WILAYAH", "The NIK's area code is not in the present table."))
    elif home and number[:6] != home:
        found.append(_warning("WILAYAH", "The NIK was given in another kecamatan."))
    return tuple(found)


def birth_digits(born: date) -> str:
    """Write a date as the NIK of a man would hold it: DDMMYY."""
    return f"{born.day:02d}{born.month:02d}{born.year % 100:02d}"


def is_whole(number: str) -> bool:
    """Tell whether a normalised number has the 16 digits of one, whatever they say."""
    return len(number) == _LENGTH and number.isascii() and number.isdigit()


def _area_faults(number: str, kind: str = "nik") -> list[Fault]:
    found = []
    if not regions.is_province(number[:2]):
        found.append(_fault(f"{kind}-province", "The number begins with no province's code."))
    if "00" in {number[2:4], number[4:6]}:
        found.append(_fault(f"{kind}-area", "An area code of 00 does not exist (digits 3 to 6)."))
    return found


def _is_female(number: str) -> bool:
    return int(number[6:8]) > _FEMALE


def _day(number: str) -> int:
    day = int(number[6:8])
    return day - _FEMALE if day > _FEMALE else day


def _has_real_date(number: str) -> bool:
    """Tell whether the date exists in at least one century: 29 February 00 is one of 2000 only."""
    day, month, year = _day(number), int(number[8:10]), int(number[10:12])
    if not 1 <= month <= _MONTHS:
        return False
    longest = max(monthrange(century + year, month)[1] for century in _CENTURIES)
    return 1 <= day <= longest


def _fault(rule: str, message: str) -> Fault:
    return Fault(rule=rule, message=message, advice=_ADVICE)


def _warning(rule: str, message: str) -> Fault:
    advice = "Go on if the papers say so; the reason is asked for."
    return Fault(rule=rule, message=message, advice=advice, severity=Severity.WARNING)
