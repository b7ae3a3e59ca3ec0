from __future__ import annotations

import pytest

from engine.errors import NotFound, SeparationOfDuties, TaskNotOpen, TaskTaken
from engine.services import reading, tasks
from engine.services.reading import Whose, WorkListQuery
from tests.bpmn.drawing import chain, draw, end, properties, start, user
from tests.services.offices import BUDI, KASI, SITI, STRANGER, Office, by

ONE_TASK = draw(*chain(start(), user("u", groups="loket"), end()))
TWO_TASKS = draw(
    *chain(
        start(),
        user("u", groups="loket"),
        user("v", properties(separateFrom="u"), groups="loket"),
        end(),
    )
)


@pytest.fixture
def waiting(office: Office) -> Office:
    office.deploy(ONE_TASK)
    office.start()
    return office


def test_started_case_waits_at_its_task_in_the_groups_list(waiting: Office) -> None:
    page = reading.work_list(waiting.kernel, BUDI, WorkListQuery(whose=Whose.GROUPS))

    assert [task.element for task in page.items] == ["u"]
    assert page.total == 1


def test_claimed_task_is_in_its_holders_list_alone(waiting: Office) -> None:
    tasks.claim(waiting.kernel, by(BUDI), waiting.task().key)

    mine = reading.work_list(waiting.kernel, BUDI, WorkListQuery(whose=Whose.MINE))
    groups = reading.work_list(waiting.kernel, SITI, WorkListQuery(whose=Whose.GROUPS))
    assert [task.assignee for task in mine.items] == ["budi"]
    assert groups.items == ()


def test_second_officer_is_told_who_holds_the_task(waiting: Office) -> None:
    key = waiting.task().key
    tasks.claim(waiting.kernel, by(BUDI), key)

    with pytest.raises(TaskTaken) as refused:
        tasks.claim(waiting.kernel, by(SITI), key)

    assert refused.value.params["holder"] == "budi"


def test_task_of_another_office_does_not_exist_for_a_stranger(waiting: Office) -> None:
    with pytest.raises(NotFound):
        tasks.claim(waiting.kernel, by(STRANGER), waiting.task().key)


def test_completing_the_last_task_ends_the_case(office: Office) -> None:
    office.deploy(ONE_TASK)
    case = office.start()

    office.complete("u", {"nama": "x"})

    view = office.case(case.key)
    assert view.row.state == "COMPLETED"
    assert view.variables == {"nama": "x"}
    assert view.tasks == ()


def test_completing_twice_is_refused(waiting: Office) -> None:
    key = waiting.task().key
    tasks.complete(waiting.kernel, by(BUDI), key, {})

    with pytest.raises(TaskNotOpen):
        tasks.complete(waiting.kernel, by(BUDI), key, {})


def test_retry_with_the_same_idempotency_key_gets_the_first_answer(waiting: Office) -> None:
    key = waiting.task().key
    first = tasks.complete(waiting.kernel, by(BUDI, "k1"), key, {"a": 1})

    again = tasks.complete(waiting.kernel, by(BUDI, "k1"), key, {"a": 1})

    assert again == first


def test_separate_task_is_refused_to_who_did_the_other(office: Office) -> None:
    office.deploy(TWO_TASKS)
    office.start()
    office.complete("u")

    with pytest.raises(SeparationOfDuties):
        tasks.claim(office.kernel, by(BUDI), office.task("v").key)


def test_holder_hands_over_with_reason(waiting: Office) -> None:
    key = waiting.task().key
    tasks.claim(waiting.kernel, by(BUDI), key)

    receipt = tasks.assign(waiting.kernel, by(BUDI), key, SITI, reason="istirahat")

    assert receipt.assignee == "siti"
    assert waiting.task().assignee == "siti"


def test_supervisor_releases_a_held_task(waiting: Office) -> None:
    key = waiting.task().key
    tasks.claim(waiting.kernel, by(BUDI), key)

    receipt = tasks.unclaim(waiting.kernel, by(KASI), key)

    assert receipt.assignee is None


def test_draft_is_offered_again_and_gone_after_completion(waiting: Office) -> None:
    key = waiting.task().key
    tasks.save_draft(waiting.kernel, by(BUDI), key, {"nama": "separuh"})
    kept = reading.task(waiting.kernel, BUDI, key).draft

    tasks.complete(waiting.kernel, by(BUDI), key, {"nama": "utuh"})

    assert kept == {"nama": "separuh"}
    assert reading.task(waiting.kernel, KASI, key).draft == {}
