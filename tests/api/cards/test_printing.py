"""The print room: batches, scans, results, quality checks and requests, as pages."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta

from engine.values import JsonValue
from office.print_batches import CHECKS
from tests.api.conftest import Caller
from tests.scenarios.kecamatan import CETAK, GUDANG, Kecamatan, Perkara
from tests.scenarios.steps import end_print, lost_card

Desk = Callable[[str], Caller]
NIKS = ("3273164107900001", "3273164107900002", "3273164107900003")


def reserved(office: Kecamatan, count: int) -> list[Perkara]:
    """Cases with a blanko reserved, that wait for the printer."""
    found = []
    for nik in NIKS[:count]:
        case = lost_card(office, nik=nik)
        case.do("U10_alokasi", GUDANG, jumlah_dialokasikan=1)
        found.append(case)
    return found


def scan(who: Caller, case: Perkara, blanko: str, **more: str) -> int:
    task = case.task("U11_mulai_cetak").key
    answer = who.post(f"/cetak/{task}/mulai", {"blanko_id": blanko, "suhu_printer": "165"} | more)
    return answer.status_code


def test_a_batch_is_taken_in_the_order_of_the_line_and_once(
    office: Kecamatan, at_desk: Desk
) -> None:
    first, second, third = reserved(office, 3)
    eko = at_desk("eko")

    for _ in range(2):
        eko.post("/cetak/ambil", {"jumlah": "2"})

    holders = [case.task("U11_mulai_cetak").assignee for case in (first, second, third)]
    assert holders == ["eko", "eko", None]
    page = eko.get("/cetak").text
    assert f'<p class="big">{first.number}</p>' in page
    assert "1 dari 2 dalam tumpukan saya" in page


def test_a_card_goes_from_scan_to_shelf_by_two_officers(office: Kecamatan, at_desk: Desk) -> None:
    (case,) = reserved(office, 1)
    eko, fitri = at_desk("eko"), at_desk("fitri")
    eko.post("/cetak/ambil", {"jumlah": "1"})

    assert scan(eko, case, " b-001 ") == 303
    result = case.task("U11_hasil_cetak").key
    assert "B-001" in eko.get("/cetak").text
    assert eko.post(f"/cetak/{result}/hasil", {"hasil": "BERHASIL"}).status_code == 303
    check = case.task("U12_uji_mutu").key
    assert "Petugas Eko" in fitri.get("/cetak/mutu").text
    passed = {"uji": list(CHECKS), "putusan": "LULUS", "rak": "a-3"}
    assert fitri.post(f"/cetak/{check}/mutu", passed).status_code == 303

    assert (case.keadaan(), office.movements(case.number)) == ("SIAP_DIAMBIL", ["PAKAI"])
    assert case.view.variables["rak"] == "A-3"


def test_whoever_printed_is_not_given_the_check(office: Kecamatan, at_desk: Desk) -> None:
    (case,) = reserved(office, 1)
    case.do("U11_mulai_cetak", CETAK, blanko_id="B-1")
    end_print(case)
    eko = at_desk("eko")

    eko.post("/cetak/ambil", {"jumlah": "5", "formulir": "uji_mutu"})

    assert "1 kartu harus dikerjakan orang lain" in eko.get("/cetak/mutu").text
    assert case.task("U12_uji_mutu").assignee is None


def test_a_blanko_is_not_scanned_for_two_cards(office: Kecamatan, at_desk: Desk) -> None:
    first, second = reserved(office, 2)
    eko = at_desk("eko")
    eko.post("/cetak/ambil", {"jumlah": "2"})
    scan(eko, first, "B-001")

    task = second.task("U11_mulai_cetak").key
    answer = eko.post(f"/cetak/{task}/mulai", {"blanko_id": "b-001"})

    assert answer.status_code == 422
    assert f"Blanko ini sudah dipakai untuk {first.number}" in answer.text
    assert 'value="b-001"' in answer.text
    assert second.waiting() == {"U11_mulai_cetak"}


def test_a_scan_that_is_none_keeps_the_card_under_the_scanner(
    office: Kecamatan, at_desk: Desk
) -> None:
    (case,) = reserved(office, 1)
    task, eko = case.task("U11_mulai_cetak").key, at_desk("eko")
    answers = [eko.post(f"/cetak/{task}/mulai", {"blanko_id": text}) for text in ("", "B" * 41)]

    assert [answer.status_code for answer in answers] == [422, 422]
    assert all('href="#field-blanko_id"' in answer.text for answer in answers)
    assert case.waiting() == {"U11_mulai_cetak"}


def test_a_double_click_notes_one_result_and_a_stale_page_says_who_was_faster(
    office: Kecamatan, at_desk: Desk
) -> None:
    (case,) = reserved(office, 1)
    case.do("U11_mulai_cetak", CETAK, blanko_id="B-1")
    eko, fitri = at_desk("eko"), at_desk("fitri")
    address = f"/cetak/{case.task('U11_hasil_cetak').key}/hasil"
    result = {"hasil": "GAGAL_CETAK", "idempotency_key": "satu"}

    assert [eko.post(address, result).status_code for _ in range(2)] == [303, 303]
    assert fitri.post(address, {"hasil": "BERHASIL"}).status_code == 409
    assert office.movements(case.number) == ["GAGAL_CETAK"]


def test_ticks_and_verdict_must_agree(office: Kecamatan, at_desk: Desk) -> None:
    (case,) = reserved(office, 1)
    case.do("U11_mulai_cetak", CETAK, blanko_id="B-1")
    end_print(case)
    task, fitri = case.task("U12_uji_mutu").key, at_desk("fitri")

    for good, verdict in ((CHECKS[:5], "LULUS"), (CHECKS, "GAGAL"), ((), "LULUS"), (CHECKS, "")):
        answer = fitri.post(f"/cetak/{task}/mutu", {"uji": list(good), "putusan": verdict})
        assert (answer.status_code, case.waiting()) == (422, {"U12_uji_mutu"})


def test_a_batch_of_no_size_is_refused(at_desk: Desk) -> None:
    eko = at_desk("eko")
    for size in ("0", "-1", "101", "", "banyak", "9" * 30):
        assert eko.post("/cetak/ambil", {"jumlah": size}).status_code == 400


def test_the_sheet_is_impersonal_and_the_rest_of_a_batch_goes_back(
    office: Kecamatan, at_desk: Desk
) -> None:
    first, second = reserved(office, 2)
    eko = at_desk("eko")
    eko.post("/cetak/ambil", {"jumlah": "1"})

    page = eko.get("/cetak/lembar").text

    assert first.number in page
    assert second.number not in page
    assert "SITI" not in page
    assert not re.search(r"\d{16}", page)
    eko.post("/cetak/lepas")
    assert first.task("U11_mulai_cetak").assignee is None


def test_a_printer_is_reported_and_supervisors_and_auditors_read_only(
    office: Kecamatan, at_desk: Desk
) -> None:
    eko, auditor = at_desk("eko"), at_desk("auditor")
    eko.post("/cetak/printer", {"nama": "Printer 1", "siap": "0"})

    assert "rusak" in eko.get("/cetak").text
    page = auditor.get("/cetak")
    assert page.status_code == 200
    assert "Mulai mencetak" not in page.text
    assert auditor.post("/cetak/ambil", {"jumlah": "1"}).status_code == 403
    assert eko.post("/cetak/printer", {"nama": " ", "siap": "1"}).status_code == 400


def test_a_request_to_the_city_shows_what_came_and_its_csv(
    office: Kecamatan, at_desk: Desk
) -> None:
    office.rule("kantor.print_site", "DISDUKCAPIL")
    first, second = lost_card(office), lost_card(office, nik=NIKS[1])
    asked = office.start("permintaan_cetak")
    number = "CETAK-KRC-20261124-01"
    eko = at_desk("eko")
    assert "belum" in eko.get(f"/cetak/permintaan/{number}").text
    asked.do("Kirim_permintaan", CETAK, dikirim_lewat="SUREL")
    office.pass_time(timedelta(hours=1))
    rows: list[JsonValue] = [
        {"no_register": first.number, "hasil": "DATANG"},
        {"no_register": second.number, "hasil": "BELUM"},
    ]
    asked.do("Terima_kartu", CETAK, permintaan_isi=rows)

    page = eko.get(f"/cetak/permintaan/{number}").text
    csv = eko.get(f"/cetak/permintaan/{number}/csv")

    assert "Petugas Eko" in page
    assert second.number in page
    assert csv.text.splitlines()[1] == f"{number},1,{first.number}"
    assert csv.content_type.startswith("text/csv")
    assert eko.get("/cetak/permintaan/CETAK-1").status_code == 404
    assert first.number in eko.get("/cetak/mutu").text


def test_another_form_is_not_answered_from_the_print_room(office: Kecamatan, at_desk: Desk) -> None:
    case = lost_card(office)
    task = case.task("U10_alokasi").key
    assert at_desk("tono").post(f"/cetak/{task}/hasil", {"hasil": "BERHASIL"}).status_code == 404
