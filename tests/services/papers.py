"""Small papers for tests: pictures and PDFs as scanners make them, and what is wrong with others."""

from __future__ import annotations

import io
import zlib

from PIL import Image

#: GPS position, as a telephone writes it
_GPS = 0x8825
_ORIENTATION = 0x0112


def picture(kind: str = "JPEG", size: tuple[int, int] = (60, 40), mode: str = "RGB") -> bytes:
    """A picture with grain in it, so that half a file is half a picture."""
    image = Image.effect_noise(size, 60).convert(mode)
    into = io.BytesIO()
    image.save(into, kind)
    return into.getvalue()


def photo_with_place() -> bytes:
    """A telephone's photograph lying on its side, with coordinates and its owner's name."""
    exif = Image.Exif()
    exif[_ORIENTATION] = 6
    exif[0x013B] = "SITI AMINAH"
    exif.get_ifd(_GPS)[1] = "S"
    into = io.BytesIO()
    Image.new("RGB", (60, 40)).save(into, "JPEG", exif=exif, comment=b"SITI AMINAH")
    return into.getvalue()


def pdf(catalog: bytes = b"", *more: bytes, tail: bytes = b"") -> bytes:
    """One page; `catalog` is added to the catalogue's dictionary, `more` are further objects."""
    objects = [
        b"<</Type/Catalog/Pages 2 0 R" + catalog + b">>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 200 200]>>",
        *more,
    ]
    body, places = b"%PDF-1.7\n", []
    for number, each in enumerate(objects, start=1):
        places.append(len(body))
        body += b"%d 0 obj\n%s\nendobj\n" % (number, each)
    index = b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    index += b"".join(b"%010d 00000 n \n" % place for place in places)
    trailer = b"trailer\n<</Size %d/Root 1 0 R%s>>\n" % (len(objects) + 1, tail)
    return body + index + trailer + b"startxref\n%d\n%%%%EOF\n" % len(body)


def stream(content: bytes, keys: bytes = b"/Type/ObjStm/N 1/First 4") -> bytes:
    """A packed stream; as it stands one that holds objects."""
    packed = zlib.compress(content)
    head = b"<<%s/Filter/FlateDecode/Length %d>>" % (keys, len(packed))
    return head + b"\nstream\n" + packed + b"\nendstream"
