"""Hides the greater part of a sensitive text. Who may see the whole is decided elsewhere."""

from __future__ import annotations

from typing import Final

from forms.model import Mask

_HIDDEN: Final = "*"
#: Mask -> how many characters stay at the start and at the end.
_KEPT: Final = {Mask.NIK: (6, 4), Mask.PHONE: (0, 4), Mask.NAME: (1, 0), Mask.ALL: (0, 0)}


def mask(text: str, how: Mask) -> str:
    """Mask a text: a NIK as 327316******0001, a phone's last four digits, a name's first letter.

    A text too short to hide anything that way is hidden whole; a whole is at least six stars, so
    that its length tells nothing.
    """
    if not text:
        return ""
    start, end = _KEPT[how]
    hidden = len(text) - start - end
    if how in {Mask.NAME, Mask.ALL} or hidden < 4:  # noqa: PLR2004 - fewer stars hide little
        return (text[:start] if how is Mask.NAME else "") + _HIDDEN * 6
    return text[:start] + _HIDDEN * hidden + text[len(text) - end :]
