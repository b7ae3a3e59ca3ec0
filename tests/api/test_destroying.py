"""What awaits destruction, and the minutes of an act: page, paper and PDF."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest

from engine.services.kernel import Kernel
from office import condemned, destruction
from office.condemned import Condemning, Thing
from office.destruction import Signed
from tests.api import pdf_files
from tests.api.conftest import OFFICE, Caller

CASE = 4242
#: WeasyPrint leaves its colour profile to the garbage collector
pytestmark = pytest.mark.filterwarnings("ignore:unclosed file:ResourceWarning")


def condemn(kernel: Kernel, count: int) -> list[int]:
    """Spoilt blanko, with their keys on the list."""
    with kernel.sessions.begin() as session:
        return [
            condemned.enlist(
                session,
                Condemning(
                    office=OFFICE,
                    thing=Thing.BLANKO,
                    no_register=f"KRC-2611-{number:05d}-1",
                    serial=f"B-{number}",
                    cause="GAGAL_ENCODE",
                    at=kernel.clock.now(),
                ),
            ).key
            for number in range(1, count + 1)
        ]


def sign(kernel: Kernel, keys: list[int]) -> None:
    signed = Signed(
        office=OFFICE,
        case=CASE,
        number="BA-01/XI/2026",
        manner="BAKAR",
        witnesses=("Wati <b>Lestari</b>", "Budi Santoso"),
        things=dict.fromkeys(keys, "GAGAL_ENCODE"),
        by="kasi1",
        at=kernel.clock.now(),
    )
    with kernel.sessions.begin() as session:
        destruction.destroy(session, signed)


def test_the_page_lists_what_waits_and_what_was_done(kasi: Caller, kernel: Kernel) -> None:
    first, *others = condemn(kernel, 3)
    assert "Belum ada yang dimusnahkan" in kasi.get("/pemusnahan").text

    sign(kernel, [first])

    page = kasi.get("/pemusnahan").text
    assert f"Menunggu dimusnahkan ({len(others)})" in page
    assert "BA-01/XI/2026" in page
    assert f'href="/pemusnahan/{CASE}/berita-acara.pdf"' in page


def test_the_minutes_say_when_in_words_what_why_and_before_whom(
    kasi: Caller, kernel: Kernel
) -> None:
    sign(kernel, condemn(kernel, 2))

    page = kasi.get(f"/pemusnahan/{CASE}").text

    assert "Selasa tanggal dua puluh empat bulan November tahun dua ribu dua puluh enam" in page
    assert "dengan cara dibakar" in page
    assert "2 (dua)" in page
    assert "KRC-2611-00002-1" in page
    assert "chip gagal diisi" in page
    assert "Wati &lt;b&gt;Lestari&lt;/b&gt;" in page
    assert re.search(r"SHA-256\): [0-9a-f]{64}", page)


def test_the_minutes_are_indonesian_whatever_the_reader_chose(kasi: Caller, kernel: Kernel) -> None:
    sign(kernel, condemn(kernel, 1))
    kasi.post("/bahasa", {"language": "en"})

    assert "Awaiting destruction" in kasi.get("/pemusnahan").text
    assert 'lang="id"' in kasi.get(f"/pemusnahan/{CASE}").text
    assert "BERITA ACARA PEMUSNAHAN" in kasi.get(f"/pemusnahan/{CASE}").text


def test_the_same_act_is_the_same_file_and_a_long_one_has_pages(
    kasi: Caller, as_officer: Callable[[str], Caller], kernel: Kernel
) -> None:
    sign(kernel, condemn(kernel, 90))

    first = kasi.get(f"/pemusnahan/{CASE}/berita-acara.pdf")
    again = as_officer("auditor1").get(f"/pemusnahan/{CASE}/berita-acara.pdf")

    assert first.content_type == "application/pdf"
    assert first.data.startswith(b"%PDF-")
    assert first.data == again.data
    assert first.headers["ETag"] == again.headers["ETag"]
    assert pdf_files.pages(first.data) >= 3


@pytest.mark.parametrize("address", ["/pemusnahan/7", "/pemusnahan/7/berita-acara.pdf"])
def test_an_act_that_is_not_there_is_not_found(kasi: Caller, address: str) -> None:
    assert kasi.get(address).status_code == 404


def test_another_offices_acts_are_not_for_reading(kasi: Caller) -> None:
    assert kasi.get("/pemusnahan?kantor=327399").status_code == 403
