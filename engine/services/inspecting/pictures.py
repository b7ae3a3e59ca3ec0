"""Reads a picture to its last point and draws it anew: no metadata, no place, nothing hidden.

What comes out was written by us, so that of the file only the picture is left: a telephone's
coordinates, its owner's name and whatever somebody put behind the picture are gone. The rotation
that the metadata asked for is carried out before they go.
"""

from __future__ import annotations

import io
import struct
import warnings
import zlib
from typing import Final

from PIL import Image, ImageFile, ImageOps, JpegImagePlugin, UnidentifiedImageError

from engine.services.inspecting import foreign
from engine.services.inspecting.refusals import FileRefused

#: an A4 page at 400 dpi has 15 million points; a picture of more is a mistake or an attack
MOST_POINTS: Final = 40_000_000
_QUALITY: Final = 90
_UNREADABLE: Final = (
    OSError,
    SyntaxError,  # what Pillow raises for a broken PNG
    ValueError,
    zlib.error,
    struct.error,
    ArithmeticError,
    UnidentifiedImageError,
)


def clean_jpeg(content: bytes) -> bytes:
    """The JPEG drawn anew, upright.

    Raises:
        FileRefused: it is damaged, too large in points, or holds something else.
    """
    read = _read(content, "JPEG")
    image = ImageOps.exif_transpose(read)
    if image.mode not in {"L", "RGB"}:
        return _written(image.convert("RGB"), "JPEG", quality=_QUALITY, optimize=True)
    # its own tables: neither larger nor coarser than it came
    tables = getattr(read, "quantization", None)
    sampling = JpegImagePlugin.get_sampling(read)
    return _written(image, "JPEG", qtables=tables, subsampling=sampling, optimize=True)


def clean_png(content: bytes) -> bytes:
    """The PNG drawn anew; see `clean_jpeg`."""
    return _written(ImageOps.exif_transpose(_read(content, "PNG")), "PNG", optimize=False)


def _read(content: bytes, kind: str) -> Image.Image:
    if foreign.is_mixed(content) or foreign.holds_pdf(content):
        raise FileRefused("file-mixed")
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)  # we count ourselves
            image = Image.open(io.BytesIO(content), formats=[kind])
        _require_bounded(image)
        ImageFile.LOAD_TRUNCATED_IMAGES = False  # WeasyPrint, in the same process, turns it on
        image.load()
    except Image.DecompressionBombError as error:
        raise _too_many() from error
    except _UNREADABLE as error:
        raise FileRefused("file-damaged") from error
    return image


def _require_bounded(image: Image.Image) -> None:
    if image.width * image.height > MOST_POINTS:
        raise _too_many()


def _too_many() -> FileRefused:
    return FileRefused("file-points", most=MOST_POINTS // 1_000_000)


def _written(image: Image.Image, kind: str, **options: object) -> bytes:
    bare = Image.new(image.mode, image.size)
    bare.paste(image)
    if image.mode == "P":
        bare.putpalette(image.getpalette("RGB") or [])
    into = io.BytesIO()
    bare.save(into, kind, **options)
    return into.getvalue()
