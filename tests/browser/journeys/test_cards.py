"""From the print batch to the handover register: printer, quality check, notice, hand, paper."""

from __future__ import annotations

import json
import re
from datetime import timedelta
from pathlib import Path
from typing import Final

import pytest
from playwright.sync_api import expect

from engine.clock import TravellingClock
from engine.values import JsonValue
from tests.browser.conftest import SCREENS, look
from tests.browser.journeys import steps
from tests.browser.journeys.counter import Desk, Hall
from tests.scenarios.kecamatan import GUDANG, KASI, Kecamatan, Perkara
from tests.scenarios.steps import lost_card

NIKS: Final = (steps.NIK, "3273164107900002", "3273164107900003")
pytestmark = [
    pytest.mark.browser,
    pytest.mark.filterwarnings("ignore:unclosed file:ResourceWarning"),
]


def kecamatan(hall: Hall) -> Kecamatan:
    """The same office as the scenarios work in it, without browsers."""
    assert isinstance(hall.kernel.clock, TravellingClock)
    return Kecamatan(hall.kernel, hall.kernel.clock)


@pytest.fixture
def cases(hall: Hall) -> list[Perkara]:
    """Three cards with their blanko reserved, as earlier desks left them."""
    office = kecamatan(hall)
    found = [lost_card(office, nik=nik) for nik in NIKS]
    for case in found:
        case.do("U10_alokasi", GUDANG, jumlah_dialokasikan=1)
    return found


def test_cards_go_from_batch_to_register(hall: Hall, outbox: Path, cases: list[Perkara]) -> None:
    first, second, third = (case.number for case in cases)
    print_by_keyboard(hall, first, second)
    print_without_scripts(hall, third)
    check_quality(hall, first, third)
    hall.pass_time(timedelta(minutes=1))
    wawan = hand_over(hall, first, code_for(outbox, first))
    read_the_register(wawan, first)
    see_what_is_condemned(hall, second)
    hall.assert_discreet(steps.PRIVATE)


def print_by_keyboard(hall: Hall, first: str, second: str) -> None:
    """Two cards without a mouse: the scanner types and presses Enter, digits answer."""
    rina = hall.desk("rina").page
    rina.goto("/cetak")
    rina.get_by_label("Jumlah kartu di tumpukan saya").fill("2")
    rina.get_by_role("button", name="Ambil").click()
    expect(rina.locator(".now")).to_contain_text(first)
    look(rina, "cetak-tumpukan")
    rina.goto("/cetak/lembar")
    look(rina, "cetak-lembar")
    rina.goto("/cetak")
    expect(rina.get_by_label("Nomor blanko")).to_be_focused()
    rina.keyboard.type("b-000001")
    rina.keyboard.press("Enter")
    expect(rina.get_by_text(f"{first} sedang dicetak")).to_be_visible()
    look(rina, "cetak-di-printer")
    rina.locator("body").press("1")
    expect(rina.get_by_text(f"{first}: Kartu jadi")).to_be_visible()
    rina.get_by_label("Nomor blanko").fill("B-000001")
    rina.keyboard.press("Enter")
    expect(rina.get_by_role("alert")).to_contain_text(f"sudah dipakai untuk {first}")
    rina.get_by_label("Nomor blanko").fill("B-000002")
    rina.keyboard.press("Enter")
    rina.get_by_role("button", name="Gagal isi chip").click()
    expect(rina.get_by_text(f"{second}: Gagal isi chip")).to_be_visible()


def print_without_scripts(hall: Hall, number: str) -> None:
    page = hall.desk("rina", java_script_enabled=False).page
    page.goto("/cetak")
    page.get_by_role("button", name="Ambil").click()
    page.get_by_label("Nomor blanko").fill("B-000003")
    page.get_by_label("Nomor blanko").press("Enter")
    page.get_by_role("button", name=f"Kartu jadi {number}").click()
    expect(page.get_by_text(f"{number}: Kartu jadi")).to_be_visible()


