"""The slip: printed by who works on the case, the name exactly as it was typed."""

from __future__ import annotations

from html import unescape

import pytest

from api import officers
from engine.services import cases
from engine.services.cases import Start
from engine.services.kernel import Kernel, Request
from engine.values import JsonValue
from tests.api.conftest import OFFICE, Caller

NUMBER = "KRC-2611-00042-9"
NAME = "NUR'AINI, S.PD. <b>"
SLIP: dict[str, JsonValue] = {
    "jenis": "REGISTER",
    "nomor": NUMBER,
    "nama": NAME,
    "baris": ["Kecamatan Kiaracondong", NUMBER, "Perkiraan selesai 28 Desember 2026", "GRATIS"],
}


def begin(kernel: Kernel, slip: JsonValue) -> int:
    who = officers.find(kernel, "loket1")
    assert who is not None
    what = Start(process_id="izin_keramaian", variables={"slip": slip}, office=OFFICE)
    return cases.start(kernel, Request(actor=who.actor), what).key


def test_slip_prints_the_name_exactly_and_as_text(loket: Caller, kernel: Kernel) -> None:
    page = loket.get(f"/kasus/{begin(kernel, SLIP)}/slip").text
    assert "<b>" not in page
    for said in (NAME, NUMBER, "Perkiraan selesai 28 Desember 2026", "GRATIS"):
        assert f">{said}</p>" in unescape(page)


def test_slip_has_its_number_as_a_code_without_style_or_script(
    loket: Caller, kernel: Kernel
) -> None:
    page = loket.get(f"/kasus/{begin(kernel, SLIP)}/slip").text
    code = page[page.index("<svg") : page.index("</svg>")]
    assert f"<title>{NUMBER}</title>" in code
    assert "style=" not in code


def test_case_links_to_its_slip_and_keeps_the_name_masked(loket: Caller, kernel: Kernel) -> None:
    case = begin(kernel, SLIP)
    page = loket.get(f"/kasus/{case}").text
    assert f'href="/kasus/{case}/slip"' in page
    assert "NUR" not in page


@pytest.mark.parametrize("slip", [None, "?", {"nomor": NUMBER}, {"nomor": "", "baris": []}])
def test_no_slip_is_not_found(loket: Caller, kernel: Kernel, slip: JsonValue) -> None:
    assert loket.get(f"/kasus/{begin(kernel, slip)}/slip").status_code == 404
