"""What officers do now and then with tasks and cases, in a real browser."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import look
from tests.browser.test_pages import fill, office

__all__ = ["office"]

pytestmark = pytest.mark.browser


def earlier(page: Page, time: str) -> None:
    fields = page.get_by_role("group", name="Waktu sebenarnya dikerjakan")
    fields.get_by_label("Tanggal").fill("24")
    fields.get_by_label("Bulan").fill("11")
    fields.get_by_label("Tahun").fill("2026")
    fields.get_by_label("Jam").fill(time)


def test_a_task_done_before_the_power_came_back(
    page: Page, sign_in: Callable[[str], None], office: dict[str, int]
) -> None:
    sign_in("loket1")
    page.goto("/mulai")
    page.get_by_text("Dikerjakan lebih awal?").first.click()
    earlier(page, "07.40")
    look(page, "kasus-baru-lebih-awal")
    page.get_by_role("button", name="Mulai Izin keramaian").click()
    page.get_by_role("button", name="Ambil tugas ini").click()
    fill(page)
    page.get_by_text("Dikerjakan lebih awal?").click()
    earlier(page, "23.00")
    page.get_by_role("button", name="Selesaikan tugas").click()
    expect(page.get_by_role("alert")).to_contain_text("belum tiba")
    look(page, "tugas-lebih-awal-salah")


def test_a_task_is_handed_over_with_a_reason(
    page: Page, sign_in: Callable[[str], None], office: dict[str, int]
) -> None:
    sign_in("loket1")
    page.goto("/tugas?dari=saya")
    page.get_by_role("link", name="Terima permohonan").first.click()
    page.get_by_text("Serahkan kepada petugas lain").click()
    page.get_by_role("button", name="Serahkan", exact=True).click()
    expect(page.get_by_role("alert")).to_contain_text("2 isian perlu diperhatikan")
    look(page, "tugas-serahkan")
    page.get_by_label("Kepada siapa").select_option("Petugas Loket2")
    page.get_by_label("Alasan").fill("Pulang lebih awal")
    page.get_by_role("button", name="Serahkan", exact=True).click()
    expect(page.get_by_text("Tugas kini pada Petugas Loket2.")).to_be_visible()


def test_a_supervisor_corrects_an_answer(
    page: Page, sign_in: Callable[[str], None], office: dict[str, int]
) -> None:
    sign_in("kasi1")
    page.goto(f"/kasus/{office['diperiksa']}")
    page.get_by_text("Perbaiki langkah yang sudah selesai").click()
    look(page, "kasus-perbaiki")
    page.get_by_role("link", name="Terima permohonan").click()
    page.get_by_label("Nomor izin").fill("")
    page.get_by_role("button", name="Perbaiki saja").click()
    expect(page.get_by_role("alert").first).to_contain_text("isian perlu diperhatikan")
    look(page, "perbaiki-salah")
    page.get_by_label("Nomor izin").fill("KRC-0099")
    page.get_by_role("textbox", name="Alasan").fill("Salah baca")
    page.get_by_role("button", name="Perbaiki saja").click()
    expect(page.get_by_text("data dibetulkan: Nomor izin")).to_be_visible()
    look(page, "kasus-dibetulkan")
