"""The handover desk: a card is found, handed over once, and stands in the register of the day."""

from __future__ import annotations

import io
from collections.abc import Callable

import pytest
from PIL import Image

from tests.api import pdf_files
from tests.api.conftest import Caller
from tests.scenarios.kecamatan import SERAH, Kecamatan, Perkara
from tests.scenarios.steps import SITI, at_counter, hand_over, lost_card, pickup_code, ready
from tests.scenarios.test_side_paths import suspected

Desk = Callable[[str], Caller]
NIK = str(SITI["nik"])
pytestmark = pytest.mark.filterwarnings("ignore:unclosed file:ResourceWarning")


def give(case: Perkara) -> None:
    hand_over(case, kode_ambil=pickup_code(case.office))
    assert case.view.row.state == "COMPLETED"


def test_a_card_is_found_by_nik_which_stands_in_no_address(
    office: Kecamatan, at_desk: Desk
) -> None:
    case, wati = ready(office), at_desk("wati")
    for typed in (NIK, "3273 1641 0790 0001", case.number.lower()):
        answer = wati.post("/penyerahan/cari", {"nomor": typed})
        assert answer.headers["Location"] == f"/penyerahan/kartu/{case.number}"
    assert NIK not in wati.get(f"/penyerahan/kartu/{case.number}").text
    assert wati.get(f"/penyerahan/kartu/{NIK}").status_code == 404


def test_a_case_held_on_suspicion_is_not_found_by_nik(office: Kecamatan, at_desk: Desk) -> None:
    suspected(office)

    assert at_desk("wati").post("/penyerahan/cari", {"nomor": NIK}).status_code == 404
    assert at_desk("kasi").post("/penyerahan/cari", {"nomor": NIK}).status_code == 303


def test_what_is_no_number_is_told_beside_the_field(at_desk: Desk) -> None:
    wati = at_desk("wati")
    for typed in ("", "abc", "3273164107900099", "KRC-2611-00001-9", "' OR 1=1", "9" * 400):
        answer = wati.post("/penyerahan/cari", {"nomor": typed})
        assert answer.status_code == 404
        assert "Tidak ada permohonan dengan nomor ini" in answer.text
        assert 'href="#field-nomor"' in answer.text


def test_from_the_card_the_officer_comes_to_its_handover(office: Kecamatan, at_desk: Desk) -> None:
    case = ready(office)
    wati = at_desk("wati")
    assert "siap di rak" in wati.get(f"/penyerahan/kartu/{case.number}").text

    clicks = [wati.post(f"/penyerahan/kartu/{case.number}/mulai") for _ in range(2)]

    task = case.task("U14_serahkan")
    address = f"/tugas/{task.key}?_dari=penyerahan"
    assert {answer.headers["Location"] for answer in clicks} == {address}
    assert 'href="/penyerahan">← Penyerahan' in wati.get(address).text
    assert task.assignee == "wati"
    other = at_desk("sari").post(f"/penyerahan/kartu/{case.number}/mulai")
    assert other.status_code == 409
    assert "Petugas Wati" in other.text


def test_a_visitor_with_a_ticket_is_served_with_the_card(office: Kecamatan, at_desk: Desk) -> None:
    case = ready(office)
    visit = at_counter(office, "AMBIL")
    wati = at_desk("wati")
    task = visit.task("Cari_kartu").key
    assert f'<option value="{task}">A-' in wati.get("/penyerahan").text

    wati.post(f"/penyerahan/kartu/{case.number}/mulai", {"antrean": str(task)})

    assert visit.view.row.state == "COMPLETED"
    assert case.task("U14_serahkan").assignee == "wati"


def test_a_second_handover_fails_with_who_and_when(office: Kecamatan, at_desk: Desk) -> None:
    case = ready(office)
    give(case)

    answer = at_desk("sari").post(f"/penyerahan/kartu/{case.number}/mulai")

    assert answer.status_code == 409
    assert f"Kartu {case.number} sudah diserahkan oleh Petugas Wati pada 24-11-2026" in answer.text
    seen = at_desk("sari").get(f"/penyerahan/kartu/{case.number}").text
    assert "oleh Petugas Wati kepada: pemilik" in seen


def test_a_card_not_made_or_blocked_is_not_begun(office: Kecamatan, at_desk: Desk) -> None:
    early, dead = lost_card(office), ready(office, nik="3273164107900002")
    dead.tell("meninggal")
    wati = at_desk("wati")

    for case, text in ((early, "belum ada di rak"), (dead, "diblokir")):
        answer = wati.post(f"/penyerahan/kartu/{case.number}/mulai")
        assert (answer.status_code, text in answer.text) == (409, True)


