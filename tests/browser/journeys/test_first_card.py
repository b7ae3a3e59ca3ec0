"""One first card from the queue ticket to the hand of its owner, every lane at its own browser."""

from __future__ import annotations

import json
import re
from datetime import timedelta
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import SCREENS, look
from tests.browser.journeys import steps
from tests.browser.journeys.counter import COMPLETE, Answers, Desk, Hall

pytestmark = pytest.mark.browser

#: what the centre answers, one after the other
STATUSES = ("PROCESSING", "SENT_FOR_ENROLLMENT", "RECEIVED_AT_CENTRAL", "PRINT_READY_RECORD")


def test_a_first_card_goes_from_ticket_to_handover(hall: Hall, outbox: Path) -> None:
    loket = hall.desk("siti")
    number = apply_with_a_slip_of_the_pen(loket)
    check_papers(loket, number)
    recording = record(hall, number)
    hear_from_the_centre(hall, recording, number)
    printing = steps.print_card(hall, number)
    refuse_the_printing_officer(printing, number)
    steps.check_quality(hall, number)
    code = pickup_code(outbox, number)
    loket.sign_in()  # hours have passed since the counter's last click
    see_where_it_stands(loket, number)
    steps.hand_over(hall, loket, number, code)
    see_it_finished(loket, number)
    hall.assert_discreet(steps.PRIVATE)


def apply_with_a_slip_of_the_pen(loket: Desk) -> str:
    """U3 with day 81 in the NIK: the fault is told on top and beside the field, nothing is lost."""
    steps.queue(loket, "Rekam dan buat KTP-el")
    loket.take("Terima permohonan (F-1.02)")
    look(loket.page, "ektp-terima-permohonan")
    loket.fill({**steps.APPLICATION, "NIK": "3273168107900001"})
    loket.send()
    nik = loket.page.get_by_label("NIK", exact=True)
    expect(nik).to_have_accessible_description(re.compile("Kesalahan: .*NIK"))
    expect(loket.page.get_by_label("Nama lengkap")).to_have_value(steps.NAME)
    expect(loket.page.get_by_role("radio", name="Perempuan")).to_be_checked()
    look(loket.page, "ektp-terima-permohonan-salah")
    summary = loket.page.get_by_role("alert")
    expect(summary).to_contain_text("1 isian perlu diperhatikan")
    summary.get_by_role("link", name="NIK").click()
    expect(nik).to_be_focused()
    nik.fill(steps.NIK)
    loket.complete()
    return steps.number_here(loket)


def check_papers(loket: Desk, number: str) -> None:
    """U4 and U5; then the slip with the register number is printed."""
    loket.take("Periksa kelengkapan berkas", number)
    steps.tick_papers(loket)
    loket.fill({"Hasil pemeriksaan": "Lengkap"})
    look(loket.page, "ektp-periksa-berkas")
    loket.complete()
    steps.look_up(loket, number, "Belum terekam (UNREGISTERED)")
    loket.open_case(number)
    loket.page.get_by_role("link", name="termasuk langkah sistem").click()
    expect(loket.page.get_by_role("row", name="Cetak slip register")).to_be_visible()
    loket.page.get_by_text("Dihitung sistem").click()
    expect(loket.page.get_by_text("Tanda terima permohonan KTP-el")).to_contain_text(number)


def record(hall: Hall, number: str) -> Desk:
    """U7: codes of the outcome, no image."""
    recording = hall.desk("dewi")
    recording.take("Rekam biometrik", number)
    recording.fill(steps.RECORDING)
    look(recording.page, "ektp-rekam")
    recording.complete()
    return recording


def hear_from_the_centre(hall: Hall, recording: Desk, number: str) -> None:
    """U8: one status an hour until the data are print-ready."""
    for status in STATUSES:
        hall.pass_time(timedelta(hours=1))
        answers: Answers = {"Status di SIAK": status, "Tanggal status": steps.TODAY}
        recording.do("Catat status pusat", number, answers)


def refuse_the_printing_officer(printing: Desk, number: str) -> None:
    """Separation of duties: who printed reads why the quality check is somebody else's."""
    printing.group_list(number).get_by_role("link", name="Uji mutu kartu").click()
    expect(printing.page.get_by_text("harus diperiksa orang lain")).to_be_visible()
    expect(printing.page.get_by_role("button", name=COMPLETE)).to_be_hidden()
    look(printing.page, "ektp-uji-mutu-ditolak")


def pickup_code(outbox: Path, number: str) -> str:
    """The code in the one notice that lies in the outbox folder."""
    (file,) = outbox.rglob("*.json")
    notice = json.loads(file.read_text())
    assert (notice["saluran"], notice["no_register"]) == ("WHATSAPP", number)
    assert not [word for word in (steps.NIK, "SITI") if word in notice["isi"]]
    found = re.search(r"Kode ambil: (\d{6})", notice["isi"])
    assert found is not None
    return found[1]


def see_where_it_stands(loket: Desk, number: str) -> None:
    """The marker on the case's diagram, and on that of the process it called."""
    loket.open_case(number)
    expect(loket.page.get_by_text("berjalan", exact=True)).to_be_visible()
    expect(loket.page.locator(".alur-here")).to_be_visible()
    look(loket.page, "ektp-kasus-berjalan")
    loket.page.get_by_role("link", name="Beritahu dan serahkan kartu").click()
    expect(loket.page.locator(".diagram [data-element-id=U14_serahkan]")).to_be_visible()
    expect(loket.page.locator(".alur-here").first).to_be_visible()
    loket.page.screenshot(path=SCREENS / "ektp-kasus-bagian.png")


def see_it_finished(loket: Desk, number: str) -> None:
    loket.open_case(number)
    expect(loket.page.get_by_text("selesai", exact=True).first).to_be_visible()
    expect(loket.page.get_by_role("row", name="Serahkan kartu")).to_contain_text("Wawan Setiawan")
    look(loket.page, "ektp-kasus-selesai")


def test_an_application_starts_without_scripts(hall: Hall) -> None:
    loket = hall.desk("siti", java_script_enabled=False)
    steps.queue(loket, "Rekam dan buat KTP-el")
    number = steps.apply(loket, steps.APPLICATION)
    loket.take("Periksa kelengkapan berkas", number)
    expect(loket.page.get_by_role("radio", name="Lengkap")).to_be_disabled()
    steps.tick_papers(loket)
    loket.page.get_by_role("button", name="Simpan draf").click()
    loket.fill({"Hasil pemeriksaan": "Lengkap"})
    loket.complete()
    expect(loket.page.get_by_role("heading", level=1)).to_have_text("Cek SIAK")
