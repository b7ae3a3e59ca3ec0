"""A first card taken in without a mouse: from the call to the last step at the counter."""

from __future__ import annotations

import re
import time

import pytest
from playwright.sync_api import Locator, Page, expect

from api import officers
from engine.services import cases, reading, tasks
from engine.services.cases import Start
from engine.services.kernel import Kernel, Request
from engine.values import SYSTEM_ACTOR
from office import windows
from tests.browser.conftest import look
from tests.browser.journeys import steps
from tests.browser.journeys.conftest import OFFICE
from tests.browser.journeys.counter import Desk, Hall
from tests.browser.journeys.keyboard import Keyboard

pytestmark = pytest.mark.browser

MOST_KEYS = 140
MOST_SECONDS = 90


def draw_a_number(kernel: Kernel) -> None:
    """A citizen waits for a card, and Siti's counter is open."""
    siti = officers.find(kernel, "siti")
    assert siti is not None
    asked = Request(actor=siti.actor)
    windows.open_window(kernel, asked, OFFICE, "1")
    case = cases.start(kernel, asked, Start(process_id="ktp_utama", office=OFFICE)).key
    (first,) = reading.case(kernel, SYSTEM_ACTOR, case).tasks
    tasks.complete(kernel, asked, first.key, {"jenis_layanan": "REKAM", "prioritas": "TIDAK"})


def heading(page: Page) -> Locator:
    return page.get_by_role("heading", level=1)


def test_a_first_card_is_taken_in_by_keyboard(hall: Hall) -> None:
    draw_a_number(hall.kernel)
    loket = hall.desk("siti")
    loket.page.goto("/antrean")
    keys, began = Keyboard(loket.page), time.perf_counter()
    call(keys)
    take_in(keys)
    check_papers(keys)
    look_up(keys)
    see_the_next_citizen(loket)
    seconds = time.perf_counter() - began
    told = f"{keys.beyond} keystrokes beyond the answers, {seconds:.1f} s of machine time"
    print(told)  # noqa: T201 - the measured numbers, with pytest -s
    assert keys.beyond <= MOST_KEYS, told
    assert seconds <= MOST_SECONDS, told


def call(keys: Keyboard) -> None:
    """The panel has the focus where it is pressed next: call, then serve."""
    expect(keys.page.get_by_role("button", name="Panggil berikutnya")).to_be_focused()
    keys.press("Enter")
    expect(keys.page.get_by_role("button", name="Hadir, layani")).to_be_focused()
    keys.press("Enter")


def take_in(keys: Keyboard) -> None:
    """U3: what the ticket and the NIK tell is filled in, and only looked at."""
    page = keys.page
    expect(heading(page)).to_have_text("Terima permohonan (F-1.02)")
    expect(page.get_by_role("radio", name="KTP-el baru, WNI")).to_be_focused()
    keys.press("Tab")
    keys.write(steps.NIK, "3273160101100001", steps.NAME, "BANDUNG")
    born = page.get_by_role("group", name="Tanggal lahir")
    expect(born.get_by_label("Tahun")).to_have_value("1990")
    keys.write("", "", "")  # day, month and year
    expect(page.get_by_role("radio", name="Perempuan")).to_be_focused()
    keys.write("", "")  # sex and nationality
    keys.press("K")
    keys.press("Tab")
    keys.write("Jl. Kebon Jayanti 1", "001", "002")
    keys.press("K")
    keys.press("Tab")
    keys.write("081234567890")
    for _ in range(2):  # WhatsApp, consent: the applicant says so
        keys.press("y")
        keys.press("Tab")
    keys.write("", "")  # nobody else to reach
    expect(page.get_by_role("radio", name="Ya").last).to_be_focused()
    keys.press("Enter")


def check_papers(keys: Keyboard) -> None:
    """U4: every paper is there; only then can LENGKAP be chosen."""
    page = keys.page
    expect(heading(page)).to_have_text("Periksa kelengkapan berkas")
    complete = page.get_by_role("radio", name="Lengkap")
    expect(complete).to_be_disabled()
    expect(complete.locator("xpath=ancestor::fieldset[1]")).to_have_accessible_description(
        re.compile("LENGKAP tidak dapat dipilih")
    )
    look(page, "tugas-berkas-kurang")
    page.locator("#fields input:visible").first.focus()  # axe took it away
    for row in page.locator("fieldset.row").all():
        keys.go_to(row.get_by_label("Ada", exact=True))
        keys.press("Space")
        keys.go_to(row.get_by_label("Asli dilihat"))
        keys.press("Space")
    expect(complete).to_be_enabled()
    expect(page.locator("#draft-state")).to_contain_text("Draf tersimpan")
    keys.go_to(complete)
    keys.press("Space")
    keys.press("Control+Enter")


def look_up(keys: Keyboard) -> None:
    """U5: what SIAK says."""
    page = keys.page
    expect(heading(page)).to_have_text("Cek SIAK")
    expect(page.get_by_text("Berikutnya: “Cek SIAK”")).to_be_visible()
    keys.go_to(page.get_by_label("Status rekaman"))
    keys.press("b")
    for question in ("NIK aktif?", "KK cocok dengan SIAK?"):
        group = page.get_by_role("group", name=question)
        keys.go_to(group.get_by_role("radio", name="Ya"))
        keys.press("Space")
    look(page, "tugas-cek-siak")
    page.get_by_role("group", name="KK cocok dengan SIAK?").get_by_role("radio").first.focus()
    keys.press("Enter")


def see_the_next_citizen(loket: Desk) -> None:
    """Back at the line, told with whom the case is now; the slip is at hand."""
    page = loket.page
    expect(page.get_by_role("button", name="Panggil berikutnya")).to_be_focused()
    told = page.get_by_role("status").filter(has_text="“Cek SIAK” selesai.")
    expect(told).to_contain_text("Berikutnya: “Rekam biometrik”, pada perekaman.")
    expect(told.get_by_role("link", name="Cetak slip")).to_be_visible()
