"""Pages as a browser without scripts gets them."""

from __future__ import annotations

import re
from html import unescape

import pytest

from tests.api.conftest import Caller
from tests.api.test_v2_flow import activate, open_task, start

FORM = {
    "pemohon.nama": "Siti <b>Aminah</b>",
    "pemohon.no_hp": "081234567890",
    "no_izin": "KRC-0001",
    "tgl_acara-day": "20",
    "tgl_acara-month": "12",
    "tgl_acara-year": "2026",
    "jenis": "NIKAH",
    "jumlah_orang": "300",
    "pengeras": "false",
    "berkas": ["RT"],
    "panitia-0-": "",
    "panitia-0-peran": "Ketua",
    "setuju": "true",
}


def claimed(loket: Caller) -> tuple[str, str]:
    case = start(loket)
    task = open_task(loket, case)
    loket.post(f"/tugas/{task}/ambil")
    return case, task


def test_the_work_list_shows_what_the_group_may_take(loket: Caller) -> None:
    start(loket)

    page = loket.get("/tugas?dari=kelompok").text

    assert "Terima permohonan" in page
    assert "2 jam kerja lagi" in page


def test_the_work_list_falls_back_on_the_groups_when_nothing_is_mine(loket: Caller) -> None:
    start(loket)

    assert "Terima permohonan" in loket.get("/tugas").text


def test_everybodys_tasks_are_for_supervisors(loket: Caller, kasi: Caller) -> None:
    start(loket)

    assert loket.get("/tugas?dari=semua").status_code == 403
    assert "Terima permohonan" in kasi.get("/tugas?dari=semua").text


def test_starting_a_case_leads_to_its_first_task(loket: Caller) -> None:
    page = loket.get("/mulai").text
    action = re.search(r'action="(/mulai/\d+)"', page)
    assert action is not None

    answer = loket.post(action[1])

    assert answer.status_code == 303
    assert answer.location.startswith("/tugas/")


def test_a_double_click_starts_one_case(loket: Caller) -> None:
    action = re.search(r'action="(/mulai/\d+)"', loket.get("/mulai").text)
    assert action is not None

    first = loket.post(action[1], {"idempotency_key": "satu"})
    second = loket.post(action[1], {"idempotency_key": "satu"})

    assert first.location == second.location


def test_a_task_is_taken_before_its_form_can_be_filled(loket: Caller) -> None:
    task = open_task(loket, start(loket))

    page = loket.get(f"/tugas/{task}").text

    assert "Ambil tugas ini" in page
    assert '<fieldset class="bare" disabled>' in page


def test_every_fault_stands_beside_its_field_and_in_the_summary(loket: Caller) -> None:
    _, task = claimed(loket)

    answer = loket.post(f"/tugas/{task}/selesai", {"pemohon.nama": "Siti"})

    assert answer.status_code == 422
    assert 'href="#f-no_izin"' in answer.text
    assert 'id="f-no_izin-fault1"' in answer.text
    assert 'value="Siti"' in answer.text


def test_answers_are_escaped_wherever_they_are_shown(loket: Caller) -> None:
    _, task = claimed(loket)

    page = loket.post(f"/tugas/{task}/selesai", {"pemohon.nama": '"><script>alert(1)</script>'})

    assert "<script>alert" not in page.text


def test_refused_answers_are_kept_as_draft(loket: Caller) -> None:
    _, task = claimed(loket)

    loket.post(f"/tugas/{task}/selesai", {"catatan": "datang lagi besok"})

    assert "datang lagi besok" in loket.get(f"/tugas/{task}").text


def test_a_completed_form_leads_back_to_the_work_list(loket: Caller) -> None:
    _, task = claimed(loket)

    answer = loket.post(f"/tugas/{task}/selesai", FORM)

    assert answer.status_code == 303
    assert answer.location == "/tugas"


def test_keeping_the_draft_brings_fields_that_depend_on_others(loket: Caller) -> None:
    _, task = claimed(loket)
    assert "Jam selesai" not in loket.get(f"/tugas/{task}").text

    loket.post(f"/tugas/{task}/simpan", FORM | {"pengeras": "true"})

    assert "Jam selesai" in loket.get(f"/tugas/{task}").text


def test_rows_come_and_go_without_scripts(loket: Caller) -> None:
    _, task = claimed(loket)

    loket.post(f"/tugas/{task}/simpan", FORM | {"tambah": "panitia"})
    assert "panitia-1-peran" in loket.get(f"/tugas/{task}").text
    loket.post(f"/tugas/{task}/simpan", FORM | {"hapus": "panitia:0"})
    assert "panitia-0-peran" not in loket.get(f"/tugas/{task}").text


def test_a_warning_asks_for_a_reason(loket: Caller) -> None:
    _, task = claimed(loket)
    crowd = FORM | {"jumlah_orang": "9000"}

    asked = loket.post(f"/tugas/{task}/selesai", crowd)
    answered = loket.post(f"/tugas/{task}/selesai", crowd | {"_peringatan-RAMAI": "Stadion"})

    assert asked.status_code == 422
    assert "Sangat banyak untuk satu kelurahan" in asked.text
    assert answered.status_code == 303


