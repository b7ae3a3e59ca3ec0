"""A shortage: delivery, allocation by hand, and a case out of turn from the camat's telephone."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Final

import pytest
from playwright.sync_api import Page, expect

from api import officers
from engine.clock import TravellingClock
from engine.services.kernel import Request
from office.stock import deliveries
from office.stock.deliveries import Adjustment
from office.stock.rules import Material, Movement
from tests.browser.conftest import NARROW, look
from tests.browser.journeys.counter import Desk, Hall
from tests.scenarios.kecamatan import CODE, Kecamatan
from tests.scenarios.steps import lost_card
from tests.scenarios.supplies import nik

WHY: Final = "Pemohon berangkat umrah besok pagi, tiket terlampir"
pytestmark = pytest.mark.browser


@dataclass(frozen=True, slots=True)
class Line:
    """Register numbers of those who wait, in their turn."""

    numbers: tuple[str, ...]


def test_a_shortage_ends_by_delivery_turn_and_the_camat_s_word(hall: Hall) -> None:
    line = shortage(hall)
    budi = hall.desk("budi")
    see_the_alarm(budi, line)
    receive(hall, budi, 2)
    count_two_more(hall)
    share_one(hall, budi, line.numbers[2])
    ask_for_the_last(hall, budi, line)
    decide_by_telephone(hall, line)
    see_who_was_passed(hall.desk("siti"), line)
    read_the_books(budi, line)


def shortage(hall: Hall) -> Line:
    """Everything went back to Disdukcapil; then five cases became print-ready, one a minute."""
    for material in Material:
        adjust(hall, Movement.KEMBALI_KE_DINAS, material, 10)
    assert isinstance(hall.kernel.clock, TravellingClock)
    office = Kecamatan(hall.kernel, hall.kernel.clock)
    office.rule("blanko.lama_kirim_hari", 5)
    numbers: list[str] = []
    for serial in range(1, 6):
        numbers.append(lost_card(office, nik=nik(serial)).number)
        hall.pass_time(timedelta(minutes=1))
    return Line(tuple(numbers))


def adjust(hall: Hall, movement: Movement, material: Material, amount: int) -> None:
    keeper = officers.find(hall.kernel, "budi")
    assert keeper is not None
    adjustment = Adjustment(
        office=CODE,
        movement=movement,
        material=material,
        amount=amount,
        document="BA-1",
        approved_by="agus",
    )
    deliveries.adjust(hall.kernel, Request(actor=keeper.actor), adjustment)


def see_the_alarm(budi: Desk, line: Line) -> None:
    budi.page.goto("/stok")
    expect(budi.page.get_by_text("Stok habis.")).to_be_visible()
    expect(budi.page.get_by_text("Permintaan KRC-PB-2611-001 masih terbuka.")).to_be_visible()
    look(budi.page, "stok-habis")
    budi.page.get_by_role("link", name="Lihat permintaan").click()
    expect(budi.page.get_by_text("Kirim permintaan ke Disdukcapil")).to_be_visible()
    look(budi.page, "stok-permintaan")
    budi.page.get_by_role("link", name="Cetak surat").click()
    expect(budi.page.get_by_text("titik pesan ulang").first).to_be_visible()
    look(budi.page, "stok-surat")
    budi.page.goto("/alokasi?lembar=2")
    rows = budi.page.locator("tbody tr")
    expect(rows.filter(has=budi.page.get_by_text("ya", exact=True))).to_have_count(2)
    expect(rows.first).to_contain_text(line.numbers[0])


def receive(hall: Hall, budi: Desk, amount: int) -> None:
    """The delivery is begun from the balance, counted by two, and goes by turn at once."""
    budi.page.goto("/stok")
    budi.page.get_by_role("button", name="Terima kiriman").click()
    budi.take_here()
    kinds = ("Blanko", "Ribbon", "Film")
    numbers = {f"{kind} menurut surat jalan": str(amount) for kind in kinds}
    counted = {f"{kind} yang dihitung": str(amount) for kind in kinds}
    budi.fill({"Nomor surat jalan": "SJ-9", **numbers, **counted})
    budi.complete()
    kasi = hall.desk("agus")
    kasi.page.goto("/stok")
    kasi.page.get_by_role("link", name="Hitung ulang dan tanda tangani").click()
    kasi.take_here()
    kasi.fill({"Hitungan Anda sama?": "Ya, saya menandatangani"})
    kasi.complete()
    hall.pass_time(timedelta(minutes=1))


def count_two_more(hall: Hall) -> None:
    """A count finds two more of everything; they are nobody's yet."""
    for material in Material:
        adjust(hall, Movement.KOREKSI_OPNAME, material, 2)


