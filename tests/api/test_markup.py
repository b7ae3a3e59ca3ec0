"""Markup in names, answers, notes, numbers and errors is shown as it is typed, on every page."""

from __future__ import annotations

from typing import Final
from xml.sax.saxutils import quoteattr

import pytest

from engine.services import cases, deployments, jobs, notes, reading, tasks
from engine.services.kernel import Kernel, Request
from engine.services.workers import Failure
from engine.values import SYSTEM_ACTOR, Actor
from tests.api.conftest import OFFICE, Caller
from tests.api.test_v2_flow import open_task, start
from tests.bpmn.drawing import draw, end, flow, parallel, service, user
from tests.bpmn.drawing import start as begin

#: breaks out of texts, of attributes in either quotes, and of comments, were it not escaped
EVIL: Final = "\"'--><script>alert(1)</script><img src=x onerror=alert(1)>"
_NAME: Final = quoteattr(EVIL)[1:-1]
_SYSTEM: Final = Request(actor=SYSTEM_ACTOR)
_ANY: Final = Actor(id=EVIL, groups=frozenset({"loket"}), offices=frozenset({OFFICE}))


@pytest.fixture
def places(kernel: Kernel) -> tuple[str, ...]:
    """Every page there is of a case, a task and a diagram full of it."""
    diagram = draw(
        begin(),
        parallel("g"),
        user("u", groups="loket", name=_NAME),
        service("j", "kerja", name=_NAME),
        *(end("e"), end("e2")),
        *(flow("s", "g"), flow("g", "u"), flow("g", "j"), flow("u", "e"), flow("j", "e2")),
        attributes=f"name={quoteattr(EVIL)}",
    )
    receipt = deployments.deploy(kernel, _SYSTEM, {f"{EVIL.replace('/', '')}.bpmn": diagram})
    what = cases.Start(
        process_id="p", business_key=EVIL, office=OFFICE, variables={EVIL: {EVIL: EVIL}}
    )
    case = cases.start(kernel, _SYSTEM, what).key
    notes.add(kernel, Request(actor=_ANY), case, EVIL)
    view = reading.case(kernel, SYSTEM_ACTOR, case)
    jobs.fail(kernel, _SYSTEM, view.jobs[0].key, Failure(message=EVIL, retries=0))
    task = view.tasks[0].key
    tasks.claim(kernel, Request(actor=_ANY), task)
    definition = receipt.definitions[0].key
    pages = ("/tugas?dari=semua", "/kasus", "/insiden", "/definisi", "/mulai")
    return (*pages, f"/kasus/{case}", f"/tugas/{task}", f"/definisi/{definition}")


def test_no_page_runs_what_somebody_typed(kasi: Caller, places: tuple[str, ...]) -> None:
    wrong = []
    for place in places:
        answer = kasi.get(place)
        if (
            answer.status_code != 200
            or "<script>alert" in answer.text
            or "<img src=x" in answer.text
        ):
            wrong.append((place, answer.status_code))
        if "--><" in answer.text:
            wrong.append((place, answer.status_code))

    assert wrong == []


def test_answers_come_back_as_they_were_typed(loket: Caller) -> None:
    task = open_task(loket, start(loket))
    loket.post(f"/tugas/{task}/ambil")
    typed = {"no_izin": EVIL, "catatan": EVIL, "pemohon.nama": EVIL, "jenis": EVIL}

    refused = loket.post(f"/tugas/{task}/selesai", typed)
    loket.post(f"/tugas/{task}/simpan", typed)
    kept = loket.get(f"/tugas/{task}")

    for answer in (refused, kept):
        assert "<script>alert" not in answer.text
        assert "&lt;script&gt;alert(1)" in answer.text


def test_a_problem_quotes_nothing_alive(kasi: Caller) -> None:
    for path in (f"/{EVIL}", f"/kasus?nomor={EVIL}", f"/masuk?next={EVIL}", f"/tugas?dari={EVIL}"):
        assert "<script>alert" not in kasi.get(path).text
    assert kasi.get(f"/v2/{EVIL}").content_type == "application/problem+json"
