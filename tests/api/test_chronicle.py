"""A history too long for one page."""

from __future__ import annotations

import re

import pytest

from tests.api.conftest import Caller
from tests.api.test_pages import FORM, claimed
from tests.api.test_v2_flow import activate


@pytest.fixture
def case(loket: Caller, admin: Caller, monkeypatch: pytest.MonkeyPatch) -> str:
    case, task = claimed(loket)
    loket.post(f"/tugas/{task}/selesai", FORM)
    admin.call("POST", f"/jobs/{activate(admin)}/completion", {})
    monkeypatch.setattr("api.pages.chronicle.SIZE", 4)
    return case


def older(page: str) -> str:
    found = re.search(r'<a rel="next" href="([^"#]+)#history">', page)
    return found[1].replace("&amp;", "&") if found else ""


def test_the_newest_events_come_first_and_older_ones_by_link(loket: Caller, case: str) -> None:
    address, pages = f"/kasus/{case}?riwayat=lengkap", []
    while address:
        pages.append(loket.get(address).text)
        address = older(pages[-1])

    assert len(pages) > 2
    told = [re.findall(r'<th scope="row">([^<]*)</th>', page) for page in pages]
    assert "Uji zona" in told[0]
    assert "Terima permohonan" not in told[0]
    assert ["Terima permohonan"] in told[1:]
    assert "Terbaru" in pages[-1]


def test_the_diagram_is_marked_by_the_whole_history(loket: Caller, case: str) -> None:
    page = loket.get(f"/kasus/{case}").text

    assert re.search(r'data-visited="[^"]*datang', page)
    assert 'data-active="putuskan"' in page


def test_a_short_history_has_no_pages(loket: Caller) -> None:
    case, _ = claimed(loket)

    assert "sebelum=" not in loket.get(f"/kasus/{case}").text


def test_a_place_in_history_somebody_made_up_is_a_bad_request(loket: Caller, case: str) -> None:
    assert loket.get(f"/kasus/{case}?sebelum=dulu").status_code == 400
