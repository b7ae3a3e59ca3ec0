"""What /v2 calls bring about in a case: variables, jobs, incidents, messages, signals."""

from __future__ import annotations

from tests.api.conftest import ANSWERS, Caller
from tests.api.test_v2_contract import problem
from tests.api.test_v2_flow import activate, complete, open_task, start, state


def test_variables_are_written_as_json_text(loket: Caller, kasi: Caller) -> None:
    case = start(loket)
    complete(loket, case, ANSWERS)

    found = kasi.call("POST", "/variables/search", {"filter": {"processInstanceKey": case}}).json

    assert found is not None
    values = {item["name"]: item["value"] for item in found["items"]}
    assert values["jumlah_orang"] == "300"
    assert values["jenis"] == '"NIKAH"'


def test_a_failed_job_becomes_an_incident_that_can_be_resolved(
    loket: Caller, admin: Caller
) -> None:
    case = start(loket)
    complete(loket, case, ANSWERS)
    failure = {"retries": 0, "errorMessage": "peta tidak terbaca"}

    admin.call("POST", f"/jobs/{activate(admin)}/failure", failure)

    found = admin.call("POST", "/incidents/search", {"filter": {"processInstanceKey": case}}).json
    assert found is not None
    incident = found["items"][0]
    assert incident["errorType"] == "JOB_NO_RETRIES"
    path = f"/incidents/{incident['incidentKey']}"
    assert admin.call("GET", path).json == incident
    assert admin.call("POST", f"{path}/resolution", {}).status_code == 204
    assert activate(admin)


def test_a_bpmn_error_takes_the_way_the_diagram_draws(loket: Caller, admin: Caller) -> None:
    case = start(loket)
    complete(loket, case, ANSWERS)
    error = {"errorCode": "ZONA_DILARANG", "errorMessage": "dekat rumah sakit"}

    answer = admin.call("POST", f"/jobs/{activate(admin)}/error", error)

    assert answer.status_code == 204
    assert state(loket, case) == "COMPLETED"


def test_a_suspended_case_refuses_completion_until_resumed(loket: Caller, admin: Caller) -> None:
    case = start(loket)
    task = open_task(loket, case)
    loket.call("POST", f"/user-tasks/{task}/assignment", {"assignee": "loket1"})

    assert (
        admin.call("POST", f"/process-instances/{case}/suspension", {"reason": "x"}).status_code
        == 204
    )
    problem(loket.call("POST", f"/user-tasks/{task}/completion", {"variables": ANSWERS}), 409)
    assert (
        admin.call("POST", f"/process-instances/{case}/resumption", {"reason": "x"}).status_code
        == 204
    )
    answer = loket.call("POST", f"/user-tasks/{task}/completion", {"variables": ANSWERS})
    assert answer.status_code == 204


def test_a_cancelled_case_is_terminated(loket: Caller, kasi: Caller) -> None:
    case = start(loket)

    answer = kasi.call("POST", f"/process-instances/{case}/cancellation", {"reason": "batal"})

    assert answer.status_code == 204
    assert state(loket, case) == "TERMINATED"
    problem(kasi.call("POST", f"/process-instances/{case}/cancellation", {"reason": "lagi"}), 409)


def test_a_message_nobody_waits_for_cannot_be_correlated(kasi: Caller) -> None:
    answer = kasi.call("POST", "/messages/correlation", {"name": "tidak_ada"})

    assert problem(answer, 404)["code"] == "message-not-correlated"


def test_a_published_message_is_kept_once_by_its_id(kasi: Caller) -> None:
    body = {
        "name": "retribusi_masuk",
        "correlationKey": "K",
        "messageId": "m1",
        "timeToLive": 60000,
    }

    first = kasi.call("POST", "/messages/publication", body).json
    second = kasi.call("POST", "/messages/publication", body).json

    assert first == second


def test_a_signal_starts_what_listens_for_it(kasi: Caller, loket: Caller) -> None:
    answer = kasi.call("POST", "/signals/broadcast", {"signalName": "berita_baru"})

    assert answer.status_code == 200
    found = loket.call(
        "POST", "/process-instances/search", {"filter": {"processDefinitionId": "pengumuman"}}
    ).json
    assert found is not None
    assert found["page"]["totalItems"] == 1
