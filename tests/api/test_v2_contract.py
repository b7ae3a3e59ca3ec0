"""Each /v2 endpoint: its statuses and the type of problem it answers with."""

from __future__ import annotations

from typing import Any

import pytest
from werkzeug.test import TestResponse

from tests.api.conftest import ANSWERS, Caller
from tests.api.test_v2_flow import activate, complete, open_task, start

NO_KEY = "4611686018427387904"


def problem(answer: TestResponse, status: int) -> dict[str, Any]:
    assert answer.status_code == status, answer.text
    assert answer.content_type == "application/problem+json"
    assert answer.json is not None
    body: dict[str, Any] = answer.json
    assert {"type", "title", "status", "detail", "instance", "code"} <= set(body)
    assert body["type"] == f"urn:alur:problem:{body['code']}"
    return body


@pytest.mark.parametrize(
    ("method", "path", "body"),
    [
        ("GET", "/user-tasks/{}", None),
        ("POST", "/user-tasks/{}/assignment", {"assignee": "kasi1"}),
        ("DELETE", "/user-tasks/{}/assignee", None),
        ("POST", "/user-tasks/{}/completion", {}),
        ("PUT", "/user-tasks/{}/draft", {}),
        ("GET", "/user-tasks/{}/form", None),
        ("POST", "/user-tasks/{}/variables/search", {}),
        ("GET", "/process-instances/{}", None),
        ("POST", "/process-instances/{}/cancellation", {"reason": "salah"}),
        ("GET", "/process-definitions/{}", None),
        ("GET", "/process-definitions/{}/xml", None),
        ("GET", "/incidents/{}", None),
    ],
)
def test_a_key_nobody_has_is_not_found(kasi: Caller, method: str, path: str, body: object) -> None:
    problem(kasi.call(method, path.format(NO_KEY), body), 404)


@pytest.mark.parametrize(
    ("method", "path", "body"),
    [
        ("POST", "/process-instances/{}/suspension", {"reason": "listrik"}),
        ("POST", "/process-instances/{}/resumption", {"reason": "listrik"}),
        ("POST", "/jobs/{}/completion", {}),
        ("POST", "/jobs/{}/failure", {"retries": 1}),
        ("POST", "/jobs/{}/error", {"errorCode": "X"}),
        ("PATCH", "/jobs/{}", {"changeset": {"retries": 2}}),
        ("POST", "/incidents/{}/resolution", {}),
    ],
)
def test_a_key_no_administrator_finds_is_not_found(
    admin: Caller, method: str, path: str, body: object
) -> None:
    problem(admin.call(method, path.format(NO_KEY), body), 404)


@pytest.mark.parametrize(
    ("path", "body"),
    [
        ("/process-instances", {"processDefinitionId": 7}),
        ("/process-instances", {"processDefinitionId": "x", "nonsense": 1}),
        ("/process-instances", {"processDefinitionId": "x", "variables": [1]}),
        ("/process-instances", []),
        ("/user-tasks/search", {"page": {"limit": 0}}),
        ("/user-tasks/search", {"page": {"from": -1}}),
        ("/user-tasks/search", {"sort": [{"field": "name"}]}),
        ("/user-tasks/search", {"page": {"from": 10**9}}),
        ("/user-tasks/search", {"filter": {"assignee": {"$like": "a*"}}}),
        ("/process-instances/search", {"filter": {"state": "ASLEEP"}}),
        ("/process-instances/search", {"filter": {"processDefinitionKey": "x"}}),
        ("/messages/publication", {}),
        ("/messages/publication", {"name": "x", "timeToLive": -1}),
        ("/signals/broadcast", {"signalName": ""}),
    ],
)
def test_a_body_that_does_not_fit_is_a_bad_request(kasi: Caller, path: str, body: object) -> None:
    answer = problem(kasi.call("POST", path, body), 400)

    assert answer["faults"]


def test_text_that_is_no_json_is_a_bad_request(kasi: Caller) -> None:
    answer = kasi.client.post(
        "/v2/user-tasks/search",
        data=b"{",
        content_type="application/json",
        headers={"X-CSRF-Token": kasi.token},
    )

    problem(answer, 400)


def test_another_content_type_is_refused(kasi: Caller) -> None:
    answer = kasi.client.post(
        "/v2/user-tasks/search",
        data=b"a=1",
        content_type="text/plain",
        headers={"X-CSRF-Token": kasi.token},
    )

    problem(answer, 415)


def test_another_method_is_refused(kasi: Caller) -> None:
    problem(kasi.call("GET", "/user-tasks/search"), 405)


def test_an_unknown_process_is_not_found(loket: Caller) -> None:
    problem(loket.call("POST", "/process-instances", {"processDefinitionId": "tidak_ada"}), 404)


def test_answers_the_form_refuses_come_back_with_every_fault(loket: Caller) -> None:
    case = start(loket)
    task = open_task(loket, case)
    loket.call("POST", f"/user-tasks/{task}/assignment", {"assignee": "loket1"})

    answer = loket.call("POST", f"/user-tasks/{task}/completion", {"variables": {"jenis": "PESTA"}})

    body = problem(answer, 422)
    assert body["code"] == "answers-invalid"
    assert {"jenis", "no_izin", "pemohon.nama"} <= {fault["element"] for fault in body["faults"]}


