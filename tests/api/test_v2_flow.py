"""One case through /v2 from deployment to end, with the names and statuses of Camunda 8."""

from __future__ import annotations

from collections.abc import Mapping
from io import BytesIO

from engine.values import JsonValue
from tests.api.conftest import ANSWERS, MATERIAL, Caller


def start(caller: Caller) -> str:
    answer = caller.call("POST", "/process-instances", {"processDefinitionId": "izin_keramaian"})
    assert answer.status_code == 200, answer.text
    assert answer.json is not None
    return str(answer.json["processInstanceKey"])


def open_task(caller: Caller, case: str) -> str:
    body = {"filter": {"processInstanceKey": case}}
    answer = caller.call("POST", "/user-tasks/search", body)
    assert answer.json is not None
    return str(answer.json["items"][0]["userTaskKey"])


def complete(caller: Caller, case: str, variables: Mapping[str, JsonValue]) -> None:
    task = open_task(caller, case)
    answer = caller.call("POST", f"/user-tasks/{task}/assignment", {"assignee": caller.login})
    assert answer.status_code == 204, answer.text
    answer = caller.call("POST", f"/user-tasks/{task}/completion", {"variables": variables})
    assert answer.status_code == 204, answer.text


def activate(admin: Caller) -> str:
    body = {"type": "izin.uji-zona", "worker": "peta", "timeout": 60000, "maxJobsToActivate": 1}
    answer = admin.call("POST", "/jobs/activation", body)
    assert answer.json is not None
    return str(answer.json["jobs"][0]["jobKey"])


def state(caller: Caller, case: str) -> str:
    answer = caller.call("GET", f"/process-instances/{case}")
    assert answer.json is not None
    return str(answer.json["state"])


def test_a_case_goes_from_start_to_end(loket: Caller, kasi: Caller, admin: Caller) -> None:
    case = start(loket)
    complete(loket, case, ANSWERS)
    job = activate(admin)
    done = admin.call("POST", f"/jobs/{job}/completion", {"variables": {"zona": "HIJAU"}})
    complete(kasi, case, {"keputusan": "SETUJU", "dasar": "Sesuai ketentuan"})
    message = {"name": "retribusi_masuk", "correlationKey": "KRC-0001"}

    correlated = kasi.call("POST", "/messages/correlation", message)

    assert done.status_code == 204
    assert correlated.json is not None
    assert correlated.json["processInstanceKey"] == case
    assert state(loket, case) == "COMPLETED"


def test_a_deployment_lists_what_it_brought(admin: Caller) -> None:
    content = (MATERIAL / "pengumuman.bpmn").read_bytes().replace(b"Tempel", b"Pasang")
    files = {"resources": [(BytesIO(content), "pengumuman.bpmn")]}

    answer = admin.client.post("/v2/deployments", data=files, headers={"X-CSRF-Token": admin.token})

    assert answer.status_code == 200
    assert answer.json is not None
    brought = answer.json["deployments"][0]["processDefinition"]
    assert brought["processDefinitionId"] == "pengumuman"
    assert brought["processDefinitionVersion"] == 2
    assert brought["processDefinitionKey"].isdigit()


def test_a_bad_deployment_names_every_fault(admin: Caller) -> None:
    parts = [(BytesIO(b"<not xml"), "a.bpmn"), (BytesIO(b"{}"), "b.form")]

    answer = admin.client.post(
        "/v2/deployments", data={"resources": parts}, headers={"X-CSRF-Token": admin.token}
    )

    assert answer.status_code == 400
    assert answer.content_type == "application/problem+json"
    assert answer.json is not None
    assert answer.json["code"] == "deployment-refused"
    assert {fault["file"] for fault in answer.json["faults"]} == {"a.bpmn", "b.form"}


def test_two_files_of_one_name_are_refused(admin: Caller) -> None:
    parts = [(BytesIO(b"x"), "a.bpmn"), (BytesIO(b"x"), "dir/a.bpmn")]

    answer = admin.client.post(
        "/v2/deployments", data={"resources": parts}, headers={"X-CSRF-Token": admin.token}
    )

    assert answer.status_code == 400


def test_a_deployment_without_files_is_refused(admin: Caller) -> None:
    answer = admin.client.post("/v2/deployments", headers={"X-CSRF-Token": admin.token})

    assert answer.status_code == 400


def test_an_unacknowledged_start_can_be_sent_again(loket: Caller) -> None:
    body = {"processDefinitionId": "izin_keramaian"}

    first = loket.call("POST", "/process-instances", body, Idempotency_Key="mulai-1")
    second = loket.call("POST", "/process-instances", body, Idempotency_Key="mulai-1")

    assert first.json == second.json


def test_an_idempotency_key_is_for_one_request_only(loket: Caller) -> None:
    body = {"processDefinitionId": "izin_keramaian"}
    loket.call("POST", "/process-instances", body, Idempotency_Key="mulai-2")

    other = loket.call(
        "POST", "/process-instances", body | {"businessId": "X"}, Idempotency_Key="mulai-2"
    )

    assert other.status_code == 409
    assert other.json is not None
    assert other.json["code"] == "idempotency-key-reused"
