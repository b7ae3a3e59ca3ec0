"""Brings a typed text into the shape it is kept in. Checks nothing: what is wrong stays wrong."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping
from typing import Final

_SEPARATORS: Final = re.compile(r"[\s./()-]+")
_BLANKS: Final = re.compile(r"\s+")
_LOCAL_PHONE: Final = re.compile(r"(?:\+?62|0)(?=8)")


def plain(text: str) -> str:
    """Trim and compose (Unicode NFC), with a line feed as line end: what every text gets."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n")
    return unicodedata.normalize("NFC", lines).strip()


def _digits(text: str) -> str:
    return _SEPARATORS.sub("", text)


def _phone(text: str) -> str:
    """Write an Indonesian mobile number as E.164; any other stays as it is, without separators."""
    return _LOCAL_PHONE.sub("+62", _digits(text), count=1) if _starts_local(text) else _digits(text)


def _starts_local(text: str) -> bool:
    return _LOCAL_PHONE.match(_digits(text)) is not None


#: The closed list a form may name in its property `normalize`.
NORMALIZERS: Final[Mapping[str, Callable[[str], str]]] = {
    "upper": str.upper,
    "lower": str.lower,
    "spaces": lambda text: _BLANKS.sub(" ", text),
    "digits": _digits,
    "nik": _digits,
    "phone": _phone,
}


def normalize(text: str, names: tuple[str, ...]) -> str:
    """Apply `plain`, then the named normalizers in order, then `plain` again.

    Each of them, and so the whole, changes nothing the second time.
    """
    text = plain(text)
    for name in names:
        text = NORMALIZERS[name](text)
    return plain(text)