def share_one(hall: Hall, budi: Desk, number: str) -> None:
    budi.page.goto("/alokasi")
    expect(budi.page.get_by_text("3 kasus menunggu · tersedia untuk 2 kartu")).to_be_visible()
    look(budi.page, "alokasi")
    budi.page.get_by_label("Paling banyak sekian lembar").fill("1")
    budi.page.get_by_role("button", name="Alokasikan").click()
    expect(budi.page.get_by_role("alert")).to_contain_text("mengapa dialokasikan sekarang")
    budi.page.get_by_label("Mengapa sekarang?").fill("Opname menemukan dua lembar")
    budi.page.get_by_role("button", name="Alokasikan").click()
    expect(budi.page.get_by_text("1 dari 3 kasus dalam antrean")).to_be_visible()
    expect(budi.page.locator("tbody tr").first).to_contain_text(number)
    look(budi.page, "alokasi-urutan")
    hall.pass_time(timedelta(minutes=1))


def ask_for_the_last(hall: Hall, budi: Desk, line: Line) -> None:
    budi.page.goto("/alokasi")
    name = f"Ajukan mendahului {line.numbers[4]}"
    budi.page.get_by_role("link", name=name).click()
    expect(budi.page.get_by_role("listitem").filter(has_text=line.numbers[3])).to_be_visible()
    budi.page.get_by_label("Mengapa kasus ini harus didahulukan?").fill("Mendesak")
    budi.page.get_by_role("button", name="Ajukan kepada Camat").click()
    expect(budi.page.get_by_role("alert")).to_contain_text("20")
    look(budi.page, "alokasi-dahulukan")
    budi.page.get_by_label("Mengapa kasus ini harus didahulukan?").fill(WHY)
    budi.page.get_by_role("button", name="Ajukan kepada Camat").click()
    expect(budi.page.get_by_text("Camat sudah diminta")).to_be_visible()


def decide_by_telephone(hall: Hall, line: Line) -> None:
    """Three taps and a sentence: the request, the reason, the button."""
    camat = hall.desk("camat", has_touch=True)
    camat.page.set_viewport_size(NARROW)  # type: ignore[arg-type]  # a plain dict is what it takes
    camat.page.goto("/alokasi")
    pending = camat.page.get_by_role("region", name="Menunggu jawaban Camat")
    pending.get_by_role("link", name=line.numbers[4]).tap()
    expect(camat.page.get_by_text(WHY)).to_be_visible()
    expect(camat.page.get_by_text(line.numbers[3])).to_be_visible()
    look(camat.page, "alokasi-lompat")
    camat.page.set_viewport_size(NARROW)  # type: ignore[arg-type]  # a plain dict is what it takes
    stale = camat.page.context.new_page()
    stale.goto(camat.page.url)
    camat.page.get_by_label("Apa dasar keputusan Anda?").fill("Tiket dan surat travel dilihat")
    camat.page.get_by_role("button", name="Setujui").tap()
    expect(camat.page.get_by_text("Disetujui.")).to_be_visible()
    expect(camat.page.get_by_text("Diputuskan oleh Endang Suryana")).to_be_visible()
    refuse_too_late(stale)
    hall.pass_time(timedelta(minutes=1))


def refuse_too_late(stale: Page) -> None:
    """A page left open says that it was decided, and keeps what was typed."""
    stale.get_by_label("Apa dasar keputusan Anda?").fill("Saya berubah pikiran")
    stale.get_by_role("button", name="Tolak").click()
    expect(stale.get_by_role("alert")).to_have_text("Ini sudah diputuskan sebelum Anda.")
    expect(stale.get_by_text("Saya berubah pikiran")).to_be_visible()
    stale.close()


def see_who_was_passed(loket: Desk, line: Line) -> None:
    """Whoever serves the passed citizen can say so."""
    loket.open_case(line.numbers[3])
    loket.page.get_by_role("link", name="Giliran blanko").click()
    expect(loket.page.get_by_text("Kasus ini didahului di luar giliran.")).to_be_visible()
    expect(loket.page.get_by_text(WHY)).to_be_visible()
    expect(loket.page.get_by_text(f"{line.numbers[4]}: di luar giliran")).to_be_visible()
    look(loket.page, "alokasi-didahului")


def read_the_books(budi: Desk, line: Line) -> None:
    budi.page.goto("/stok/buku?bahan=BLANKO")
    expect(budi.page.get_by_role("link", name=line.numbers[4])).to_be_visible()
    look(budi.page, "stok-buku")
    budi.page.get_by_role("link", name="Cetak periode ini").click()
    look(budi.page, "stok-buku-cetak")
    budi.page.goto("/stok/berita-acara")
    look(budi.page, "stok-berita-acara")
    budi.page.get_by_role("link", name="SJ-9").click()
    expect(budi.page.get_by_text("Agus Hermawan")).to_be_visible()
    look(budi.page, "stok-kiriman")
