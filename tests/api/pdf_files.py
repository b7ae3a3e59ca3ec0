"""What stands in a PDF file, unpacked so that a test can look for it."""

from __future__ import annotations

import re
import zlib

_STREAM = re.compile(rb"stream\r?\n(.*?)\r?\nendstream", re.DOTALL)


def unpacked(made: bytes) -> bytes:
    """The file's own bytes, then every stream of it that is deflated."""
    parts = [made]
    for found in _STREAM.findall(made):
        try:
            parts.append(zlib.decompress(found))
        except zlib.error:
            continue
    return b"\n".join(parts)


def pages(made: bytes) -> int:
    """How many pages it has."""
    counts = re.findall(rb"/Type /Pages\b.*?/Count (\d+)|/Count (\d+)", unpacked(made), re.DOTALL)
    return max(int(one or other) for one, other in counts)
