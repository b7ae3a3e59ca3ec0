"""Form texts are safe HTML whatever is written in them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from api.pages.markdown import render


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("satu\ndua", "<p>satu<br>dua</p>"),
        ("**tebal** dan *miring*", "<p><strong>tebal</strong> dan <em>miring</em></p>"),
        ("* a\n* b", "<ul><li>a</li><li>b</li></ul>"),
        ("# Judul", "<h2>Judul</h2>"),
        ("2 * 3 * 4", "<p>2 * 3 * 4</p>"),
        ("no_izin dan no_hp", "<p>no_izin dan no_hp</p>"),
        ("", ""),
    ],
)
def test_the_few_marks_become_html(text: str, html: str) -> None:
    assert render(text) == html


@given(st.text(alphabet="<>&\"'*_#-ab \n"))
def test_no_markup_of_the_writer_gets_through(text: str) -> None:
    html = str(render(text))
    for tag in ("p", "strong", "em", "ul", "li", "h2", "br"):
        html = html.replace(f"<{tag}>", "").replace(f"</{tag}>", "")

    assert "<" not in html