def check_quality(hall: Hall, first: str, third: str) -> None:
    """Rina printed and is given nothing to check; Yusuf checks with digits and a shelf."""
    rina, yusuf = hall.desk("rina").page, hall.desk("yusuf").page
    rina.goto("/cetak/mutu")
    rina.get_by_role("button", name="Ambil").click()
    expect(rina.get_by_text("2 kartu harus dikerjakan orang lain")).to_be_visible()
    yusuf.goto("/cetak/mutu")
    yusuf.get_by_role("button", name="Ambil").click()
    expect(yusuf.locator(".now")).to_contain_text(first)
    for digit in "12345":
        yusuf.keyboard.press(digit)
    yusuf.get_by_role("button", name="Lulus").click()
    expect(yusuf.get_by_role("alert")).to_contain_text("Centang keenamnya")
    look(yusuf, "cetak-mutu")
    yusuf.get_by_label("NIK di chip sama dengan di kartu").check()
    yusuf.get_by_label("Rak").fill("A-3")
    yusuf.get_by_role("button", name="Lulus").click()
    expect(yusuf.locator(".now")).to_contain_text(third)
    expect(yusuf.get_by_label("Rak")).to_have_value("A-3")
    for box in yusuf.get_by_role("checkbox").all():
        box.check()
    yusuf.get_by_role("button", name="Lulus").click()
    expect(yusuf.get_by_text(f"{third} lulus uji")).to_be_visible()


def code_for(outbox: Path, number: str) -> str:
    """The pickup code in the notice of this case."""
    notices = [json.loads(file.read_text()) for file in outbox.rglob("*.json")]
    (text,) = (one["isi"] for one in notices if one["no_register"] == number)
    found = re.search(r"Kode ambil: (\d{6})", text)
    assert found is not None
    return found[1]


def hand_over(hall: Hall, number: str, code: str) -> Desk:
    """Found by NIK, refused for a wrong code, told why, then handed over."""
    wawan = hall.desk("wawan")
    page = wawan.page
    page.goto("/penyerahan")
    page.get_by_label("Nomor register atau NIK").fill(steps.NIK)
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text(number)
    look(page, "penyerahan-kartu")
    page.get_by_role("button", name="Warga sudah datang: serahkan").click()
    answers = {"Penerima": "Pemilik sendiri", "Tanda tangan penerima": "Di buku serah terima"}
    wawan.fill({"Kode ambil": f"{(int(code) + 1) % 1_000_000:06d}", **answers})
    wawan.complete()
    wawan.take("Jelaskan penolakan ke warga", number)
    expect(page.get_by_text("kode ambil salah")).to_be_visible()
    wawan.fill({"Yang dijelaskan kepada warga": "Kode diminta dibaca ulang."})
    wawan.complete()
    page.goto(f"/penyerahan/kartu/{number}")
    expect(page.get_by_text("sisa 4 percobaan")).to_be_visible()
    page.get_by_role("button", name="Warga sudah datang: serahkan").click()
    expect(page.get_by_text("sisa percobaan 4")).to_be_visible()
    wawan.fill({"Kode ambil": code, **answers})
    wawan.complete()
    expect(page.get_by_label("Nomor register atau NIK")).to_be_focused()
    return wawan


def read_the_register(wawan: Desk, number: str) -> None:
    page = wawan.page
    page.goto("/penyerahan")
    row = page.get_by_role("row", name=number)
    expect(row).to_contain_text("pemilik")
    expect(row).to_contain_text("S******")
    look(page, "penyerahan-daftar")
    page.get_by_label("Mengapa nama lengkap diperlukan?").fill("Dicetak untuk arsip harian")
    page.get_by_role("button", name="Tampilkan dengan nama").click()
    expect(page.get_by_role("row", name=number)).to_contain_text("SITI AMINAH")
    look(page, "penyerahan-daftar-kertas")
    page.goto("/penyerahan/belum-diambil")
    look(page, "penyerahan-belum-diambil")


def see_what_is_condemned(hall: Hall, spoilt: str) -> None:
    kasi = hall.desk("agus").page
    kasi.goto("/pemusnahan")
    expect(kasi.get_by_role("row", name=spoilt)).to_contain_text("chip gagal diisi")
    look(kasi, "pemusnahan")
    burn(kecamatan(hall))
    kasi.reload()
    kasi.get_by_role("link", name="BA-01/XI/2026", exact=True).click()
    expect(kasi.get_by_role("row", name=spoilt)).to_contain_text("chip gagal diisi")
    look(kasi, "pemusnahan-berita-acara")
    file = kasi.request.get(str(kasi.get_by_role("link", name="PDF").get_attribute("href")))
    assert file.body().startswith(b"%PDF-")
    (SCREENS / "berita-acara.pdf").write_bytes(file.body())


def burn(office: Kecamatan) -> None:
    """The Kasi signs the minutes of all that is condemned."""
    week = office.start("pemusnahan")
    rows = week.see("U16_pemusnahan")["daftar_musnah"]
    answers: dict[str, JsonValue] = {
        "cara": "BAKAR",
        "saksi": [{"nama_saksi": "Budi Santoso"}, {"nama_saksi": "Wati Lestari"}],
        "no_berita_acara": "BA-01/XI/2026",
    }
    week.do("U16_pemusnahan", KASI, daftar_musnah=rows, **answers)
