"""Members that Camunda 8's clients send: offsets, change sets, filters we do not know."""

from __future__ import annotations

import pytest

from tests.api.conftest import Caller
from tests.api.test_v2_contract import problem
from tests.api.test_v2_flow import open_task, start

KEYS = {"process-instances": "processInstanceKey", "user-tasks": "userTaskKey"}


@pytest.mark.parametrize("kind", KEYS)
def test_a_page_may_be_asked_for_by_offset(loket: Caller, kind: str) -> None:
    for _ in range(3):
        start(loket)
    whole = loket.call("POST", f"/{kind}/search", {}).json
    body = {"page": {"from": 1, "limit": 1}}

    page = loket.call("POST", f"/{kind}/search", body).json

    assert whole is not None
    assert page is not None
    assert page["page"]["totalItems"] == 3
    assert page["items"] == whole["items"][1:2]
    after = {"page": {"after": page["page"]["endCursor"]}}
    rest = loket.call("POST", f"/{kind}/search", after).json
    assert rest is not None
    assert rest["items"] == whole["items"][2:]


@pytest.mark.parametrize("kind", ["incidents", "jobs", "process-definitions"])
def test_an_offset_behind_the_end_finds_nothing(admin: Caller, kind: str) -> None:
    found = admin.call("POST", f"/{kind}/search", {"page": {"from": 500}}).json

    assert found is not None
    assert found["items"] == []


@pytest.mark.parametrize(
    "kind", ["user-tasks", "process-instances", "incidents", "jobs", "process-definitions"]
)
def test_a_filter_we_do_not_know_is_refused_by_name(admin: Caller, kind: str) -> None:
    answer = admin.call("POST", f"/{kind}/search", {"filter": {"warna": "biru"}})

    body = problem(answer, 400)
    assert [fault["element"] for fault in body["faults"]] == ["filter.warna"]


def test_what_the_diagram_sets_is_not_changed_for_one_task(loket: Caller) -> None:
    task = open_task(loket, start(loket))
    changes = {"candidateUsers": ["loket1"], "priority": 101, "warna": "biru"}

    body = problem(loket.call("PATCH", f"/user-tasks/{task}", {"changeset": changes}), 400)

    named = {fault["element"] for fault in body["faults"]}
    assert named == {"changeset.candidateUsers", "changeset.priority", "changeset.warna"}


def test_dates_and_priority_are_changed_by_who_may(loket: Caller, kasi: Caller) -> None:
    task = open_task(loket, start(loket))
    changes = {"dueDate": "2026-12-01T00:00:00Z", "followUpDate": None, "priority": 80}

    refused = loket.call("PATCH", f"/user-tasks/{task}", {"changeset": changes})
    done = kasi.call("PATCH", f"/user-tasks/{task}", {"changeset": changes, "action": "penting"})

    assert (refused.status_code, done.status_code) == (403, 204)
    read = loket.call("GET", f"/user-tasks/{task}").json
    assert read is not None
    assert (read["dueDate"][:10], read["priority"]) == ("2026-12-01", 80)


def test_an_empty_change_set_changes_nothing(loket: Caller) -> None:
    task = open_task(loket, start(loket))

    assert loket.call("PATCH", f"/user-tasks/{task}", {"changeset": {}}).status_code == 204
    problem(loket.call("PATCH", "/user-tasks/999", {}), 404)