def test_a_task_completed_already_is_a_conflict(loket: Caller) -> None:
    case = start(loket)
    task = open_task(loket, case)
    complete(loket, case, ANSWERS)

    problem(loket.call("POST", f"/user-tasks/{task}/completion", {"variables": ANSWERS}), 409)


def test_a_task_somebody_holds_is_a_conflict_that_names_them(
    loket: Caller, as_loket2: Caller
) -> None:
    task = open_task(loket, start(loket))
    loket.call("POST", f"/user-tasks/{task}/assignment", {"assignee": "loket1"})

    answer = as_loket2.call("POST", f"/user-tasks/{task}/assignment", {"assignee": "loket2"})

    assert "loket1" in problem(answer, 409)["detail"]


def test_a_supervisor_may_not_take_what_must_be_separate(
    loket: Caller, kasi: Caller, admin: Caller
) -> None:
    case = start(loket)
    complete(loket, case, ANSWERS)
    admin.call("POST", f"/jobs/{activate(admin)}/completion", {})
    task = open_task(kasi, case)

    answer = kasi.call("POST", f"/user-tasks/{task}/assignment", {"assignee": "loket1"})

    problem(answer, 403)


def test_giving_back_a_task_leaves_it_to_the_group(loket: Caller) -> None:
    task = open_task(loket, start(loket))
    loket.call("POST", f"/user-tasks/{task}/assignment", {"assignee": "loket1"})

    assert loket.call("DELETE", f"/user-tasks/{task}/assignee").status_code == 204
    read = loket.call("GET", f"/user-tasks/{task}").json
    assert read is not None
    assert read["assignee"] is None


def test_a_user_task_is_written_as_camunda_writes_it(loket: Caller) -> None:
    case = start(loket)

    read = loket.call("GET", f"/user-tasks/{open_task(loket, case)}").json

    assert read is not None
    assert read["processInstanceKey"] == case
    assert read["candidateGroups"] == ["loket"]
    assert read["elementId"] == "terima"
    assert read["dueDate"] == "2026-11-24T04:00:00+00:00"
    assert read["formKey"].isdigit()


def test_the_form_of_a_task_is_its_file(loket: Caller) -> None:
    task = open_task(loket, start(loket))

    form = loket.call("GET", f"/user-tasks/{task}/form").json

    assert form is not None
    assert form["formId"] == "izin-terima"
    assert '"components"' in form["schema"]


def test_a_search_goes_forward_by_cursor(loket: Caller) -> None:
    cases = {start(loket) for _ in range(3)}
    seen, after = set(), ""

    while True:
        body = {"page": {"limit": 2, "after": after}}
        page = loket.call("POST", "/process-instances/search", body).json
        assert page is not None
        seen |= {item["processInstanceKey"] for item in page["items"]}
        after = page["page"]["endCursor"]
        if after is None:
            break

    assert seen == cases


def test_a_cursor_somebody_made_up_is_a_bad_request(loket: Caller) -> None:
    body = {"page": {"after": "bukan kursor"}}

    problem(loket.call("POST", "/process-instances/search", body), 400)


def test_definitions_can_be_searched_and_read(loket: Caller) -> None:
    body = {"filter": {"processDefinitionId": "izin_keramaian", "isLatestVersion": True}}

    found = loket.call("POST", "/process-definitions/search", body).json

    assert found is not None
    (item,) = found["items"]
    path = f"/process-definitions/{item['processDefinitionKey']}"
    assert loket.call("GET", path).json == item
    xml = loket.call("GET", f"{path}/xml")
    assert xml.mimetype == "text/xml"
    assert b"izin_keramaian" in xml.data


def test_topology_says_there_is_one_node(loket: Caller) -> None:
    body = loket.call("GET", "/topology").json

    assert body is not None
    assert body["clusterSize"] == 1


def test_the_description_is_openapi_3_1_and_names_every_route(nobody: Caller) -> None:
    spec = nobody.get("/v2/openapi.json").json

    assert spec is not None
    assert spec["openapi"] == "3.1.0"
    described = {
        (method, path)
        for path, item in spec["paths"].items()
        for method in item
        if method != "parameters"
    }
    assert ("post", "/v2/user-tasks/{task}/completion") in described
    assert ("get", "/v2/openapi.json") in described


def test_numbers_keep_every_digit(loket: Caller, kasi: Caller) -> None:
    body = b'{"processDefinitionId":"izin_keramaian","variables":{"luas":12345678901234.123456789}}'
    answer = loket.client.post(
        "/v2/process-instances",
        data=body,
        content_type="application/json",
        headers={"X-CSRF-Token": loket.token},
    )
    assert answer.json is not None
    case = answer.json["processInstanceKey"]

    found = kasi.call("POST", "/variables/search", {"filter": {"processInstanceKey": case}}).json

    assert found is not None
    assert found["items"][0]["value"] == "12345678901234.123456789"


def test_an_unexpected_error_says_nothing_but_a_number(
    loket: Caller, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def burst(*_: object) -> None:
        raise RuntimeError("rahasia dapur")

    monkeypatch.setattr("engine.services.reading.work_list", burst)

    answer = loket.call("POST", "/user-tasks/search", {})

    body = problem(answer, 500)
    assert "rahasia" not in answer.text
    assert body["number"] in caplog.text
