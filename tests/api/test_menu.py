"""The menu: sections by right, and each section's pages below it."""

from __future__ import annotations

from tests.api.conftest import Caller


def test_a_counter_officer_is_offered_no_administration(loket: Caller) -> None:
    page = loket.get("/tugas").text

    assert "Daftar kerja" in page
    assert "Administrasi" not in page


def test_the_section_one_is_in_shows_its_pages(kasi: Caller) -> None:
    page = kasi.get("/insiden").text

    assert 'aria-label="Halaman bagian ini"' in page
    assert page.count('aria-current="page"') == 1


def test_a_section_of_one_page_has_no_second_row(loket: Caller) -> None:
    assert "Halaman bagian ini" not in loket.get("/definisi").text
