"""What was done on paper and is entered later: on pages and through /v2."""

from __future__ import annotations

import re

import pytest

from tests.api.conftest import ANSWERS, Caller
from tests.api.test_pages import FORM, claimed
from tests.api.test_v2_contract import problem
from tests.api.test_v2_flow import open_task, start

EARLIER = {
    "_terjadi-day": "24",
    "_terjadi-month": "11",
    "_terjadi-year": "2026",
    "_terjadi-time": "08.15",
}


def begun(loket: Caller) -> str:
    body = {"processDefinitionId": "izin_keramaian", "occurredAt": "2026-11-24T08:00:00+07:00"}
    answer = loket.call("POST", "/process-instances", body)
    assert answer.json is not None
    return str(answer.json["processInstanceKey"])


def test_a_task_done_earlier_keeps_both_instants(loket: Caller) -> None:
    case = begun(loket)
    task = open_task(loket, case)
    body = {"assignee": "loket1", "occurredAt": "2026-11-24T01:10:00Z"}
    assert loket.call("POST", f"/user-tasks/{task}/assignment", body).status_code == 204

    assert loket.post(f"/tugas/{task}/selesai", FORM | EARLIER).status_code == 303

    page = loket.get(f"/kasus/{case}").text
    assert "24 Nov 2026 08.15" in page
    assert "dicatat belakangan" in page
    assert "24 Nov 2026 09.00" in page


def test_a_case_can_be_started_later_than_it_began(loket: Caller) -> None:
    action = re.search(r'action="(/mulai/\d+)"', loket.get("/mulai").text)
    assert action is not None

    task = loket.post(action[1], EARLIER).location

    assert "24 Nov 2026 08.15" in loket.get(task).text


@pytest.mark.parametrize(
    "wrong",
    [
        {"_terjadi-day": "31"},
        {"_terjadi-time": ""},
        {"_terjadi-year": "2027"},
        {"_terjadi-day": "²"},
    ],
)
def test_an_instant_that_was_not_is_told_beside_its_fields(
    loket: Caller, wrong: dict[str, str]
) -> None:
    _, task = claimed(loket)

    answer = loket.post(f"/tugas/{task}/selesai", FORM | EARLIER | wrong)

    assert answer.status_code == 422
    assert 'id="late-fault"' in answer.text
    assert 'href="#late-day"' in answer.text
    assert "KRC-0001" in loket.get(f"/tugas/{task}").text  # the draft


def test_starting_with_a_wrong_instant_starts_nothing(loket: Caller) -> None:
    action = re.search(r'action="(/mulai/(\d+))"', loket.get("/mulai").text)
    assert action is not None

    answer = loket.post(action[1], EARLIER | {"_terjadi-month": "13"})

    assert answer.status_code == 422
    assert f'id="late-{action[2]}-fault"' in answer.text


@pytest.mark.parametrize(
    "instant",
    ["2026-11-24T08:00:00", "kemarin", "0001-01-01T00:00:00+07:00", "2027-01-01T00:00:00Z", 5],
)
def test_an_instant_without_offset_or_still_to_come_is_a_bad_request(
    loket: Caller, instant: object
) -> None:
    task = open_task(loket, start(loket))
    body = {"variables": ANSWERS, "occurredAt": instant}

    problem(loket.call("POST", f"/user-tasks/{task}/completion", body), 400)


def test_the_extension_is_described_as_ours(nobody: Caller) -> None:
    spec = nobody.get("/v2/openapi.json").json

    assert spec is not None
    for schema in ("Creation", "Assignment", "UserTaskCompletion"):
        member = spec["components"]["schemas"][schema]["properties"]["occurredAt"]
        assert "Alur's extension" in member["description"]


def test_refreshing_the_fields_does_not_forget_the_instant(loket: Caller) -> None:
    _, task = claimed(loket)

    address = loket.post(f"/tugas/{task}/simpan", FORM | EARLIER).location

    assert 'value="08.15"' in loket.get(address).text
