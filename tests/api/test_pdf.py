"""PDF: archival, tagged, the same bytes again, and nothing fetched for it."""

from __future__ import annotations

import sys
from importlib.machinery import ModuleSpec
from types import ModuleType

import pytest

from api import pdf
from tests.api import pdf_files

pytestmark = pytest.mark.filterwarnings("ignore:unclosed file:ResourceWarning")
PAGE = '<html lang="id"><title>x</title><body class="paper"><h1>Daftar</h1>{}</body></html>'


def test_the_file_is_tagged_and_says_what_it_is() -> None:
    made = pdf.render(PAGE.format("<p>Nama: NUR'AINI</p>"), title="Daftar serah terima")

    assert made.startswith(b"%PDF-1.7")
    inside = pdf_files.unpacked(made)
    assert b'pdfaid:part="3"' in inside
    assert b"/Marked true" in inside
    assert b"/Title (Daftar serah terima)" in inside


@pytest.mark.parametrize("address", ["file:///etc/hostname", "http://127.0.0.1:9/x.png"])
def test_nothing_is_fetched(address: str) -> None:
    asking = pdf.render(PAGE.format(f'<img alt="x" src="{address}">'), title="x")
    silent = pdf.render(PAGE.format('<img alt="x">'), title="x")

    assert b"/Subtype /Image" not in pdf_files.unpacked(asking)
    assert abs(len(asking) - len(silent)) < 400


class _NoPango:
    """Fails as WeasyPrint does where the system's libraries are missing."""

    def find_spec(
        self, name: str, path: object, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        del path, target
        if name == "weasyprint":
            raise OSError("cannot load library 'libpango-1.0-0'")
        return None


def test_without_pango_the_reader_learns_which_packages_are_missing(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.delitem(sys.modules, "weasyprint", raising=False)
    monkeypatch.setattr(sys, "meta_path", [_NoPango(), *sys.meta_path])

    with pytest.raises(pdf.PdfUnavailable, match="libpango"):
        pdf.render(PAGE.format(""), title="x")
