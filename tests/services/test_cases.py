from __future__ import annotations

from datetime import timedelta

import pytest

from engine.errors import CaseNotActive, Forbidden, KeyReused, NotFound
from engine.services import cases, corrections, notes, reading, tasks
from engine.services.cases import Start
from engine.services.kernel import Request
from engine.services.reading import CaseQuery
from engine.services.rights import OfficeForbidden, ReasonMissing
from engine.services.turns import InstantInFuture
from engine.store.sealing import KeyDestroyed
from tests.bpmn.drawing import chain, draw, end, start, user
from tests.services.offices import ADMIN, BUDI, KASI, OFFICE, START, STRANGER, Office, by

TWO_TASKS = draw(*chain(start(), user("u", groups="loket"), user("v", groups="loket"), end()))


@pytest.fixture
def waiting(office: Office) -> Office:
    office.deploy(TWO_TASKS)
    return office


def test_start_with_the_same_idempotency_key_makes_one_case(waiting: Office) -> None:
    what = Start(process_id="p", office=OFFICE, business_key="R-1")
    first = cases.start(waiting.kernel, by(ADMIN, "k"), what)

    again = cases.start(waiting.kernel, by(ADMIN, "k"), what)

    assert again == first
    assert reading.cases(waiting.kernel, ADMIN, CaseQuery()).total == 1


def test_idempotency_key_of_another_request_is_refused(waiting: Office) -> None:
    cases.start(waiting.kernel, by(ADMIN, "k"), Start(process_id="p", office=OFFICE))

    with pytest.raises(KeyReused):
        cases.start(
            waiting.kernel, by(ADMIN, "k"), Start(process_id="p", office=OFFICE, business_key="x")
        )


def test_case_of_an_unknown_process_is_not_found(waiting: Office) -> None:
    with pytest.raises(NotFound):
        cases.start(waiting.kernel, by(ADMIN), Start(process_id="nothing", office=OFFICE))


def test_case_for_another_office_is_forbidden(waiting: Office) -> None:
    with pytest.raises(OfficeForbidden):
        cases.start(waiting.kernel, by(ADMIN), Start(process_id="p", office="9999"))


def test_case_of_another_office_cannot_be_read(waiting: Office) -> None:
    case = waiting.start()

    with pytest.raises(NotFound):
        reading.case(waiting.kernel, STRANGER, case.key)


def test_cancelled_case_has_no_open_task(waiting: Office) -> None:
    case = waiting.start()

    receipt = cases.cancel(waiting.kernel, by(KASI), case.key, "pemohon mundur")

    assert receipt.state == "TERMINATED"
    assert waiting.open_tasks() == ()


def test_cancelling_needs_a_supervisor_and_a_reason(waiting: Office) -> None:
    case = waiting.start()

    with pytest.raises(Forbidden):
        cases.cancel(waiting.kernel, by(BUDI), case.key, "x")
    with pytest.raises(ReasonMissing):
        cases.cancel(waiting.kernel, by(KASI), case.key, "  ")


def test_suspended_case_takes_no_work_until_resumed(waiting: Office) -> None:
    case = waiting.start()
    task = waiting.task()
    cases.suspend(waiting.kernel, by(ADMIN), case.key, "periksa")

    with pytest.raises(CaseNotActive):
        tasks.complete(waiting.kernel, by(BUDI), task.key, {})
    hidden = waiting.open_tasks()
    cases.resume(waiting.kernel, by(ADMIN), case.key, "selesai")
    waiting.complete()

    assert hidden == ()
    assert [left.element for left in waiting.open_tasks()] == ["v"]


def test_late_entry_runs_at_its_instant_and_is_marked(waiting: Office) -> None:
    case = waiting.start()
    waiting.clock.advance(timedelta(hours=3))
    at = START + timedelta(hours=1)

    late = Request(actor=BUDI, occurred_at=at)
    tasks.complete(waiting.kernel, late, waiting.task().key, {})

    last = reading.history(waiting.kernel, ADMIN, case.key).items[-1]
    assert (last.at, last.recorded_at, last.late) == (at, START + timedelta(hours=3), True)


def test_late_entry_is_never_before_what_happened_last(waiting: Office) -> None:
    case = waiting.start()
    waiting.clock.advance(timedelta(hours=3))

    early = Request(actor=BUDI, occurred_at=START - timedelta(days=1))
    tasks.complete(waiting.kernel, early, waiting.task().key, {})

    assert reading.history(waiting.kernel, ADMIN, case.key).items[-1].at == START


def test_entry_from_the_future_is_refused(waiting: Office) -> None:
    waiting.start()

    request = Request(actor=BUDI, occurred_at=START + timedelta(seconds=1))

    with pytest.raises(InstantInFuture):
        tasks.complete(waiting.kernel, request, waiting.task().key, {})


def test_note_is_kept_with_the_case_and_in_its_history(waiting: Office) -> None:
    case = waiting.start()

    notes.add(waiting.kernel, by(BUDI), case.key, "menunggu surat RT")

    view = waiting.case(case.key)
    assert [(note.actor, note.text) for note in view.notes] == [("budi", "menunggu surat RT")]
    assert reading.history(waiting.kernel, ADMIN, case.key).items[-1].happened == "noted"


def test_correction_overwrites_a_variable_and_names_it_in_the_history(waiting: Office) -> None:
    case = waiting.start("p", {"nama": "salah"})

    corrections.correct(waiting.kernel, by(KASI), case.key, {"nama": "benar"}, reason="ejaan")

    assert waiting.case(case.key).variables == {"nama": "benar"}
    history = reading.history(waiting.kernel, ADMIN, case.key).items
    assert ("nama",) in [event.variables for event in history if event.command == "SetVariables"]


def test_reopened_task_is_on_the_desk_again_and_the_next_one_is_gone(waiting: Office) -> None:
    waiting.start()
    done = waiting.task("u").key
    waiting.complete("u", {"a": 1})

    corrections.reopen(waiting.kernel, by(BUDI), done, {"a": 2}, reason="salah baca")

    assert [task.element for task in waiting.open_tasks()] == ["u"]


def test_erased_case_tells_that_its_data_are_gone(waiting: Office) -> None:
    case = waiting.start("p", {"nama": "Asep"})
    waiting.destroy_key(case.key)

    assert waiting.case(case.key).variables == {}
    with pytest.raises(KeyDestroyed):
        waiting.complete()
