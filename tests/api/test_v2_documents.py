"""/v2/documents as Camunda 8's clients use it."""

from __future__ import annotations

import json
from typing import Any

import pytest
from sqlalchemy import text
from werkzeug.test import TestResponse

from api import forgery
from engine.services.kernel import Kernel
from tests.api import filing
from tests.api.conftest import Caller
from tests.api.filing import file
from tests.services.papers import pdf


@pytest.fixture
def task(kernel: Kernel) -> int:
    key = filing.begin(kernel)
    filing.hold(kernel, key, "loket1")
    return key


def add(who: Caller, task: object, content: bytes = b"") -> TestResponse:
    metadata = json.dumps({"customProperties": {"userTaskKey": str(task)}})
    data = {"file": file(content or pdf(), "kk.pdf"), "metadata": metadata}
    return who.client.post("/v2/documents", data=data, headers={forgery.HEADER: who.token})


def body(answer: TestResponse) -> dict[str, Any]:
    assert answer.json is not None
    found: dict[str, Any] = answer.json
    return found


def test_file_is_added_named_in_the_completion_and_read_on_record(
    loket: Caller, kernel: Kernel, task: int
) -> None:
    added = add(loket, task)
    reference = body(added)
    document = reference["documentId"]

    assert added.status_code == 201
    assert reference["camunda.document.type"] == "camunda"
    assert document.endswith("." + reference["contentHash"])
    variables = {"nama": "Siti", "kk": [document]}
    done = loket.call("POST", f"/user-tasks/{task}/completion", {"variables": variables})
    assert done.status_code == 204
    assert loket.get(f"/v2/documents/{document}").data == pdf()
    with kernel.reads() as session:
        assert session.execute(text("SELECT cara FROM data_dibuka")).scalars().all() == ["API"]


def test_wrong_file_is_refused_with_its_fault(loket: Caller, task: int) -> None:
    refused = add(loket, task, b"MZ\x90")

    assert refused.status_code == 400
    assert [fault["rule"] for fault in body(refused)["faults"]] == ["file-kind"]


@pytest.mark.parametrize("named", ["", "x", "7" * 30, None])
def test_file_for_no_task_is_refused(loket: Caller, named: object) -> None:
    assert add(loket, named).status_code == 400


def test_file_for_somebody_elses_task_or_of_nobody_is_refused(
    loket: Caller, as_loket2: Caller, admin: Caller, task: int
) -> None:
    assert add(as_loket2, task).status_code == 409
    assert add(admin, task).status_code == 409
    for document in ("77", "abc", "7." + "0" * 64):
        assert loket.get(f"/v2/documents/{document}").status_code == 404
