"""The page of escalations: who was told, taking over, handing on, and how one wants to be told."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from engine.clock import TravellingClock
from engine.services import cases, deployments, timers
from engine.services.cases import Start
from engine.services.kernel import Kernel, Request
from engine.values import SYSTEM_ACTOR
from office.escalations import presence, sweeping
from office.escalations.rows import Opened
from office.notices.letters import Letter
from tests.api.conftest import OFFICE, Caller
from tests.office.alarms import LATE

PAGE = "/pengawasan/eskalasi"
MINE = {"cara": "SMS", "nomor": "0812 3456 7890"}


def deliver(letter: Letter) -> str:
    assert letter.number == "+6281234567890"
    return ""


@pytest.fixture
def raised(kernel: Kernel, clock: TravellingClock, kasi: Caller) -> str:
    """An escalation to the Kasi, of which they were told; the key of its task."""
    kasi.post(f"{PAGE}/cara", MINE)
    request = Request(actor=SYSTEM_ACTOR)
    deployments.deploy(kernel, request, {"p.bpmn": LATE})
    cases.start(kernel, request, Start(process_id="p", office=OFFICE, business_key="KRC-7"))
    clock.advance(timedelta(hours=1))
    timers.run_due(kernel)
    sweeping.sweep(kernel, deliver)
    sweeping.sweep(kernel, deliver)
    found = re.search(r'name="tugas" value="(\d+)"', kasi.get(PAGE).text)
    assert found is not None
    return found[1]


def test_the_page_says_what_is_late_whose_it_is_and_who_was_told(raised: str, kasi: Caller) -> None:
    page = kasi.get(PAGE).text

    assert f'href="/tugas/{raised}"' in page
    assert "terlambat: periksa" in page
    assert re.search(r"Petugas Kasi1, SMS <span class=\"tag \">terkirim", page)
    assert "tingkat=verifikator" in page
    assert f"/tugas/{raised}" not in kasi.get(f"{PAGE}?tingkat=camat").text


def test_opening_the_task_is_noted_once(raised: str, kasi: Caller, kernel: Kernel) -> None:
    for _ in range(2):
        kasi.get(f"/tugas/{raised}")

    assert "Petugas Kasi1 sudah membukanya" in kasi.get(PAGE).text
    with kernel.reads.begin() as session:
        assert len(session.execute(select(Opened)).all()) == 1


def test_the_supervisor_takes_over_with_a_reason(raised: str, kasi: Caller) -> None:
    refused = kasi.post(f"{PAGE}/ambil", {"tugas": raised, "alasan": ""})
    done = kasi.post(f"{PAGE}/ambil", {"tugas": raised, "alasan": "saya urus"})

    assert (refused.status_code, done.status_code) == (422, 200)
    assert "Petugas Kasi1" in kasi.get(PAGE).text


def test_an_escalation_is_handed_only_to_who_may_do_it(raised: str, kasi: Caller) -> None:
    asked = {"tugas": raised, "kepada": "loket1", "alasan": "coba"}

    assert kasi.post(f"{PAGE}/alihkan", asked).status_code == 422
    assert kasi.post(f"{PAGE}/alihkan", asked | {"kepada": "kasi1"}).status_code == 200


def test_who_only_works_sees_no_escalations_but_chooses_how_to_be_told(loket: Caller) -> None:
    assert loket.get(PAGE).status_code == 403
    assert loket.post(f"{PAGE}/cara", MINE).status_code == 303
    page = loket.get(f"{PAGE}/cara").text
    assert "81234567890" not in page
    assert "+6281******890" in page


def test_a_choice_that_cannot_be_is_told_beside_its_field(kasi: Caller) -> None:
    for wrong in ({"cara": "X"}, {"cara": "SMS", "nomor": "12"}, {}):
        answer = kasi.post(f"{PAGE}/cara", wrong)
        assert answer.status_code == 422
        assert 'class="fault"' in answer.text


def test_a_request_shows_that_an_officer_is_there_and_a_page_that_refreshes_itself_does_not(
    app: Flask, kernel: Kernel, as_officer: Callable[[str], Caller]
) -> None:
    as_officer("loket1").client.get("/tugas", headers={"HX-Request": "true"})
    as_officer("loket2").get("/tugas")

    with kernel.reads.begin() as session:
        assert set(presence.last_seen(session, ["loket1", "loket2"])) == {"loket2"}


def test_a_place_that_is_none_of_ours_is_no_stumble(kasi: Caller) -> None:
    for place in ("x", "9" * 20, "-1", "1-2"):
        answer = kasi.client.get(PAGE, query_string={"sesudah": place})
        assert answer.status_code in {200, 400}, place


def test_another_office_is_nobodys_to_look_at(kasi: Caller) -> None:
    for page in (f"{PAGE}?", "/petugas/tugas?", "/petugas/tugas?petugas=loket1&"):
        assert kasi.get(f"{page}kantor=999999").status_code == 403
    assert kasi.post(f"{PAGE}/ambil?kantor=999999", {"tugas": "1"}).status_code == 403
