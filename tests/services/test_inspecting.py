from __future__ import annotations

import io
import zlib
from collections.abc import Iterator

import pytest
from PIL import Image, ImageFile

from engine.services.inspecting import FileRefused, Inspected, Limits, inspect
from tests.services.papers import pdf, photo_with_place, picture, stream

LIMITS = Limits(kinds=frozenset({"pdf", "jpg", "png"}), largest=2_097_152)
SCRIPT = b"/OpenAction<</S/JavaScript/JS(app.alert(1))>>"
ESCAPED = b"/OpenAction<</S/J#61va#53cript>>"


def refusal(name: str, content: bytes, limits: Limits = LIMITS) -> str:
    with pytest.raises(FileRefused) as caught:
        inspect(name, content, limits)
    return caught.value.rule


def opened(found: Inspected) -> Image.Image:
    return Image.open(io.BytesIO(found.content))


@pytest.fixture
def lenient_pillow() -> Iterator[None]:
    """What WeasyPrint does to the whole process."""
    ImageFile.LOAD_TRUNCATED_IMAGES = True
    yield
    ImageFile.LOAD_TRUNCATED_IMAGES = False


@pytest.mark.parametrize(
    ("name", "content", "kind"),
    [
        ("KK.PDF", pdf(), "pdf"),
        ("kk.pdf", pdf(b"", stream(b"1 0 <</Producer(x)>>")), "pdf"),
        ("foto.jpeg", picture(), "jpg"),
        ("foto.jpg", picture(mode="CMYK"), "jpg"),
        ("layar.png", picture("PNG"), "png"),
        ("layar.png", picture("PNG", mode="P"), "png"),
        ("layar.png", picture("PNG", mode="LA"), "png"),
        ("pindaian.png", picture("PNG", mode="1"), "png"),
    ],
)
def test_whole_file_of_a_kind_taken_passes(name: str, content: bytes, kind: str) -> None:
    assert inspect(name, content, LIMITS).kind == kind


@pytest.mark.parametrize(
    ("name", "content", "rule"),
    [
        ("kk.pdf", b"", "file-empty"),
        ("kk.pdf", b"%PDF-1.7\n", "file-damaged"),
        ("kk.pdf", pdf()[:-30], "file-damaged"),
        ("kk.pdf", b"\n" + pdf(), "file-kind"),
        ("kk.pdf", pdf() + b"junk", "file-damaged"),
        ("kk.pdf", picture(), "file-name"),
        ("kk", picture(), "file-name"),
        ("kk.jpg.exe", picture(), "file-name"),
        ("kk.gif", picture("GIF"), "file-kind"),
        ("kk.svg", b"<svg onload='x'/>", "file-kind"),
        ("kk.docx", b"PK\x03\x04" + bytes(90), "file-kind"),
        ("foto.jpg", picture(size=(300, 200))[:9000], "file-damaged"),
        ("foto.jpg", b"\xff\xd8\xff" + bytes(40), "file-damaged"),
        ("layar.png", picture("PNG", size=(300, 200))[:9000], "file-damaged"),
        ("foto.jpg", picture() + b"PK\x05\x06" + bytes(18), "file-mixed"),
        ("foto.jpg", picture() + b"<script>alert(1)</script>", "file-mixed"),
        ("foto.jpg", picture() + pdf(), "file-mixed"),
        ("kk.pdf", pdf(b"/Note(<html onload=x>)"), "file-mixed"),
    ],
)
def test_file_that_is_not_what_it_should_be_is_refused(
    name: str, content: bytes, rule: str
) -> None:
    assert refusal(name, content) == rule


@pytest.mark.parametrize(
    "content",
    [
        pdf(SCRIPT),
        pdf(ESCAPED),
        pdf(b"/OpenAction<</S/Launch/F(cmd.exe)>>"),
        pdf(b"/Names<</EmbeddedFiles<</Names[]>>>>"),
        pdf(b"/AcroForm<</XFA 9 0 R>>"),
        pdf(b"", stream(b"9 0 <<" + SCRIPT + b">>")),
        pdf(b"", stream(b"9 0 <<" + SCRIPT + b">>", b"/Length1 9")),
        pdf(b"", stream(b"9 0 <<" + ESCAPED + b">>", b"/N 1/F#69rst 4/Z(0 obj)")),
    ],
)
def test_pdf_that_acts_by_itself_is_refused(content: bytes) -> None:
    assert refusal("kk.pdf", content) == "file-active"


@pytest.mark.parametrize(
    ("content", "rule"),
    [
        (pdf(tail=b"/Encrypt 9 0 R"), "file-locked"),
        (pdf(b"", stream(bytes(70_000_000))), "file-unclear"),
        (pdf(b"", b"<</ObjStm/First 4/Filter/LZWDecode>>stream\nx\nendstream"), "file-unclear"),
        (pdf(b"", b"<<>>\n" + b"stream\n" * 200_000), "file-damaged"),
        (pdf(b"", *[stream(b"x", b"")] * 2_100), "file-unclear"),
    ],
)
def test_pdf_that_cannot_be_looked_through_is_refused(content: bytes, rule: str) -> None:
    assert refusal("kk.pdf", content) == rule


def test_truncated_picture_is_refused_whatever_another_library_set(lenient_pillow: None) -> None:
    assert refusal("foto.jpg", picture(size=(300, 200))[:9000]) == "file-damaged"


@pytest.mark.parametrize("side", [7_000, 60_000])
def test_picture_of_too_many_points_is_refused_before_it_is_unpacked(side: int) -> None:
    content = picture("PNG", size=(1, 1))
    head = content[12:16] + side.to_bytes(4, "big") * 2 + content[24:29]
    bomb = content[:12] + head + zlib.crc32(head).to_bytes(4, "big") + content[33:]

    assert refusal("peta.png", bomb) == "file-points"


def test_picture_drawn_anew_is_hardly_larger_than_it_came() -> None:
    content = picture(size=(600, 400))

    assert len(inspect("foto.jpg", content, LIMITS).content) < 1.02 * len(content)


def test_metadata_is_gone_and_the_picture_stands_upright() -> None:
    kept = opened(inspect("foto.jpg", photo_with_place(), LIMITS))

    assert kept.size == (40, 60)
    assert dict(kept.getexif()) == {}
    assert b"AMINAH" not in inspect("foto.jpg", photo_with_place(), LIMITS).content


def test_office_that_takes_pdf_only_refuses_a_picture() -> None:
    only = Limits(kinds=frozenset({"pdf"}), largest=2_097_152)

    assert refusal("foto.jpg", picture(), only) == "file-kind"


def test_file_is_as_large_as_the_office_allows_and_no_larger() -> None:
    content = pdf()

    exactly = Limits(kinds=LIMITS.kinds, largest=len(content))
    assert inspect("kk.pdf", content, exactly).content == content
    smaller = Limits(kinds=LIMITS.kinds, largest=len(content) - 1)
    assert refusal("kk.pdf", content, smaller) == "file-large"
