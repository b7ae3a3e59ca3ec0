"""Sets of characters: classes, escapes, Unicode categories (XML Schema part 2, appendix G)."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable
from typing import Final, TypeAlias

Accepts: TypeAlias = Callable[[str], bool]

_BLOCKS: Final = {
    "IsBasicLatin": (0x0, 0x7F),
    "IsLatin-1Supplement": (0x80, 0xFF),
    "IsLatinExtended-A": (0x100, 0x17F),
    "IsGreek": (0x370, 0x3FF),
    "IsCyrillic": (0x400, 0x4FF),
    "IsHebrew": (0x590, 0x5FF),
    "IsArabic": (0x600, 0x6FF),
    "IsJavanese": (0xA980, 0xA9DF),
}
_NAME_START: Final = ":_"
_NAME_MORE: Final = "-.·"


def _word(char: str) -> bool:
    return unicodedata.category(char)[0] not in "PZC"


def _name_start(char: str) -> bool:
    return char.isalpha() or char in _NAME_START


def _name_part(char: str) -> bool:
    return char.isalnum() or char in _NAME_START or char in _NAME_MORE


_ESCAPED: Final[dict[str, Accepts]] = {
    "d": lambda char: unicodedata.category(char) == "Nd",
    "w": _word,
    "s": lambda char: char in " \t\n\r",
    "i": _name_start,
    "c": _name_part,
}
_CONTROL: Final = {"n": "\n", "r": "\r", "t": "\t"}


def one(wanted: str) -> Accepts:
    """Accepts just this character."""
    return lambda char: char == wanted


def between(low: str, high: str) -> Accepts:
    """Accepts the characters from `low` to `high`."""
    return lambda char: low <= char <= high


def without(accepts: Accepts) -> Accepts:
    """Accepts what the other does not."""
    return lambda char: not accepts(char)


def either(parts: tuple[Accepts, ...]) -> Accepts:
    """Accepts what any of the parts does."""
    if len(parts) == 1:
        return parts[0]
    return lambda char: any(part(char) for part in parts)


def both(first: Accepts, second: Accepts) -> Accepts:
    """Accepts what both do."""
    return lambda char: first(char) and second(char)


def regardless_of_case(accepts: Accepts) -> Accepts:
    """Accepts a character if it or its other case is accepted."""
    return lambda char: accepts(char) or accepts(char.lower()[:1]) or accepts(char.upper()[:1])


def anything(char: str) -> bool:
    """`.` with the flag s."""
    return bool(char)


def anything_in_line(char: str) -> bool:
    """`.`: all but line ends."""
    return char not in "\n\r"


def escape(letter: str) -> Accepts | None:
    r"""What `\letter` accepts; None if there is no such escape."""
    if letter in _ESCAPED:
        return _ESCAPED[letter]
    if letter.lower() in _ESCAPED:
        return without(_ESCAPED[letter.lower()])
    single = literal(letter)
    return None if single is None else one(single)


def literal(letter: str) -> str | None:
    r"""The one character that `\letter` stands for; None if it stands for many or nothing."""
    if letter in _CONTROL:
        return _CONTROL[letter]
    return None if letter.isalnum() else letter


def category(name: str) -> Accepts | None:
    r"""What `\p{name}` accepts; None if there is no such category or block."""
    if name in _BLOCKS:
        low, high = _BLOCKS[name]
        return lambda char: low <= ord(char) <= high
    if name[:1] not in "LMNPZSC" or not 1 <= len(name) <= 2:  # noqa: PLR2004 - L or Lu
        return None
    return lambda char: unicodedata.category(char).startswith(name)
