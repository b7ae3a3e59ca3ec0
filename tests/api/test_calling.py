"""The page of the line: counters, calls, and what is told when nobody waits."""

from __future__ import annotations

from collections.abc import Callable

from api import officers
from engine.services import cases, deployments, reading, tasks
from engine.services.cases import Start
from engine.services.kernel import Kernel, Request
from engine.values import SYSTEM_ACTOR
from office import queue, tickets
from office.tickets import Drawing
from tests.api.conftest import OFFICE, Caller
from tests.scenarios.kecamatan import ADMIN, procedure


def draw(kernel: Kernel) -> str:
    at = kernel.clock.now()
    drawing = Drawing(
        office=OFFICE, day=at.date(), service="INFO", priority="", case=1 << 40, at=at
    )
    with kernel.sessions.begin() as session:
        return tickets.take(session, drawing).nomor


def test_an_officer_opens_a_counter_sees_the_line_and_closes_it(
    loket: Caller, kernel: Kernel
) -> None:
    number = draw(kernel)
    loket.post("/antrean/loket", {"loket": "Loket 1"})

    page = loket.get("/antrean").text
    assert "Loket 1" in page
    assert number == queue.ticket_number(queue.TicketClass.ORDINARY, 1)
    assert f"<li>{number}</li>" in page

    loket.post("/antrean/loket", {"loket": "Loket 1", "tutup": "1"})
    assert "Loket 1" not in loket.get("/antrean").text


def test_what_cannot_be_called_is_told(loket: Caller) -> None:
    closed = loket.post("/antrean/panggil", {"loket": "Loket 1"})
    loket.post("/antrean/loket", {"loket": "Loket 1"})
    empty = loket.post("/antrean/panggil", {"loket": "Loket 1"})
    unknown = loket.post("/antrean/panggil-lagi", {"nomor": "A-099"})

    assert (closed.status_code, "tutup" in closed.text) == (409, True)
    assert (empty.status_code, "Tidak ada yang menunggu dipanggil" in empty.text) == (409, True)
    assert unknown.status_code == 404


def test_calling_leads_to_the_task_of_the_number(loket: Caller, kernel: Kernel) -> None:
    everything = Request(actor=ADMIN)
    deployments.deploy(kernel, everything, procedure())
    started = cases.start(kernel, everything, Start(process_id="ktp_utama", office=OFFICE))
    (first,) = reading.case(kernel, SYSTEM_ACTOR, started.key).tasks
    clerk = officers.find(kernel, "loket1")
    assert clerk is not None
    tasks.complete(kernel, Request(actor=clerk.actor), first.key, {"jenis_layanan": "INFO"})
    loket.post("/antrean/loket", {"loket": "1"})

    answer = loket.post("/antrean/panggil", {"loket": "1"})

    assert answer.status_code == 303
    assert "A-001" in loket.get(answer.headers["Location"]).text
    loket.post("/antrean/panggil-lagi", {"nomor": "A-001"})
    assert "<td>2</td>" in loket.get("/antrean").text


def test_the_line_is_for_who_works_in_the_office(as_officer: Callable[[str], Caller]) -> None:
    assert as_officer("auditor1").get("/antrean").status_code == 403
