"""The offices' pages: opened, changed with a reason, told when somebody was faster."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

import pytest

from engine.services.kernel import Kernel, Request
from engine.values import SYSTEM_ACTOR
from office import config, officers
from tests.api.conftest import OFFICE, Caller

HERE: Final = {
    "name": "Kiaracondong",
    "city": "Kota Bandung",
    "prefix": "KRC",
    "print_site": "KECAMATAN",
    "villages": "1001 1002 1003 1004 1005 1006",
    "printers": "Printer 1",
    "version": "1",
    "alasan": "Surat Camat",
}
THERE: Final = HERE | {"code": "327301", "name": "Sukasari", "prefix": "skr"}


@pytest.fixture
def chief(kernel: Kernel, as_officer: Callable[[str], Caller]) -> Caller:
    """Administers every office."""
    new = officers.NewOfficer(
        username="pusat", name="Pusat", office="*", roles=frozenset({"admin"}), password="x" * 12
    )
    officers.create(kernel, Request(actor=SYSTEM_ACTOR), new)
    return as_officer("pusat")


def test_an_office_is_opened_with_calendar_and_policies(chief: Caller, kernel: Kernel) -> None:
    answer = chief.post("/kantor/baru", THERE)

    assert answer.location == "/kantor/327301"
    assert "Kecamatan Sukasari" in chief.get("/kantor").text
    assert "Kecamatan Sukasari" in chief.get("/kalender?kantor=327301").text
    assert config.held(kernel, "327301").words("kantor.kelurahan")[0] == "1001"


def test_a_double_click_opens_one_office(chief: Caller) -> None:
    assert [chief.post("/kantor/baru", THERE).status_code for _ in range(2)] == [303, 409]


def test_a_change_is_kept_with_its_reason(admin: Caller, kernel: Kernel) -> None:
    admin.post(
        f"/kantor/{OFFICE}",
        HERE | {"print_site": "DISDUKCAPIL", "printers": "Evolis\r\nFargo\r\nEvolis"},
    )
    page = admin.get(f"/kantor/{OFFICE}").text

    assert "KECAMATAN → DISDUKCAPIL" in page
    assert "Printer 1 → Evolis, Fargo" in page
    assert "Surat Camat" in page
    assert config.held(kernel, OFFICE).text("kantor.print_site") == "DISDUKCAPIL"


def test_a_stale_page_says_who_was_faster(admin: Caller) -> None:
    admin.post(f"/kantor/{OFFICE}", HERE | {"city": "Bandung"})
    answer = admin.post(f"/kantor/{OFFICE}", HERE | {"city": "Kota B"})

    assert answer.status_code == 409
    assert "Petugas Admin1" in answer.text
    assert 'value="Kota B"' in answer.text


WRONG: Final = [
    {"name": ""},
    {"name": "x" * 61},
    {"city": " "},
    {"prefix": "K"},
    {"prefix": "1RC"},
    {"print_site": "RUMAH"},
    {"villages": ""},
    {"villages": "1001 10"},
    {"printers": "x" * 41},
    {"alasan": " "},
]


def test_what_no_office_can_be_is_told_beside_its_field(admin: Caller) -> None:
    for wrong in WRONG:
        answer = admin.post(f"/kantor/{OFFICE}", HERE | wrong)
        assert answer.status_code == 400, wrong
        assert f'id="field-{next(iter(wrong))}-fault1"' in answer.text


def test_a_prefix_is_one_offices_own(chief: Caller) -> None:
    answer = chief.post("/kantor/baru", THERE | {"prefix": "KRC"})

    assert answer.status_code == 409
    assert "KRC" in answer.text


def test_an_administrator_of_one_office_opens_and_sees_no_other(
    chief: Caller, admin: Caller
) -> None:
    chief.post("/kantor/baru", THERE)

    assert admin.post("/kantor/baru", THERE | {"code": "327302"}).status_code == 403
    assert "Sukasari" not in admin.get("/kantor").text
    assert admin.get("/kantor/327301").status_code == 403
    assert admin.post("/kantor/327301", HERE).status_code == 403
