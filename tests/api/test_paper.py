"""Paper for a power cut: printed before, entered after; no number twice."""

from __future__ import annotations

import re

import pytest

from engine.clock import TravellingClock
from engine.services import deployments, reading
from engine.services.kernel import Kernel, Request
from tests.api.conftest import OFFICE, Caller
from tests.scenarios.kecamatan import ADMIN, procedure

DAY = {"hari-day": "24", "hari-month": "11", "hari-year": "2026"}
SHEET = "/kertas/lembar/1"


@pytest.fixture
def ektp(kernel: Kernel) -> Kernel:
    deployments.deploy(kernel, Request(actor=ADMIN), procedure())
    return kernel


@pytest.fixture
def sheet(ektp: Kernel, loket: Caller) -> Caller:
    """An officer with a printed sheet of the numbers 1 to 20."""
    assert loket.post("/kertas/lembar", {"lembar": "1"}).status_code == 303
    return loket


def line(number: int, came: str, served: str = "", service: str = "REKAM") -> dict[str, str]:
    fields = {"jam": came, "layanan": service, "prioritas": "TIDAK", "dilayani": served}
    return {f"{name}-{number}": text for name, text in fields.items()}


def tickets_of(page: str) -> list[str]:
    return re.findall(r">([AP]-\d{3})</a>", page)


def test_every_sheet_has_numbers_of_its_own(loket: Caller) -> None:
    first = loket.post("/kertas/lembar", {"lembar": "2"}).location
    second = loket.post("/kertas/lembar", {"lembar": "1"}).location

    printed = [loket.get(address).text for address in (first, second)]

    found = [re.findall(r'<th scope="row">(\d+)</th>', page) for page in printed]
    assert found == [[str(n) for n in range(1, 41)], [str(n) for n in range(41, 61)]]
    assert "Kecamatan Kiaracondong" in printed[0]


@pytest.mark.parametrize("count", ["", "0", "51", "-1", "1e3", "²", "9" * 30])
def test_so_many_sheets_are_not_printed(loket: Caller, count: str) -> None:
    answer = loket.post("/kertas/lembar", {"lembar": count})

    assert (answer.status_code, 'href="#field-lembar"' in answer.text) == (422, True)
    assert "Belum ada daftar" in loket.get("/kertas").text


def test_lines_become_cases_in_the_order_in_which_people_came(sheet: Caller) -> None:
    data = {**DAY, **line(1, "0840"), **line(2, "8.10", "0830"), **line(3, "08:20")}

    assert sheet.post(SHEET, data).status_code == 303

    page = sheet.get(SHEET).text
    assert tickets_of(page) == ["A-003", "A-001", "A-002"]
    assert "24 Nov 2026 08.40" in page
    assert "3 dari 20" in sheet.get("/kertas").text
    waiting = sheet.get("/antrean").text
    assert re.findall(r"A-\d{3}", waiting[waiting.index("Giliran") :])[:2] == ["A-002", "A-003"]


def test_who_was_served_on_paper_stands_at_the_next_step_with_both_instants(
    sheet: Caller, ektp: Kernel, clock: TravellingClock
) -> None:
    yesterday = {**DAY, "hari-day": "23"}
    assert sheet.post(SHEET, {**yesterday, **line(5, "0900", "0915")}).status_code == 303
    (case,) = re.findall(r'href="/kasus/(\d+)">A-001', sheet.get(SHEET).text)

    view = reading.case(ektp, ADMIN, int(case))

    assert [task.name for task in view.tasks] == ["Terima permohonan (F-1.02)"]
    assert "dicatat belakangan" in sheet.get(f"/kasus/{case}").text


@pytest.mark.parametrize(
    ("wrong", "field", "told"),
    [
        (line(1, "2500"), "jam-1", "tulis jam"),
        (line(1, "²³"), "jam-1", "tulis jam"),
        (line(1, "0959"), "jam-1", "belum tiba"),
        (line(1, ""), "jam-1", "pukul berapa warga datang"),
        (line(1, "0800", service=""), "layanan-1", "apa keperluannya"),
        (line(1, "0800", service="KIA"), "layanan-1", "apa keperluannya"),
        (line(1, "0800", "0759"), "dilayani-1", "sebelum datang"),
        ({"hari-day": "23", **line(1, "0800")}, "dilayani-1", "Harinya sudah lewat"),
        ({"hari-month": "13", **line(1, "0800")}, "hari", "tanggal"),
        ({}, "jam-1", "Belum ada baris"),
    ],
)
def test_what_is_wrong_is_told_beside_its_field_and_nothing_is_entered(
    sheet: Caller, wrong: dict[str, str], field: str, told: str
) -> None:
    answer = sheet.post(SHEET, {**DAY, **(line(2, "0815") if wrong else {}), **wrong})

    assert (answer.status_code, told in answer.text) == (422, True)
    assert f'href="#field-{field}"' in answer.text
    assert tickets_of(sheet.get(SHEET).text) == []


def test_a_line_that_somebody_entered_meanwhile_is_told_and_stops_no_other(
    sheet: Caller, as_loket2: Caller
) -> None:
    sheet.post(SHEET, {**DAY, **line(1, "0800")})

    again = as_loket2.post(SHEET, {**DAY, **line(1, "0800"), **line(2, "0810")})

    assert (again.status_code, "Nomor 1 sudah dimasukkan" in again.text) == (409, True)
    assert tickets_of(sheet.get(SHEET).text) == ["A-001", "A-002"]


def test_a_double_click_enters_once_and_complains_of_nothing(sheet: Caller) -> None:
    answers = [sheet.post(SHEET, {**DAY, **line(1, "0800")}) for _ in range(2)]

    assert [answer.status_code for answer in answers] == [303, 303]
    assert tickets_of(sheet.get(SHEET).text) == ["A-001"]


def test_the_sheet_says_which_lines_are_missing(sheet: Caller) -> None:
    sheet.post(SHEET, {**DAY, **line(2, "0800"), **line(5, "0810")})

    assert "Belum dimasukkan: 1, 3, 4." in sheet.get(SHEET).text


def test_only_the_counters_enter_a_list(sheet: Caller, kasi: Caller, admin: Caller) -> None:
    for reader in (kasi, admin):
        assert "jam-1" not in reader.get(f"{SHEET}?kantor={OFFICE}").text
    assert kasi.post(SHEET, {**DAY, **line(1, "0800")}).status_code == 403


@pytest.mark.parametrize(
    "path",
    ["/kertas/lembar/2", "/kertas/lembar/0", f"/kertas/formulir/{2**62}", "/kertas/lembar/x"],
)
def test_what_was_not_printed_is_not_found(sheet: Caller, path: str) -> None:
    assert sheet.get(path).status_code == 404


def test_a_form_is_printed_blank(sheet: Caller) -> None:
    forms = re.findall(
        r'href="(/kertas/formulir/[^"]*)">Terima permohonan \(F-1', sheet.get("/kertas").text
    )

    page = sheet.get(forms[0]).text

    for said in ("☐ Perempuan", "☐ Kebon Jayanti", "16 angka, menurut KK", "hanya bila berlaku"):
        assert said in page
    nik = page[page.index("<strong>NIK</strong>") :]
    assert nik[: nik.index("</div>")].count("<i></i>") == 16
