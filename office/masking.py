"""How identifiers are shown when nobody asked for the whole (domain.md 3.1). Encrypts nothing."""

from __future__ import annotations

from typing import Final

_NIK_HEAD: Final = 6
_NIK_TAIL: Final = 4
_PHONE_HEAD: Final = 5
_PHONE_TAIL: Final = 3


def mask_nik(number: str) -> str:
    """Show a NIK or KK number as `327316******0001`; anything shorter than 11 is all stars."""
    return _mask(number, _NIK_HEAD, _NIK_TAIL)


def mask_phone(number: str) -> str:
    """Show an E.164 number as `+6281*******678`; anything shorter than 9 is all stars."""
    return _mask(number, _PHONE_HEAD, _PHONE_TAIL)


def _mask(text: str, head: int, tail: int) -> str:
    hidden = len(text) - head - tail
    if hidden < 1:
        return "*" * len(text)
    return f"{text[:head]}{'*' * hidden}{text[-tail:]}"
