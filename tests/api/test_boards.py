"""The public board: what it says to everybody, and what it keeps to itself."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest

from engine.clock import TravellingClock
from engine.services import deployments
from engine.services.kernel import Kernel, Request
from office import tickets, timetable
from office.tickets import Drawing
from tests.api.conftest import OFFICE, Caller
from tests.api.test_calling import draw
from tests.scenarios.kecamatan import ADMIN, procedure

BOARD = f"/papan/{OFFICE}"


@pytest.fixture
def ektp(kernel: Kernel) -> Kernel:
    deployments.deploy(kernel, Request(actor=ADMIN), procedure())
    return kernel


def fill(kernel: Kernel, count: int) -> None:
    """Tickets that wait, without their cases."""
    at = kernel.clock.now()
    with kernel.sessions.begin() as session:
        for number in range(count):
            drawing = Drawing(
                office=OFFICE,
                day=timetable.day_of(at),
                service="INFO",
                priority="LANSIA" if number % 4 == 0 else "",
                case=(number + 1) << 40,
                at=at,
            )
            tickets.take(session, drawing)


def speeches(page: str) -> list[str]:
    return re.findall(r'data-fresh data-speech="([^"]+)"', page)


def test_the_board_of_an_empty_hall_is_open_to_everybody(nobody: Caller) -> None:
    page = nobody.get(BOARD)

    assert (page.status_code, page.headers["Refresh"]) == (200, f"10; url={BOARD}")
    for said in ("Kecamatan Kiaracondong", "Buka sampai 12.00", "Belum ada panggilan", "gratis"):
        assert said in page.text
    assert "<strong>0</strong>" in page.text


def test_a_call_is_spoken_in_words_and_only_while_it_is_fresh(
    loket: Caller, nobody: Caller, ektp: Kernel, clock: TravellingClock
) -> None:
    draw(ektp)
    loket.post("/antrean/loket", {"loket": "Loket 12"})
    loket.post("/antrean/panggil", {"loket": "Loket 12"})

    called = nobody.get(BOARD).text
    assert speeches(called) == ["Nomor A, nol nol satu, silakan ke loket dua belas"]
    assert 'data-text="Nomor A-001, silakan ke loket dua belas"' in called

    clock.advance(timedelta(seconds=45))
    assert "A-001" in nobody.get(BOARD).text
    assert speeches(nobody.get(BOARD).text) == []

    loket.post("/antrean/panggil-lagi", {"nomor": "A-001"})
    again = nobody.get(BOARD).text
    assert speeches(again) == speeches(called)
    assert re.findall(r'data-call="([^"]+)"', again) == ["2026-11-24/2"]


def test_who_is_served_moves_to_the_calls_before(
    loket: Caller, nobody: Caller, ektp: Kernel
) -> None:
    draw(ektp)
    loket.post("/antrean/loket", {"loket": "1"})
    loket.post("/antrean/panggil", {"loket": "1"})
    loket.post("/antrean/hadir", {"nomor": "A-001", "hadir": "ya"})

    page = nobody.get(BOARD).text

    assert "data-call" not in page
    assert "A-001" in page[page.index("Panggilan sebelumnya") :]


def test_the_board_counts_a_hundred_and_twenty(nobody: Caller, kernel: Kernel) -> None:
    fill(kernel, 120)

    page = nobody.get(BOARD).text

    assert "<strong>120</strong> (30 prioritas)" in page


def test_the_counters_see_a_hundred_and_twenty_in_two_classes(
    loket: Caller, kernel: Kernel
) -> None:
    fill(kernel, 120)

    page = loket.get("/antrean").text

    assert page.count('<tr><th scope="row"><a href="/kasus/') == 120
    assert 'Prioritas <span class="quiet">(30)' in page


@pytest.mark.parametrize(
    ("hours", "said"),
    [(3.5, "Buka pukul 13.00"), (8, "Buka Rabu 25 Nov pukul 08.00"), (-2, "Buka pukul 08.00")],
)
def test_the_board_says_when_the_office_opens(
    nobody: Caller, clock: TravellingClock, hours: float, said: str
) -> None:
    clock.move_to(clock.now() + timedelta(hours=hours)) if hours > 0 else None
    if hours < 0:
        clock.move_to(clock.now() + timedelta(hours=22))  # the next day, 07:00

    assert said in nobody.get(BOARD).text


def test_the_script_asks_for_a_page_that_does_not_renew_itself(nobody: Caller) -> None:
    assert "Refresh" not in nobody.get(f"{BOARD}?langsung=1").headers


@pytest.mark.parametrize("code", ["999999", "x", "32731%00", "..%2f", "327316%20", "e" * 400])
def test_an_office_that_is_none_has_no_board(nobody: Caller, code: str) -> None:
    assert nobody.get(f"/papan/{code}").status_code in {400, 404}


def test_an_officer_finds_the_board(loket: Caller, admin: Caller) -> None:
    for caller in (loket, admin):
        assert f'href="{BOARD}"' in caller.get("/papan").text
