"""A case whose data were erased is shown as that, and what needs its data is refused in words."""

from __future__ import annotations

import pytest
from sqlalchemy import update

from engine.services.kernel import Kernel
from engine.store.cases import CaseKey
from tests.api.conftest import Caller
from tests.api.test_v2_contract import problem
from tests.api.test_v2_flow import open_task, start


@pytest.fixture
def erased(loket: Caller, kernel: Kernel) -> tuple[str, str]:
    """Case and task, the case's key destroyed."""
    case = start(loket)
    task = open_task(loket, case)
    loket.post(f"/kasus/{case}/catatan", {"catatan": "rahasia"})
    with kernel.sessions.begin() as session:
        session.execute(update(CaseKey).values(wrapped=None))
    return case, task


def test_its_pages_are_shown_without_the_data(
    loket: Caller, admin: Caller, erased: tuple[str, str]
) -> None:
    case, task = erased

    pages = [loket.get(f"/kasus/{case}"), loket.get(f"/tugas/{task}"), loket.get("/tugas")]

    assert [page.status_code for page in (*pages, admin.get("/insiden"))] == [200] * 4
    assert not any("rahasia" in page.text for page in pages)


def test_what_needs_its_data_is_refused_in_words(loket: Caller, erased: tuple[str, str]) -> None:
    case, task = erased

    note = loket.post(f"/kasus/{case}/catatan", {"catatan": "lagi"})
    answer = loket.call("POST", f"/user-tasks/{task}/completion", {})

    assert note.status_code == 409
    assert problem(answer, 409)["code"] == "key-destroyed"
