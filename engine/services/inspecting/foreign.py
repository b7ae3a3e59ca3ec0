"""Finds what does not belong into a picture or a PDF: archives, pages, programs in disguise."""

from __future__ import annotations

import re
from typing import Final

#: archives and programs by their signatures, pages and scripts by their tags
_FOREIGN: Final = re.compile(
    rb"PK\x03\x04|PK\x05\x06|Rar!\x1a\x07|7z\xbc\xaf\x27\x1c|\x7fELF\x02\x01|MZ\x90\x00\x03"
    rb"|<script[\s>]|<html[\s>]|<!doctype\s+html|<\?php|<svg[\s>]",
    re.IGNORECASE,
)
_PDF: Final = b"%PDF-"


def is_mixed(content: bytes) -> bool:
    """Whether something of another kind is in it; false alarms are rarer than one in a million."""
    return _FOREIGN.search(content) is not None


def holds_pdf(content: bytes) -> bool:
    """Whether a PDF begins somewhere in it."""
    return _PDF in content
