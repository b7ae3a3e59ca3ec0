"""What the officers of the journeys do at each step, in the words of their pages."""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import Final

from playwright.sync_api import Locator, expect

from tests.browser.conftest import look
from tests.browser.journeys.counter import Answers, Desk, Hall

TODAY: Final = date(2026, 11, 24)
NIK: Final = "3273164107900001"
NAME: Final = "SITI AMINAH"
PRIVATE: Final = (NIK, "3273160101100001", "SITI", "AMINAH", "81234567890")
NUMBER: Final = re.compile(r"KRC-2611-\d{5}-\d")

APPLICATION: Final[Answers] = {
    "Jenis permohonan": "KTP-el baru, WNI",
    "NIK": NIK,
    "Nomor KK": "3273160101100001",
    "Nama lengkap": NAME,
    "Tempat lahir": "BANDUNG",
    "Tanggal lahir": date(1990, 7, 1),
    "Jenis kelamin": "Perempuan",
    "Kewarganegaraan": "WNI",
    "Status perkawinan": "Kawin",
    "Alamat": "Jl. Kebon Jayanti 1",
    "RT": "001",
    "RW": "002",
    "Kelurahan": "Kebon Jayanti",
    "Nomor telepon": "081234567890",
    "Nomor itu memakai WhatsApp?": "Ya",
    "Pemohon mengizinkan dikirimi pesan?": "Ya",
    "Pemohon datang sendiri?": "Ya",
}
RECORDING: Final[Answers] = {
    "Wajah cocok dengan foto di KK atau dokumen lain?": "Ya",
    **dict.fromkeys(("Foto", "Tanda tangan", "Sidik jari", "Iris"), "Baik"),
    "Lensa kontak sudah dilepas?": "Ya",
    "Pemohon menyatakan data di layar benar?": "Ya",
    "Perangkat": "Alat rekam 1",
}
QUALITY: Final[Answers] = dict.fromkeys(
    (
        "Foto jelas?",
        "Teks benar?",
        "Laminasi rata?",
        "Kartu tidak melengkung?",
        "Chip terbaca?",
        "NIK di chip sama dengan di kartu?",
    ),
    "Ya",
)


def queue(loket: Desk, wish: str) -> None:
    """A citizen takes a ticket, is called and comes (U1, U2)."""
    loket.begin()
    loket.take_here()
    loket.fill({"Keperluan": wish})
    loket.complete()
    loket.take("Panggil dan layani")
    expect(loket.page.get_by_text(re.compile(r"Panggil nomor [A-Z]-\d{3}"))).to_be_visible()
    loket.fill({"Warga hadir?": "Ya"})
    loket.complete()


def apply(loket: Desk, answers: Answers) -> str:
    """Take an application in (U3); the register number that it got."""
    loket.take("Terima permohonan (F-1.02)")
    loket.fill(answers)
    loket.complete()
    return number_here(loket)


def number_here(loket: Desk) -> str:
    """The register number of the case whose next task the officer stands before."""
    found = NUMBER.search(loket.page.locator("main").inner_text())
    assert found is not None
    return found[0]


def papers(loket: Desk) -> Locator:
    """The rows of U4, one a paper, each called as the paper is."""
    return loket.page.get_by_role("group", name="Dokumen", exact=True).locator("fieldset.row")


def tick(row: Locator) -> None:
    """This paper is there, and its original was seen."""
    row.get_by_label("Ada", exact=True).check()
    row.get_by_label("Asli dilihat").check()


def tick_papers(loket: Desk, missing: str = "") -> None:
    """Every paper is there but the one named."""
    for row in papers(loket).all():
        if not missing or missing not in row.inner_text():
            tick(row)


def look_up(loket: Desk, number: str, status: str) -> None:
    """What SIAK says (U5)."""
    answers = {"Status rekaman": status, "NIK aktif?": "Ya", "KK cocok dengan SIAK?": "Ya"}
    loket.do("Cek SIAK", number, answers)


def print_card(hall: Hall, number: str) -> Desk:
    """Allocate, print and say how it went (U10, U11); the desk of the printing officer."""
    hall.desk("budi").do("Alokasikan blanko", number, {"Jumlah dialokasikan": "1"})
    printing = hall.desk("rina")
    printing.do("Siapkan dan mulai cetak", number, {"Nomor blanko": "B-000123"})
    hall.pass_time(timedelta(minutes=10))
    printing.do("Catat hasil cetak", number, {"Hasil cetak": "Kartu jadi"})
    return printing


def check_quality(hall: Hall, number: str) -> None:
    """Another officer than the printing one looks at the card (U12); the notice leaves."""
    hall.desk("yusuf").do("Uji mutu kartu", number, QUALITY)
    hall.pass_time(timedelta(minutes=1))


def hand_over(hall: Hall, loket: Desk, number: str, code: str) -> None:
    """The citizen comes again with a ticket for pickup, and gets the card (U14)."""
    queue(loket, "Ambil kartu yang sudah jadi")
    handover = hall.desk("wawan")
    handover.do("Cari kartu yang diambil", "", {"Nomor register": number})
    handover.take("Serahkan kartu", number)
    handover.fill(
        {
            "Kode ambil": code,
            "Penerima": "Pemilik sendiri",
            "Tanda tangan penerima": "Di buku serah terima",
        }
    )
    look(handover.page, "ektp-serahkan")
    handover.complete()
