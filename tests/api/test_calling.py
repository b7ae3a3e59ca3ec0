"""The page of the line: counters, calls, who came and who did not, and what is told when nobody is."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta

import pytest

from api import officers
from engine.clock import TravellingClock
from engine.services import cases, deployments, reading, tasks, timers
from engine.services.cases import Start
from engine.services.kernel import Kernel, Request
from engine.values import SYSTEM_ACTOR
from office import windows
from tests.api.conftest import OFFICE, Caller
from tests.scenarios.kecamatan import ADMIN, procedure


@pytest.fixture
def ektp(kernel: Kernel) -> Kernel:
    deployments.deploy(kernel, Request(actor=ADMIN), procedure())
    return kernel


def draw(kernel: Kernel, priority: str = "TIDAK") -> int:
    everything = Request(actor=ADMIN)
    started = cases.start(kernel, everything, Start(process_id="ktp_utama", office=OFFICE))
    (first,) = reading.case(kernel, SYSTEM_ACTOR, started.key).tasks
    clerk = officers.find(kernel, "loket1")
    assert clerk is not None
    answers = {"jenis_layanan": "REKAM", "prioritas": priority}
    tasks.complete(kernel, Request(actor=clerk.actor), first.key, answers)
    return started.key


def numbers(page: str) -> list[str]:
    """The numbers that wait, in the order of the calls."""
    line = re.search(r"Giliran berikutnya:(.*?)</p>", page)
    return re.findall(r"[AP]-\d{3}", line[1]) if line else []


def current(page: str) -> str:
    found = re.search(r'calling-number">.*?([AP]-\d{3})', page)
    return found[1] if found else ""


def test_an_officer_opens_a_counter_sees_the_line_and_closes_it(
    loket: Caller, ektp: Kernel
) -> None:
    for priority in ("TIDAK", "TIDAK", "HAMIL"):
        draw(ektp, priority)
    loket.post("/antrean/loket", {"loket": "1"})

    page = loket.get("/antrean").text
    assert "Loket 1" in page
    assert numbers(page) == ["P-001", "A-001", "A-002"]

    loket.post("/antrean/loket", {"loket": "1", "tutup": "1"})
    assert "Loket Anda tutup" in loket.get("/antrean").text


def test_what_cannot_be_called_is_told(loket: Caller) -> None:
    closed = loket.post("/antrean/panggil", {"loket": "Loket 1"})
    loket.post("/antrean/loket", {"loket": "Loket 1"})
    empty = loket.post("/antrean/panggil", {"loket": "Loket 1"})
    unknown = loket.post("/antrean/panggil-lagi", {"nomor": "A-099"})

    assert (closed.status_code, "tutup" in closed.text) == (409, True)
    assert (empty.status_code, "Tidak ada yang menunggu dipanggil" in empty.text) == (409, True)
    assert "Ada yang lebih cepat" not in empty.text
    assert unknown.status_code == 404


def test_a_call_stands_large_at_the_counter_and_serving_leads_to_the_next_task(
    loket: Caller, ektp: Kernel
) -> None:
    draw(ektp)
    loket.post("/antrean/loket", {"loket": "1"})
    loket.post("/antrean/panggil", {"loket": "1"})
    loket.post("/antrean/panggil-lagi", {"nomor": "A-001"})
    page = loket.get("/antrean").text
    assert (current(page), "2 kali dipanggil" in page) == ("A-001", True)

    answer = loket.post("/antrean/hadir", {"nomor": "A-001", "hadir": "ya"})

    assert answer.status_code == 303
    task = loket.get(answer.location).text
    assert "Terima permohonan" in task
    assert "Selesaikan tugas" in task
    assert "melayani</span> A-001" in loket.get("/antrean").text


def test_one_press_more_calls_nobody_else(loket: Caller, ektp: Kernel) -> None:
    draw(ektp)
    draw(ektp)
    loket.post("/antrean/loket", {"loket": "1"})

    for _ in range(2):
        loket.post("/antrean/panggil", {"loket": "1", "idempotency_key": "sekali"})

    assert numbers(loket.get("/antrean").text) == ["A-002"]


def test_who_did_not_come_is_passed_over_and_comes_back_once(
    loket: Caller, ektp: Kernel, clock: TravellingClock
) -> None:
    draw(ektp)
    loket.post("/antrean/loket", {"loket": "1"})
    loket.post("/antrean/panggil", {"loket": "1"})
    loket.post("/antrean/hadir", {"nomor": "A-001", "hadir": "tidak"})
    assert current(loket.get("/antrean").text) == "A-001"
    clock.advance(timedelta(minutes=10))
    timers.run_due(ektp)
    assert "Masuk lagi<span" in loket.get("/antrean").text

    assert loket.post("/antrean/masuk-lagi", {"nomor": "A-001"}).status_code == 303

    assert numbers(loket.get("/antrean").text) == ["A-001"]
    again = loket.post("/antrean/masuk-lagi", {"nomor": "A-001"})
    assert (again.status_code, "tidak dapat masuk lagi" in again.text) == (409, True)


def test_a_call_out_of_turn_keeps_who_and_why(loket: Caller, ektp: Kernel) -> None:
    draw(ektp)
    draw(ektp)
    loket.post("/antrean/loket", {"loket": "1"})
    out = {"loket": "1", "nomor": "a-002", "alasan": "Pingsan di ruang tunggu"}
    assert loket.post("/antrean/luar-giliran", out).status_code == 303

    page = loket.get("/antrean").text

    assert (current(page), numbers(page)) == ("A-002", ["A-001"])
    assert "Pingsan di ruang tunggu" in page
    assert "Petugas Loket1" in page


@pytest.mark.parametrize(
    ("change", "status", "told"),
    [
        ({"alasan": " "}, 422, "field-alasan-fault"),
        ({"nomor": "A-099"}, 409, "tidak menunggu hari ini"),
        ({"loket": "9"}, 409, "tutup"),
        ({"alasan": "x" * 4001}, 400, "4.000"),
    ],
)
def test_what_is_wrong_with_a_call_out_of_turn_is_told_and_the_text_kept(
    loket: Caller, ektp: Kernel, change: dict[str, str], status: int, told: str
) -> None:
    draw(ektp)
    loket.post("/antrean/loket", {"loket": "1"})
    out = {"loket": "1", "nomor": "A-001", "alasan": "Pingsan"}

    answer = loket.post("/antrean/luar-giliran", out | change)

    assert (answer.status_code, told in answer.text) == (status, True)


def test_another_s_call_is_not_answered(loket: Caller, as_loket2: Caller, ektp: Kernel) -> None:
    draw(ektp)
    loket.post("/antrean/loket", {"loket": "1"})
    loket.post("/antrean/panggil", {"loket": "1"})

    answer = as_loket2.post("/antrean/hadir", {"nomor": "A-001", "hadir": "ya"})

    assert (answer.status_code, "loket1" in answer.text.lower()) == (409, True)
    assert as_loket2.post("/antrean/hadir", {"nomor": "A-009"}).status_code == 404


def test_an_office_that_is_not_one_s_own_is_refused(loket: Caller, ektp: Kernel) -> None:
    for path in ("/antrean?kantor=999999", "/kios/perangkat?kantor=x", "/kertas?kantor=x"):
        assert loket.get(path).status_code == 403, path
    assert loket.post("/antrean/panggil", {"kantor": "999999", "loket": "1"}).status_code == 403
    with ektp.reads() as session:
        assert windows.open_windows(session, "999999") == ()


def test_the_line_is_for_who_works_in_the_office(as_officer: Callable[[str], Caller]) -> None:
    assert as_officer("auditor1").get("/antrean").status_code == 403