def test_wrong_codes_are_told_with_the_tries_that_are_left(
    office: Kecamatan, at_desk: Desk
) -> None:
    office.rule("penyerahan.kode_salah_maks", 2)
    case = ready(office)
    wrong = f"{(int(pickup_code(office)) + 1) % 1_000_000:06d}"
    told = []
    for _ in range(2):
        hand_over(case, kode_ambil=wrong)
        case.do("Jelaskan_penolakan", SERAH, catatan_penolakan="Kode tidak cocok")
        told.append(at_desk("wati").get(f"/penyerahan/kartu/{case.number}").text)

    assert "sisa 1 percobaan" in told[0]
    assert "Kode ambil terkunci: sudah 2 kali salah" in told[1]
    assert at_desk("wati").get("/penyerahan").text.count("kode salah") == 2


def test_the_register_masks_names_until_a_reason_is_given(office: Kecamatan, at_desk: Desk) -> None:
    case = ready(office)
    give(case)
    kasi = at_desk("kasi")
    today = {"tanggal": "2026-11-24"}

    assert "SITI AMINAH" not in kasi.get("/penyerahan/daftar").text
    assert kasi.post("/penyerahan/buka", today | {"alasan": "ya"}).status_code == 400
    page = kasi.post("/penyerahan/buka", today | {"alasan": "Diminta Inspektorat"})

    assert "SITI AMINAH" in page.text
    assert "S******" in kasi.get("/penyerahan").text
    assert "Diminta Inspektorat" in case.view.notes[-1].text


def drawn_signature() -> io.BytesIO:
    file = io.BytesIO()
    Image.new("RGB", (200, 80), "white").save(file, "PNG")
    file.seek(0)
    return file


def test_a_kept_signature_stands_in_the_register_with_names(
    office: Kecamatan, at_desk: Desk
) -> None:
    case, wati = ready(office), at_desk("wati")
    wati.post(f"/penyerahan/kartu/{case.number}/mulai")
    signed = {
        "kode_ambil": pickup_code(office),
        "penerima": "SENDIRI",
        "tanda_tangan_cara": "PINDAIAN",
        "tanda_tangan": (drawn_signature(), "ttd.png"),
    }
    done = wati.post(f"/tugas/{case.task('U14_serahkan').key}/selesai", signed)
    assert (done.status_code, case.view.row.state) == (303, "COMPLETED")
    today = {"tanggal": "2026-11-24", "alasan": "Arsip harian"}

    assert "data:image/" not in wati.get("/penyerahan/daftar").text
    assert 'src="data:image/png;base64,' in wati.post("/penyerahan/buka", today).text
    made = wati.post("/penyerahan/buka", today | {"bentuk": "pdf"})
    assert b"/Subtype /Image" in pdf_files.unpacked(made.data)


def test_the_register_is_a_file_too(office: Kecamatan, at_desk: Desk) -> None:
    give(ready(office))
    auditor = at_desk("auditor")

    made = auditor.get("/penyerahan/daftar/pdf?tanggal=2026-11-24")

    assert made.content_type == "application/pdf"
    assert pdf_files.pages(made.data) == 1
    assert auditor.get("/penyerahan").status_code == 200


def test_a_day_that_is_none_is_refused(at_desk: Desk) -> None:
    wati = at_desk("wati")
    for day in ("2026-13-01", "besok", "2099-01-01", "20261124", "2026-11-24x"):
        for address in ("/penyerahan", "/penyerahan/daftar", "/penyerahan/daftar/pdf"):
            assert wati.get(f"{address}?tanggal={day}").status_code == 400


def test_what_waits_is_listed_by_age_and_by_shelf(office: Kecamatan, at_desk: Desk) -> None:
    case = ready(office)
    wati = at_desk("wati")
    number = f"/penyerahan/kartu/{case.number}"
    assert wati.post(f"{number}/rak", {"rak": " a-1 "}).status_code == 303
    assert wati.post(f"{number}/rak", {"rak": ""}).status_code == 400
    assert at_desk("eko").post(f"{number}/rak", {"rak": "B"}).status_code == 403

    assert case.number in wati.get("/penyerahan/belum-diambil").text
    assert "Rak A-1: 1" in wati.get("/penyerahan/belum-diambil?urut=rak").text