def test_who_is_too_late_reads_who_was_faster_and_what_he_typed(
    loket: Caller, as_loket2: Caller
) -> None:
    _, task = claimed(loket)
    as_loket2.get(f"/tugas/{task}")
    loket.post(f"/tugas/{task}/selesai", FORM)

    answer = as_loket2.post(f"/tugas/{task}/selesai", FORM | {"catatan": "kata saya"})

    assert answer.status_code == 409
    assert "Petugas Loket1" in answer.text
    assert "kata saya" in answer.text
    assert "20 12 2026" in answer.text


def test_taking_a_task_somebody_holds_names_the_holder(loket: Caller, as_loket2: Caller) -> None:
    _, task = claimed(loket)

    answer = as_loket2.post(f"/tugas/{task}/ambil")

    assert answer.status_code == 409
    assert "Petugas Loket1" in answer.text


def test_a_task_can_be_given_back(loket: Caller) -> None:
    _, task = claimed(loket)

    assert loket.post(f"/tugas/{task}/lepas").status_code == 303
    assert "Ambil tugas ini" in loket.get(f"/tugas/{task}").text


def test_personal_data_are_masked_until_a_reason_is_given(loket: Caller, kasi: Caller) -> None:
    case, task = claimed(loket)
    loket.post(f"/tugas/{task}/selesai", FORM)
    name = "Siti <b>Aminah</b>"

    assert name not in unescape(kasi.get(f"/kasus/{case}").text)
    shown = kasi.post(f"/kasus/{case}/buka", {"alasan": "dicocokkan dengan surat"})
    assert name in unescape(shown.text)
    assert name not in unescape(kasi.get(f"/kasus/{case}").text)
    assert "dicocokkan dengan surat" in kasi.get(f"/kasus/{case}").text


def test_unmasking_without_reason_is_refused(loket: Caller, kasi: Caller) -> None:
    case, task = claimed(loket)
    loket.post(f"/tugas/{task}/selesai", FORM)

    answer = kasi.post(f"/kasus/{case}/buka", {"alasan": " "})

    assert answer.status_code == 400
    assert "Siti" not in answer.text


def test_a_case_shows_where_it_stands_and_what_happened(loket: Caller, admin: Caller) -> None:
    case, task = claimed(loket)
    loket.post(f"/tugas/{task}/selesai", FORM)
    admin.call("POST", f"/jobs/{activate(admin)}/completion", {})

    page = loket.get(f"/kasus/{case}").text

    assert 'data-active="putuskan"' in page
    assert "Terima permohonan" in page
    assert "menunggu verifikator" in page


def test_a_note_is_kept_with_the_case(loket: Caller) -> None:
    case = start(loket)

    loket.post(f"/kasus/{case}/catatan", {"catatan": "Akan datang <besok>"})

    assert "Akan datang &lt;besok&gt;" in loket.get(f"/kasus/{case}").text


def test_a_case_is_found_by_its_register_number(loket: Caller) -> None:
    body = {"processDefinitionId": "izin_keramaian", "businessId": "KRC-77"}
    loket.call("POST", "/process-instances", body)

    assert loket.get("/kasus?nomor=KRC-77").status_code == 303
    assert "tidak ditemukan" in loket.get("/kasus?nomor=KRC-78").text


def test_incidents_are_told_with_cause_and_tried_again(loket: Caller, admin: Caller) -> None:
    _, task = claimed(loket)
    loket.post(f"/tugas/{task}/selesai", FORM)
    failure = {"retries": 0, "errorMessage": "peta tidak terbaca"}
    admin.call("POST", f"/jobs/{activate(admin)}/failure", failure)

    page = admin.get("/insiden").text
    incident = re.search(r'name="insiden" value="(\d+)"', page)
    assert incident is not None
    answer = admin.post("/insiden/ulang", {"insiden": incident[1]})

    assert "peta tidak terbaca" in admin.get(f"/insiden/{incident[1]}").text
    assert answer.status_code == 303
    assert "Tidak ada yang terhenti" in admin.get("/insiden").text


def test_suspending_and_ending_a_case_need_a_reason(loket: Caller, admin: Caller) -> None:
    case = start(loket)

    assert admin.post(f"/kasus/{case}/tunda", {"alasan": ""}).status_code == 400
    assert admin.post(f"/kasus/{case}/tunda", {"alasan": "menunggu surat"}).status_code == 303
    assert "ditunda" in admin.get(f"/kasus/{case}").text


@pytest.mark.parametrize("path", ["/definisi", "/mulai", "/kasus", "/tugas"])
def test_pages_speak_english_on_request(loket: Caller, path: str) -> None:
    loket.post("/bahasa", {"language": "en"})

    page = loket.get(path).text

    assert '<html lang="en">' in page
    assert "Work list" in page


def test_a_procedure_shows_its_steps_and_versions(loket: Caller) -> None:
    link = re.search(r'href="(/definisi/\d+)"', loket.get("/definisi").text)
    assert link is not None

    page = loket.get(link[1]).text

    assert "Putuskan izin" in page
    assert loket.get(f"{link[1]}/xml").mimetype == "text/xml"


@pytest.mark.parametrize("path", ["/kasus/999", "/tugas/999", "/definisi/999", "/definisi/999/xml"])
def test_what_is_not_there_is_told_in_words(loket: Caller, path: str) -> None:
    answer = loket.get(path)

    assert answer.status_code == 404
    assert "Traceback" not in answer.text
