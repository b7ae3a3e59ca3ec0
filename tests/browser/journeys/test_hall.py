"""The hall: a citizen draws a number at the kiosk, the board calls it, a counter serves it."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.browser.conftest import SCREENS, look
from tests.browser.journeys.counter import Desk, Hall

pytestmark = pytest.mark.browser

BOARD = "/papan/327316"


def test_a_number_goes_from_the_kiosk_over_the_board_to_the_counter(
    hall: Hall, new_context: Callable[..., BrowserContext]
) -> None:
    kiosk = open_kiosk(hall)
    press(kiosk, "Membuat KTP-el", "Tidak termasuk", pictures=True)
    press(kiosk, "Bertanya", "Lansia")
    board = new_context().new_page()
    board.goto(BOARD)
    expect(board.locator("#hall")).to_have_attribute("data-live", "")
    board.get_by_role("button", name="Nyalakan suara").click()
    counter = hall.desk("siti")
    call_by_keyboard(counter)
    expect(board.locator("#spoken")).to_have_text("Nomor P-001, silakan ke loket dua")
    expect(board.locator("#hall")).to_have_attribute("data-spoken", "2026-11-24/1")
    look(board, "antrean-papan")
    lose_the_line(board, counter)
    serve(counter)
    look_at_the_place(kiosk, board)


def open_kiosk(hall: Hall) -> Page:
    """An officer makes a device a kiosk; from then on it is nobody's."""
    desk = hall.desk("asep")
    desk.page.goto("/kios")
    look(desk.page, "antrean-kios-perangkat")
    desk.page.get_by_label("Nama").fill("Pintu depan")
    desk.page.get_by_label("80 mm").check()
    desk.page.get_by_role("button", name="Buka kios").click()
    expect(desk.page.get_by_role("heading", name="Apa keperluan Anda?")).to_be_visible()
    expect(desk.page.get_by_role("button", name="Keluar")).to_have_count(0)
    return desk.page


def press(kiosk: Page, service: str, priority: str, *, pictures: bool = False) -> None:
    """Draw a number and go back to the start."""
    if pictures:
        look(kiosk, "antrean-kios")
    kiosk.get_by_role("button", name=service).click()
    if pictures:
        look(kiosk, "antrean-kios-prioritas")
    kiosk.get_by_role("button", name=priority).click()
    expect(kiosk.get_by_role("heading", name=re.compile("Nomor Anda"))).to_be_visible()
    if pictures:
        look(kiosk, "antrean-kios-nomor")
    kiosk.get_by_role("link", name="Selesai").click()


def call_by_keyboard(counter: Desk) -> None:
    """Open a counter and call, without touching the mouse: Enter does what comes next."""
    page = counter.page
    page.goto("/antrean")
    page.get_by_label("Buka loket").fill("2")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Loket 2")).to_be_visible()
    expect(page.get_by_role("button", name="Panggil berikutnya")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator(".calling-number")).to_contain_text("P-001")
    look(page, "antrean-loket")


def lose_the_line(board: Page, counter: Desk) -> None:
    """The board keeps what it knew, says since when, connects again and speaks the fresh call."""
    board.context.set_offline(True)
    counter.page.get_by_role("button", name="Panggil lagi").click()
    expect(board.get_by_role("status")).to_contain_text("Sambungan terputus sejak")
    expect(board.locator(".hall-call")).to_contain_text("P-001")
    board.screenshot(path=SCREENS / "antrean-papan-terputus.png")
    board.context.set_offline(False)
    expect(board.locator("#hall")).to_have_attribute(
        "data-spoken", "2026-11-24/1 2026-11-24/2", timeout=15_000
    )
    expect(board.get_by_role("status")).to_be_hidden()


def serve(counter: Desk) -> None:
    """Who came is served: the counter stands before the next task, and the board moves on."""
    counter.page.get_by_role("button", name="Hadir, layani").click()
    expect(counter.page.get_by_role("heading", level=1)).to_have_text("Jawab pertanyaan warga")


def look_at_the_place(kiosk: Page, board: Page) -> None:
    """The telephone finds the waiting number by the code on its ticket."""
    kiosk.get_by_role("button", name="Mengambil KTP-el").click()
    kiosk.get_by_role("button", name="Ibu hamil").click()
    day, number, code = kiosk.url.split("?")[0].split("/")[-3:]
    board.goto(f"/nomor/327316/{day}/{number}/{code}")
    expect(board.get_by_role("heading")).to_contain_text("P-002")
    expect(board.get_by_role("status")).to_contain_text("giliran berikutnya")
    look(board, "antrean-giliran")


def test_the_hall_works_without_scripts(hall: Hall) -> None:
    desk = hall.desk("asep", java_script_enabled=False)
    page = desk.page
    page.goto("/antrean")
    page.get_by_label("Buka loket").fill("1")
    page.get_by_role("button", name="Buka", exact=True).click()
    page.get_by_role("button", name="Panggil berikutnya").click()
    expect(page.get_by_role("alert")).to_contain_text("Tidak ada yang menunggu dipanggil")
    page.goto("/kios/perangkat")
    page.get_by_label("Nama").fill("Belakang")
    page.get_by_role("button", name="Buka kios").click()
    press(page, "Bertanya", "Sakit")
    page.goto(BOARD)
    expect(page.get_by_text("Menunggu: 1 (1 prioritas)")).to_be_visible()


def test_a_list_is_printed_before_the_cut_and_entered_after_it(hall: Hall) -> None:
    page = hall.desk("siti").page
    page.goto("/kertas")
    page.get_by_role("button", name="Buat dan cetak").click()
    look(page, "kertas-lembar-cetak")
    page.goto("/kertas")
    look(page, "kertas")
    page.get_by_role("link", name=re.compile("^Terima permohonan \\(F")).click()
    look(page, "kertas-formulir")
    page.goto("/kertas/lembar/1")
    page.get_by_label("Datang 1", exact=True).focus()
    for text in ("0815", "Me", "", "0830"):  # by keyboard alone, as quick as one types
        page.keyboard.type(text)
        page.keyboard.press("Tab")
    page.keyboard.type("2515")
    page.get_by_role("button", name="Masukkan baris").click()
    page.get_by_role("alert").get_by_role("link", name="Baris 2: tulis jam").click()
    look(page, "kertas-lembar-salah")
    page.get_by_label("Datang 2", exact=True).fill("0825")
    page.get_by_label("Keperluan 2", exact=True).select_option(label="Bertanya")
    page.get_by_role("button", name="Masukkan baris").click()
    expect(page.get_by_text("2 baris dimasukkan.")).to_be_visible()
    expect(page.locator("#line-1")).to_contain_text("A-001")
    page.screenshot(path=SCREENS / "kertas-lembar.png")
