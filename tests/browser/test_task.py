"""The task page's layer in a real browser: drafts, fields that depend on others, lost lines, sessions."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from playwright.sync_api import Page, expect

from engine.clock import TravellingClock
from engine.services.kernel import Kernel
from tests.api.conftest import PASSWORD
from tests.browser.conftest import look
from tests.browser.test_pages import fill, office

__all__ = ["office"]

pytestmark = pytest.mark.browser


@pytest.fixture
def task(page: Page, sign_in: Callable[[str], None], office: dict[str, int]) -> Page:
    """An officer before a form of theirs."""
    sign_in("loket1")
    page.goto("/tugas?dari=saya")
    page.get_by_role("link", name="Terima permohonan").first.click()
    return page


def test_a_form_answers_while_it_is_filled_in(task: Page) -> None:
    page = task
    name = page.get_by_label("Nama penanggung jawab")
    expect(name).to_be_focused()
    page.keyboard.type("Siti Aminah")
    day = page.get_by_role("group", name="Tanggal acara")
    day.get_by_label("Tanggal").focus()
    page.keyboard.type("2012")
    page.keyboard.press("Tab")  # once too often: the date has gone on by itself
    expect(day.get_by_label("Tahun")).to_be_focused()
    page.keyboard.type("2026")
    expect(day.get_by_label("Bulan")).to_have_value("12")
    sound = page.get_by_role("group", name="Pengeras suara")
    sound.get_by_role("radio").first.focus()
    page.keyboard.press("y")
    expect(page.get_by_label("Jam selesai")).to_be_visible()
    expect(sound.get_by_role("radio", name="Ya")).to_be_focused()
    expect(name).to_have_value("Siti Aminah")
    expect(page.locator("#draft-state")).to_contain_text("Draf tersimpan")
    page.keyboard.press("t")
    expect(page.get_by_label("Jam selesai")).to_be_hidden()
    page.get_by_role("link", name="Diagram prosedur").click()
    expect(page.locator(".alur-here")).to_be_visible()
    look(page, "tugas-terisi")


def test_a_lost_line_loses_nothing(task: Page, watched: list[str]) -> None:
    page = task
    page.context.set_offline(True)
    page.get_by_label("Nomor izin").fill("KRC-0001")
    expect(page.get_by_text("Sambungan terputus")).to_be_visible()
    page.get_by_role("button", name="Selesaikan tugas").click()
    expect(page.get_by_text("Sambungan terputus")).to_be_visible()
    look(page, "tugas-sambungan-terputus")
    page.context.set_offline(False)
    expect(page.get_by_text("Draf tersimpan")).to_be_visible()
    page.reload()
    expect(page.get_by_label("Nomor izin")).to_have_value("KRC-0001")
    watched[:] = [text for text in watched if "ERR_INTERNET_DISCONNECTED" not in text]


def test_an_ended_session_loses_nothing(task: Page, kernel: Kernel) -> None:
    page = task
    assert isinstance(kernel.clock, TravellingClock)
    kernel.clock.advance(timedelta(hours=5))
    fill(page)
    expect(page.get_by_text("Sesi Anda berakhir")).to_be_visible()
    page.get_by_role("button", name="Selesaikan tugas").click()
    expect(page.get_by_text("isian Anda tetap tersimpan")).to_be_visible()
    look(page, "masuk-lagi")
    page.get_by_label("Nama pengguna").fill("loket1")
    page.get_by_label("Kata sandi").fill(PASSWORD)
    page.get_by_role("button", name="Masuk").click()
    expect(page.get_by_label("Nama penanggung jawab")).to_have_value("Siti Aminah")
    page.get_by_role("button", name="Selesaikan tugas").click()
    expect(page.get_by_text("“Terima permohonan” selesai.")).to_be_visible()


def test_notes_and_data_come_without_losing_what_was_typed(task: Page) -> None:
    page = task
    fill(page)
    page.get_by_label("Perkiraan jumlah orang").fill("9000")
    page.get_by_text("Tambah catatan").click()
    page.get_by_role("textbox", name="Catatan").last.fill("Akan datang lagi")
    page.get_by_role("button", name="Simpan catatan").click()
    expect(page.get_by_text("Akan datang lagi")).to_be_visible()
    expect(page.get_by_label("Nama penanggung jawab")).to_have_value("Siti Aminah")
    page.get_by_role("button", name="Selesaikan tugas").click()
    expect(page.get_by_role("alert", name="1 isian perlu diperhatikan")).to_be_focused()
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    reason = page.get_by_label("Mengapa tetap benar?")
    expect(reason).to_be_focused()
    look(page, "tugas-peringatan")
    page.keyboard.type("Di stadion")
    page.keyboard.press("Enter")
    expect(page.get_by_text("“Terima permohonan” selesai.")).to_be_visible()
