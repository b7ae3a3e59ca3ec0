"""Another office's things do not exist, whatever rights one has in one's own."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask

from engine.services.kernel import Kernel, Request
from engine.values import SYSTEM_ACTOR
from office.officers import NewOfficer, create
from tests.api.conftest import ANSWERS, PASSWORD, Caller
from tests.api.test_v2_flow import activate, complete, open_task, start

BODIES: dict[str, Any] = {
    "completion": {"variables": {}},
    "assignment": {"assignee": "asing"},
    "draft": {"variables": {"a": 1}},
    "failure": {"retries": 0, "errorMessage": "x"},
    "error": {"errorCode": "x"},
    "<key:job>": {"changeset": {"retries": 1}},
    "cancellation": {"reason": "salah kantor"},
    "suspension": {"reason": "salah kantor"},
    "resumption": {"reason": "salah kantor"},
}
FORM = {"alasan": "salah kantor", "catatan": "x", "petugas": "asing"}


@pytest.fixture
def stranger(kernel: Kernel, as_officer: Callable[[str], Caller]) -> Caller:
    """An officer of another office with every role there is."""
    roles = frozenset({"loket", "verifikator", "camat", "auditor", "admin"})
    new = NewOfficer(
        username="asing", name="Asing", office="999999", roles=roles, password=PASSWORD
    )
    create(kernel, Request(actor=SYSTEM_ACTOR), new)
    return as_officer("asing")


@pytest.fixture
def keys(loket: Caller, admin: Caller) -> dict[str, str]:
    """What the first office has: a case that waits at a task, one with a job, one stuck."""
    waiting, worked, stuck = start(loket), start(loket), start(loket)
    complete(loket, worked, ANSWERS)
    job = activate(admin)
    complete(loket, stuck, ANSWERS)
    admin.call("POST", f"/jobs/{activate(admin)}/failure", {"retries": 0, "errorMessage": "x"})
    found = admin.call("POST", "/incidents/search", {}).json
    assert found is not None
    incident = found["items"][0]["incidentKey"]
    return {"case": waiting, "task": open_task(loket, waiting), "job": job, "incident": incident}


def test_no_route_shows_or_changes_another_offices_thing(
    app: Flask, stranger: Caller, keys: dict[str, str]
) -> None:
    wrong = []
    for route in app.url_map.iter_rules():
        named = re.search(r"<key:(\w+)>", route.rule)
        if named is None or named[1] not in keys:
            continue
        path = route.rule.replace(named[0], keys[named[1]])
        for method in sorted((route.methods or set()) - {"HEAD", "OPTIONS"}):
            status = _ask(stranger, method, path, BODIES.get(route.rule.rsplit("/", 1)[-1], {}))
            if status != 404:
                wrong.append((method, route.rule, status))

    assert wrong == []


def _ask(caller: Caller, method: str, path: str, body: dict[str, Any]) -> int:
    if path.startswith("/v2/"):
        sent = None if method == "GET" else body
        return caller.call(method, path.removeprefix("/v2"), sent).status_code
    return (caller.get(path) if method == "GET" else caller.post(path, FORM)).status_code


@pytest.mark.parametrize("kind", ["user-tasks", "process-instances", "jobs", "incidents"])
def test_no_search_finds_another_offices_things(
    stranger: Caller, keys: dict[str, str], kind: str
) -> None:
    answer = stranger.call("POST", f"/{kind}/search", {}).json

    assert answer is not None
    assert (answer["items"], answer["page"]["totalItems"]) == ([], 0)


def test_no_job_of_another_office_is_handed_out(stranger: Caller, keys: dict[str, str]) -> None:
    body = {"type": "izin.uji-zona", "worker": "x", "timeout": 60000, "maxJobsToActivate": 9}

    assert stranger.call("POST", "/jobs/activation", body).json == {"jobs": []}


def test_no_case_begins_in_another_office(stranger: Caller) -> None:
    body = {"processDefinitionId": "izin_keramaian", "office": "327316"}

    assert stranger.call("POST", "/process-instances", body).status_code == 403


def test_incidents_of_another_office_are_not_retried(
    stranger: Caller, admin: Caller, keys: dict[str, str]
) -> None:
    stranger.post("/insiden/ulang", {"insiden": keys["incident"]})

    answer = admin.call("GET", f"/incidents/{keys['incident']}").json
    assert answer is not None
    assert answer["state"] == "ACTIVE"
