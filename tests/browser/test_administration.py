"""An administrator's morning in a real browser: an officer, a second step, the calendar, a policy."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta

import pyotp
import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from engine.clock import TravellingClock
from engine.services.kernel import Kernel
from tests.api.conftest import PASSWORD
from tests.browser.conftest import look

pytestmark = pytest.mark.browser


def test_an_administrators_morning(
    page: Page,
    kernel: Kernel,
    sign_in: Callable[[str], None],
    new_context: Callable[..., BrowserContext],
) -> None:
    sign_in("admin1")
    given = add_officer(page)
    first_day(new_context().new_page(), kernel, given)
    close_a_day(page)
    set_a_policy(page)
    read_the_log(page)


def add_officer(page: Page) -> str:
    page.get_by_role("link", name="Administrasi").click()
    look(page, "petugas")
    page.get_by_role("link", name="Tambah petugas").click()
    page.get_by_role("button", name="Tambah").click()
    look(page, "petugas-salah")
    page.get_by_label("Nama pengguna").fill("rina")
    page.get_by_label("Nama", exact=True).fill("Rina D'Arc")
    page.get_by_role("checkbox", name="loket").check()
    page.get_by_role("checkbox", name="verifikator").check()
    page.get_by_role("button", name="Tambah").click()
    look(page, "petugas-sandi")
    given = page.locator(".given").inner_text()
    page.get_by_role("link", name="Selesai").click()
    expect(page.get_by_text("orang lain").first).to_be_visible()
    look(page, "petugas-satu")
    return given


def first_day(page: Page, kernel: Kernel, given: str) -> None:
    """The new officer must change the password, sets up a second step and signs in with it."""
    enter(page, "rina", given)
    expect(page.get_by_role("heading", name="Ganti kata sandi")).to_be_visible()
    page.get_by_label("Kata sandi sekarang").fill(given)
    page.get_by_label("Kata sandi baru", exact=True).fill("empat ekor kuda laut")
    page.get_by_label("Kata sandi baru sekali lagi").fill("empat ekor kuda laut")
    page.get_by_role("button", name="Ganti kata sandi").click()
    look(page, "akun")
    page.get_by_role("link", name="Langkah kedua dengan kode").click()
    page.get_by_role("button", name="Pasang").click()
    look(page, "kode-pasang")
    telephone = pyotp.TOTP(page.locator(".steps .code").inner_text().replace(" ", ""))
    page.get_by_label("Kode").fill(telephone.at(kernel.clock.now()))
    page.get_by_role("button", name="Aktifkan langkah kedua").click()
    look(page, "kode-cadangan")
    assert isinstance(kernel.clock, TravellingClock)
    kernel.clock.advance(timedelta(minutes=1))
    page.get_by_role("button", name="Keluar").click()
    enter(page, "rina", "empat ekor kuda laut")
    look(page, "masuk-kode")
    page.get_by_label("Kode").fill(telephone.at(kernel.clock.now()))
    page.get_by_role("button", name="Lanjutkan").click()
    expect(page.get_by_role("link", name="Rina D'Arc")).to_be_visible()


def enter(page: Page, login: str, password: str) -> None:
    page.goto("/masuk")
    page.get_by_label("Nama pengguna").fill(login)
    page.get_by_label("Kata sandi").fill(password)
    page.get_by_role("button", name="Masuk").click()


def close_a_day(page: Page) -> None:
    page.get_by_role("link", name="Kalender").click()
    look(page, "kalender")
    page.get_by_role("link", name="Tutup atau buka satu hari").click()
    day = page.get_by_role("group", name="Hari pertama")
    for label, value in (("Tanggal", "25"), ("Bulan", "11"), ("Tahun", "2026")):
        day.get_by_label(label).fill(value)
    page.get_by_label("Jenis").select_option("tutup darurat")
    page.get_by_label("Nama", exact=True).fill("Banjir")
    page.get_by_label("Alasan").fill("Air masuk kantor")
    look(page, "kalender-hari")
    page.get_by_role("button", name="Lihat apa yang berpindah").click()
    look(page, "kalender-pratinjau")
    page.get_by_role("button", name="Ubah kalender").click()
    expect(page.get_by_text("Kalender diubah: versi 2")).to_be_visible()


def set_a_policy(page: Page) -> None:
    page.get_by_role("link", name="Setelan").first.click()
    look(page, "setelan")
    page.get_by_role("link", name="Warga yang dipanggil tidak datang").click()
    page.get_by_label("Nilai baru").fill("5")
    page.get_by_label("Alasan").fill("Rapat 24 November")
    page.get_by_role("button", name="Simpan perubahan").click()
    expect(page.get_by_text("Rapat 24 November")).to_be_visible()
    look(page, "setelan-satu")


def read_the_log(page: Page) -> None:
    page.get_by_role("link", name="Catatan akses").click()
    page.get_by_text("Pilih yang ditampilkan").click()
    look(page, "akses")
    for name, picture in (("Pesan", "pesan"), ("Kantor", "kantor")):
        page.get_by_role("navigation", name="Halaman bagian ini").get_by_role(
            "link", name=name
        ).click()
        look(page, picture)
    page.get_by_role("link", name=re.compile("Kecamatan")).click()
    look(page, "kantor-satu")


def test_the_same_without_scripts_and_in_the_dark(
    browser: Browser, browser_context_args: dict[str, object]
) -> None:
    context = browser.new_context(
        **(browser_context_args | {"java_script_enabled": False})  # type: ignore[arg-type]  # the plugin types its fixture loosely
    )
    page = context.new_page()
    enter(page, "admin1", PASSWORD)
    page.get_by_role("link", name="Petugas Admin1").click()
    page.get_by_role("radio", name="Gelap").check()
    page.get_by_role("button", name="Simpan").click()
    expect(page.locator("html[data-theme=dark]")).to_have_count(1)
    page.goto("/petugas/akun/loket1/absen")
    page.get_by_label("Alasan").fill("cuti")
    page.get_by_label("Pengganti").select_option("loket2")
    page.get_by_role("button", name="Simpan").click()
    expect(page.get_by_text("Petugas Loket2 menggantikan").first).to_be_visible()
    context.close()
