"""Register numbers `KRC-YYMM-NNNNN-k` with a Luhn check digit. Who counts is `office.registers`.

The number carries no personal data: office prefix, year and month, a running number, and k, the
Luhn digit over YYMMNNNNN (domain.md 3.4), so that one wrong digit or two swapped neighbours show.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from typing import Final

_PATTERN: Final = re.compile(r"([A-Z]{2,6})-(\d{4})-(\d{5})-(\d)", re.ASCII)
_LARGEST: Final = 99_999
_BASE: Final = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class RegisterNumber:
    """A number taken apart: `month` is its YYMM, `serial` its running number from 1."""

    prefix: str
    month: str
    serial: int

    @property
    def text(self) -> str:
        """Give the number as it is printed, with its check digit."""
        digits = f"{self.month}{self.serial:05d}"
        return f"{self.prefix}-{self.month}-{self.serial:05d}-{check_digit(digits)}"


def compose(prefix: str, day: date, serial: int) -> str:
    """Write the `serial`-th number (from 1) of the month of `day`.

    Raises:
        ValueError: when the month has used up its 99,999 numbers.
    """
    if not 1 <= serial <= _LARGEST:
        raise ValueError(serial)
    return RegisterNumber(prefix=prefix, month=f"{day:%y%m}", serial=serial).text


def parse(text: str) -> RegisterNumber | None:
    """Read a number as typed (any case, spaces around); None when shape or check digit is wrong."""
    shape = _PATTERN.fullmatch(text.strip().upper())
    if shape is None:
        return None
    prefix, month, serial, digit = shape.groups()
    if check_digit(month + serial) != int(digit):
        return None
    return RegisterNumber(prefix=prefix, month=month, serial=int(serial))


def check_digit(digits: str) -> int:
    """Give the Luhn digit (ISO/IEC 7812-1 annex B) that makes `digits` + digit sum to 0 mod 10."""
    total = 0
    for place, sign in enumerate(reversed(digits)):
        value = int(sign) * (2 if place % 2 == 0 else 1)
        total += value - (_BASE - 1) if value >= _BASE else value
    return -total % _BASE
