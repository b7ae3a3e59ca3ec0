"""Incidents on pages: by cause, one on its diagram, and trying again singly and in bulk."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest

from engine.services import cases, deployments, reading
from engine.services.cases import Start
from engine.services.kernel import Kernel, Request
from engine.values import SYSTEM_ACTOR, JsonValue
from tests.api.conftest import ANSWERS, OFFICE, Caller
from tests.api.test_v2_flow import activate, complete, start
from tests.bpmn.drawing import draw, end, flow, xor
from tests.bpmn.drawing import start as start_event


def stuck(loket: Caller, admin: Caller, count: int = 1) -> list[str]:
    """Cases that stand still at their job; the incidents' keys, the oldest first."""
    for _ in range(count):
        complete(loket, start(loket), ANSWERS)
        failure = {"retries": 0, "errorMessage": "peta tidak terbaca"}
        admin.call("POST", f"/jobs/{activate(admin)}/failure", failure)
    found = admin.call("POST", "/incidents/search", {"filter": {"state": "ACTIVE"}}).json
    assert found is not None
    return [item["incidentKey"] for item in reversed(found["items"])]


def cause_on(page: str) -> dict[str, str]:
    """What the button of the first cause would send."""
    return dict(re.findall(r'name="(prosedur|elemen|kode|semua)" value="([^"]*)"', page))


def test_the_list_counts_by_cause_and_leads_to_each_incident(loket: Caller, admin: Caller) -> None:
    keys = stuck(loket, admin, 2)

    page = admin.get("/insiden").text

    assert cause_on(page)["semua"] == "2"
    assert all(f'href="/insiden/{key}"' in page for key in keys)
    assert "Mesin yang mengerjakan langkah ini gagal" in page
    assert "peta tidak terbaca" not in page


def test_an_incident_says_cause_and_advice_and_marks_its_step(
    loket: Caller, kasi: Caller, admin: Caller
) -> None:
    (key,) = stuck(loket, admin)

    page = kasi.get(f"/insiden/{key}").text

    assert "peta tidak terbaca" in page
    assert "Yang perlu dilakukan" in page
    assert re.search(r'data-failed="\w+"', page)
    assert f'action="/insiden/{key}/ulang"' in page


def test_the_supervisor_tries_one_again_and_a_second_click_does_nothing_more(
    loket: Caller, kasi: Caller, admin: Caller
) -> None:
    (key,) = stuck(loket, admin)

    answers = [kasi.post(f"/insiden/{key}/ulang", {"idempotency_key": "satu"}) for _ in range(2)]

    assert [answer.status_code for answer in answers] == [303, 303]
    assert "Terhenti" not in kasi.get("/insiden?keadaan=").text
    assert activate(admin)


def test_an_incident_tried_again_by_somebody_else_says_so(loket: Caller, admin: Caller) -> None:
    (key,) = stuck(loket, admin)
    admin.post(f"/insiden/{key}/ulang")

    assert admin.post(f"/insiden/{key}/ulang").status_code == 303
    assert "sudah dicoba lagi oleh orang lain" in admin.get(f"/insiden/{key}").text
    assert admin.post("/insiden/999/ulang").status_code == 404
    assert f'action="/insiden/{key}/ulang"' not in admin.get(f"/insiden/{key}").text


def test_all_of_one_cause_are_tried_again_and_the_page_says_how_far_it_is(
    loket: Caller, kasi: Caller, admin: Caller, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("api.pages.incidents._AT_ONCE", 2)
    stuck(loket, admin, 3)
    cause = cause_on(kasi.get("/insiden").text)

    first = kasi.post("/insiden/ulang-sebab", cause).text
    hidden = dict(re.findall(r'name="(\w+)" value="([^"]*)"', first[first.index('id="run"') :]))
    last = kasi.post("/insiden/ulang-sebab", hidden).text

    assert "2 dari 3 dicoba" in first
    assert "3 dari 3 dicoba" in last
    assert "Tidak ada yang terhenti" in kasi.get("/insiden").text


def test_without_a_whole_cause_nothing_is_tried(loket: Caller, admin: Caller) -> None:
    (key,) = stuck(loket, admin)
    cause = cause_on(admin.get("/insiden").text)

    for left_out in ("prosedur", "elemen", "kode"):
        answer = admin.post("/insiden/ulang-sebab", cause | {left_out: ""})
        assert answer.status_code == 303

    assert f"/insiden/{key}/ulang" in admin.get(f"/insiden/{key}").text


def test_counts_that_are_none_are_taken_for_nothing(loket: Caller, admin: Caller) -> None:
    stuck(loket, admin)
    cause = cause_on(admin.get("/insiden").text)

    told = [
        admin.post("/insiden/ulang-sebab", cause | {"semua": wrong, "berhasil": wrong}).text
        for wrong in ("-1", "9" * 20, "²", "x", "1e3")
    ]

    assert "1 dari 1 dicoba" in told[0]
    assert all("0 dari 0 dicoba" in page for page in told[1:])


def test_an_auditor_reads_incidents_and_tries_nothing_again(
    loket: Caller, admin: Caller, as_officer: Callable[[str], Caller]
) -> None:
    (key,) = stuck(loket, admin)
    auditor = as_officer("auditor1")

    assert "/ulang" not in auditor.get(f"/insiden/{key}").text
    assert auditor.post(f"/insiden/{key}/ulang").status_code == 403


def test_names_of_variables_are_told_and_never_their_values(kernel: Kernel, kasi: Caller) -> None:
    diagram = draw(
        *(start_event(), xor("pilih"), end("cukup")),
        flow("s", "pilih"),
        flow("pilih", "cukup", "umur >= 17 and nama != null"),
    )
    request = Request(actor=SYSTEM_ACTOR)
    deployments.deploy(kernel, request, {"p.bpmn": diagram})
    given: dict[str, JsonValue] = {"umur": 16, "nama": "Siti Aminah"}
    case = cases.start(kernel, request, Start(process_id="p", office=OFFICE, variables=given)).key
    (incident,) = reading.case(kernel, SYSTEM_ACTOR, case).incidents

    page = kasi.get(f"/insiden/{incident.key}").text

    assert re.findall(r'<span class="tag code">(\w+)</span>', page) == ["nama", "umur"]
    assert "Tidak ada jalur keluar" in page
    assert "Siti Aminah" not in page
