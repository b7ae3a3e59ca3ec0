"""Looking at a case's papers: with a reason that is recorded, safely shown, by whom it concerns."""

from __future__ import annotations

import pytest
from sqlalchemy import text

from engine.services import reading
from engine.services.kernel import Kernel
from engine.values import SYSTEM_ACTOR
from tests.api import filing
from tests.api.conftest import Caller
from tests.api.filing import file, ids, kept_paper, send
from tests.services.papers import pdf, photo_with_place


@pytest.fixture
def task(kernel: Kernel) -> int:
    key = filing.begin(kernel)
    filing.hold(kernel, key, "loket1")
    return key


def test_paper_asks_why_and_shows_itself_safely(loket: Caller, kernel: Kernel, task: int) -> None:
    key = kept_paper(kernel, loket, task)

    asked = loket.get(f"/berkas/{key}")
    shown = loket.post(f"/berkas/{key}", {"alasan": "Memeriksa alamat"})

    assert (asked.status_code, "alasan" in asked.text) == (200, True)
    assert shown.data == pdf()
    assert shown.headers["Content-Type"] == "application/pdf"
    assert shown.headers["X-Content-Type-Options"] == "nosniff"
    assert shown.headers["Content-Security-Policy"].startswith("default-src 'none';")
    assert shown.headers["Content-Security-Policy"].endswith("; sandbox")
    assert "no-store" in shown.headers["Cache-Control"]
    assert shown.headers["Content-Disposition"] == "inline; filename*=UTF-8''KK%20Siti.pdf"


def test_own_draft_is_shown_without_asking_and_saved_when_asked(loket: Caller, task: int) -> None:
    (given,) = ids(send(loket, task, nama="", kk=file(photo_with_place(), "kk.jpg")))
    key = given.split(".")[0]

    assert loket.get(f"/berkas/{key}").data.startswith(b"\xff\xd8\xff")
    saved = loket.get(f"/berkas/{key}?unduh=1").headers["Content-Disposition"]
    assert saved.startswith("attachment;")


def test_look_is_recorded_with_its_reason(loket: Caller, kernel: Kernel, task: int) -> None:
    key = kept_paper(kernel, loket, task)

    assert loket.post(f"/berkas/{key}", {"alasan": " "}).status_code == 422
    loket.post(f"/berkas/{key}", {"alasan": "Memeriksa alamat"})

    with kernel.reads() as session:
        rows = session.execute(text("SELECT petugas, cara, alasan FROM data_dibuka")).all()
    assert [tuple(row) for row in rows] == [("loket1", "BERKAS", "Memeriksa alamat")]


def test_coming_from_a_task_the_reason_is_there_already(
    loket: Caller, kernel: Kernel, task: int
) -> None:
    key = kept_paper(kernel, loket, task)

    assert "Untuk tugas: " in loket.get(f"/berkas/{key}?tugas={task}").text
    assert "Untuk tugas: " not in loket.get(f"/berkas/{key}?tugas=7").text


def test_draft_of_another_officer_and_made_up_papers_do_not_exist(
    loket: Caller, as_loket2: Caller, nobody: Caller, task: int
) -> None:
    (given,) = ids(send(loket, task, nama="", kk=file(pdf(), "kk.pdf")))
    key = given.split(".")[0]

    assert as_loket2.get(f"/berkas/{key}").status_code == 404
    assert loket.get("/berkas/77").status_code == 404
    assert nobody.get(f"/berkas/{key}").status_code == 303


def test_next_task_and_the_case_show_the_paper_by_a_link_without_its_name(
    loket: Caller, kernel: Kernel, task: int
) -> None:
    key = kept_paper(kernel, loket, task)
    case = reading.task(kernel, SYSTEM_ACTOR, task).row.root_key
    following = filing.open_task(kernel, case)
    pages = [loket.get(f"/kasus/{case}").text, loket.get(f"/berkas/{key}").text]
    facts = loket.get(f"/tugas/{following}").text.partition("<aside")[2]

    assert f"/berkas/{key}?tugas={following}" in facts
    assert f"/berkas/{key}" in pages[0]
    assert "Siti.pdf" not in "".join([facts, *pages])
