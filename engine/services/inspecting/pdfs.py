"""Looks through a PDF: is it whole, does it show pages only, does anything in it act by itself?

It is read as a suspicious reader would: every byte counts, whatever the file's own index says of
it, so that nothing hides in parts that the index leaves out. Names are compared unescaped, and
object streams are unpacked within limits, because scripts hide in both.
"""

from __future__ import annotations

import re
import zlib
from typing import Final

from engine.services.inspecting import foreign
from engine.services.inspecting.refusals import FileRefused

#: what the streams of a file may hold unpacked, all together; a scan or a letter has far less
MOST_UNPACKED: Final = 64_000_000
#: of a stream that does not say it holds objects only the beginning is unpacked
_BEGINNING: Final = 4_000_000
_MOST_STREAMS: Final = 2_000
_TAIL: Final = 2_048
_WINDOW: Final = 4_096

_HEADER: Final = re.compile(rb"%PDF-(?:1\.[0-7]|2\.0)[\s\0]")
_END: Final = re.compile(rb"startxref\s+(\d{1,10})\s+%%EOF[\s\0]*\Z")
_INDEX: Final = re.compile(rb"\s{0,4}(?:xref\b|\d{1,10}\s+\d{1,5}\s+obj\b)")
_STREAM: Final = re.compile(rb"(?<!end)stream(?:\r\n|\n|\r)")
_OBJECT: Final = re.compile(rb"(?<![A-Za-z])obj(?![A-Za-z])")
_ESCAPE: Final = re.compile(rb"#([0-9A-Fa-f]{2})")
_CATALOG: Final = re.compile(rb"/Type\s*/Catalog\b")
_PAGE: Final = re.compile(rb"/Type\s*/Page(?![A-Za-z])")
_FLATE: Final = re.compile(rb"/Filter\s*(?:/(?:FlateDecode|Fl)\b|\[\s*/(?:FlateDecode|Fl)\s*\])")
_PREDICTOR: Final = re.compile(rb"/Predictor\s+(?!1\b)")

#: long enough never to stand in compressed bytes by chance: looked for everywhere
_ACTING: Final = re.compile(
    rb"/(?:JavaScript|Launch|EmbeddedFiles?|FileAttachment|RichMedia|SubmitForm|ImportData"
    rb"|Rendition|GoToE|GoToR|Movie|Sound)(?![A-Za-z])"
)
#: short: looked for outside of streams only
_ACTING_SHORT: Final = re.compile(rb"/(?:JS|XFA|3D)(?![A-Za-z0-9])")
_LOCKED: Final = re.compile(rb"/Encrypt(?![A-Za-z])")


def check(content: bytes) -> bytes:
    """The same bytes, when nothing speaks against keeping them.

    Raises:
        FileRefused: it is damaged, locked, mixed, acts by itself or cannot be looked through.
    """
    _require_whole(content)
    if foreign.is_mixed(content):
        raise FileRefused("file-mixed")
    bare = _unescaped(_without_streams(content))
    if _LOCKED.search(bare):
        raise FileRefused("file-locked")
    objects, rest = _unpacked(content)
    objects.append(bare)
    everything = (_unescaped(content), *objects, *rest)
    if any(map(_ACTING.search, everything)) or any(map(_ACTING_SHORT.search, objects)):
        raise FileRefused("file-active")
    if not any(map(_CATALOG.search, objects)) or not any(map(_PAGE.search, objects)):
        raise FileRefused("file-damaged")
    return content


def _require_whole(content: bytes) -> None:
    """Begins as a PDF, ends as one, and the index stands where its end says."""
    end = _END.search(content, max(0, len(content) - _TAIL))
    if not _HEADER.match(content) or end is None:
        raise FileRefused("file-damaged")
    if not _INDEX.match(content, int(end[1])):
        raise FileRefused("file-damaged")


def _without_streams(content: bytes) -> bytes:
    parts, at = [], 0
    for found in _STREAM.finditer(content):
        if found.start() < at:
            continue
        parts.append(content[at : found.end()])
        at = content.find(b"endstream", found.end())
        if at < 0:
            raise FileRefused("file-damaged")
    return b"".join([*parts, content[at:]])


def _unpacked(content: bytes) -> tuple[list[bytes], list[bytes]]:
    """What streams hold unpacked: those of objects whole, of the others the beginning."""
    objects: list[bytes] = []
    others: list[bytes] = []
    left = MOST_UNPACKED
    for number, found in enumerate(_STREAM.finditer(content)):
        head = _unescaped(content[max(0, found.start() - _WINDOW) : found.start()])
        own = _OBJECT.split(head)[-1]
        holds_objects = b"/First" in own or b"/ObjStm" in own
        most = left if holds_objects else min(_BEGINNING, left)
        packed = memoryview(content)[found.end() :]
        text, is_whole = (
            _inflated(packed, most) if _is_flate(own, strict=holds_objects) else (b"", True)
        )
        if number >= _MOST_STREAMS or (not is_whole and (b"/First" in head or text == b"")):
            raise FileRefused("file-unclear")
        (objects if holds_objects else others).append(_unescaped(text))
        left -= len(text)
        if left <= 0:
            raise FileRefused("file-unclear")
    return objects, others


def _is_flate(head: bytes, *, strict: bool) -> bool:
    """Whether a stream is packed in the one way that is unpacked here.

    Raises:
        FileRefused: it is packed in another way and `strict` says that this will not do.
    """
    is_flate = _FLATE.search(head) is not None
    if strict and (not is_flate or _PREDICTOR.search(head)):
        raise FileRefused("file-unclear")
    return is_flate


def _inflated(packed: memoryview, most: int) -> tuple[bytes, bool]:
    """At most so much of a stream, and whether that is all of it; nothing of a broken one."""
    unpacker = zlib.decompressobj()
    try:
        text = unpacker.decompress(packed, most)
    except zlib.error:
        return b"", False
    return text, unpacker.eof


def _unescaped(text: bytes) -> bytes:
    """Names as a reader reads them: /J#61vaScript is /JavaScript."""
    return _ESCAPE.sub(lambda found: bytes([int(found[1], 16)]), text)
