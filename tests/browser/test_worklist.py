"""The work list in a real browser: keys, rows that come anew, ticks and words that stay."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from engine.services import cases
from engine.services.cases import Start
from engine.services.kernel import Kernel, Request
from engine.services.reading import Whose, WorkListQuery, work_list
from engine.values import SYSTEM_ACTOR, Variables
from tests.api.conftest import OFFICE
from tests.browser.conftest import look


def start(kernel: Kernel, count: int = 1) -> None:
    for _ in range(count):
        what = Start(process_id="izin_keramaian", office=OFFICE)
        cases.start(kernel, Request(actor=SYSTEM_ACTOR), what)


def refresh(page: Page) -> None:
    """What the page does by itself every 20 seconds."""
    with page.expect_response(lambda answer: "tanda=" in answer.url):
        page.evaluate("document.getElementById('tasks').dispatchEvent(new Event('refresh'))")


@pytest.fixture
def listed(page: Page, sign_in: Callable[[str], None], kernel: Kernel) -> Page:
    """The counter's list with three tasks."""
    start(kernel, 3)
    sign_in("loket1")
    page.goto("/tugas?dari=kelompok")
    return page


def test_list_comes_anew_without_losing_the_readers_place(listed: Page, kernel: Kernel) -> None:
    page = listed
    rows = page.locator("#tasks tbody tr")
    page.get_by_role("checkbox").nth(1).check()
    expect(page.locator("#bulk-count")).to_have_text("(1 dicentang)")
    page.locator("#bulk-box > summary").click()
    ticked = rows.nth(1).get_attribute("id")
    page.get_by_label("Alasan").fill("menung")
    start(kernel)
    before = page.evaluate("scrollY")

    refresh(page)

    expect(rows).to_have_count(4)
    expect(page.locator("tr.fresh")).to_have_count(1)
    expect(page.locator("#tasks-news")).to_have_text("1 tugas baru")
    expect(page.locator(f"#{ticked} input[type=checkbox]")).to_be_checked()
    expect(page.get_by_label("Alasan")).to_be_focused()
    expect(page.get_by_label("Alasan")).to_have_value("menung")
    assert page.evaluate("scrollY") == before
    look(page, "daftar-berubah")


def test_keys_move_tick_open_and_can_be_switched_off(listed: Page) -> None:
    page = listed
    links = page.locator("#tasks tbody td a")
    page.keyboard.press("j")
    page.keyboard.press("j")
    expect(links.nth(1)).to_be_focused()
    page.keyboard.press("ArrowUp")
    page.keyboard.press("x")
    expect(page.locator("#tasks input:checked")).to_have_count(1)
    page.keyboard.press("/")
    page.keyboard.type("njk x?")
    expect(page.locator("#search")).to_have_value("njk x?")
    page.locator("h1").click()
    page.keyboard.press("?")
    expect(page.get_by_role("dialog")).to_be_visible()
    look(page, "daftar-pintasan")
    page.get_by_label("Pintasan satu tombol aktif").uncheck()
    page.get_by_role("button", name="Tutup").click()
    page.reload()
    page.keyboard.press("j")
    expect(page.locator("#tasks tbody a:focus")).to_have_count(0)
    page.evaluate("localStorage.clear()")
    page.reload()
    page.keyboard.press("j")
    page.keyboard.press("Enter")
    page.wait_for_url("**/tugas/*")
    page.goto("/tugas")
    page.keyboard.press("n")
    page.wait_for_url("**/tugas/*")


def test_search_filters_and_putting_off_look_right(listed: Page, kernel: Kernel) -> None:
    page = listed
    page.get_by_role("button", name="Ambil berikutnya").click()
    page.goto("/tugas?dari=saya")
    page.locator("#tasks").get_by_role("link", name="Tunda").click()
    look(page, "tunda")
    page.get_by_label("hari kerja berikutnya").check()
    page.get_by_label("Alasan").fill("menunggu KK")
    page.get_by_role("button", name="Tunda").click()
    page.goto("/tugas?dari=saya&ditunda=hanya")
    page.get_by_label("Simpan saringan ini dengan nama").fill("Yang ditunda")
    page.get_by_role("button", name="Simpan").click()
    look(page, "daftar-tersaring")
    page.get_by_role("link", name="Atur").click()
    look(page, "saringan")
    values: Variables = {"nama": "Siti Aminah"}
    what = Start(process_id="izin_keramaian", office=OFFICE, business_key="I-1", variables=values)
    cases.start(kernel, Request(actor=SYSTEM_ACTOR), what)
    page.goto("/tugas")
    page.get_by_role("searchbox").fill("aminah")
    page.keyboard.press("Enter")
    expect(page.get_by_role("link", name="I-1")).to_be_visible()
    look(page, "cari-kasus")


def test_lost_line_is_told_and_nothing_is_replaced(listed: Page, context: BrowserContext) -> None:
    context.clear_cookies()

    refresh(listed)

    expect(listed.locator("#tasks-lost")).to_be_visible()
    expect(listed.locator("#tasks tbody tr")).to_have_count(3)


def test_list_works_without_scripts(
    new_context: Callable[..., BrowserContext], kernel: Kernel
) -> None:
    start(kernel, 2)
    page = new_context(java_script_enabled=False).new_page()
    page.set_viewport_size({"width": 360, "height": 740})
    page.goto("/masuk")
    page.get_by_label("Nama pengguna").fill("loket1")
    page.get_by_label("Kata sandi").fill("kata sandi panjang")
    page.get_by_role("button", name="Masuk").click()
    page.locator("#tasks").get_by_role("checkbox").first.check()
    page.locator("#bulk-box > summary").click()
    page.get_by_label("Tindakan").select_option("ambil")
    page.get_by_role("button", name="Jalankan").click()
    expect(page.get_by_text("1 dari 1")).to_be_visible()
    page.goto("/tugas")
    page.get_by_role("button", name="Ambil berikutnya").click()
    page.wait_for_url("**/tugas/*")
    query = WorkListQuery(whose=Whose.ALL, assignee="loket1")
    assert len(work_list(kernel, SYSTEM_ACTOR, query).items) == 2
