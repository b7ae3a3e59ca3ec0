from __future__ import annotations

import time
from datetime import timedelta

import pytest

from engine.clock import TravellingClock
from engine.errors import TaskNotOpen
from engine.services import cases, reading, tasks, timers
from engine.services.kernel import Request, open_kernel
from tests.bpmn.drawing import boundary, catch, chain, draw, end, flow, start, timer, user
from tests.services.offices import ADMIN, BUDI, MASTER_KEY, START, Office, by

ESCALATING = draw(
    *chain(start(), user("u", groups="loket"), end()),
    boundary("t", "u", timer("P1D")),
    user("late", groups="loket"),
    flow("t", "late"),
    end("e2"),
    flow("late", "e2"),
)
REMINDING = draw(
    *chain(start(), user("u", groups="loket"), end()),
    boundary("t", "u", timer(cycle="R/P1D"), interrupting=False),
    user("remind", groups="loket"),
    flow("t", "remind"),
    end("e2"),
    flow("remind", "e2"),
)


def test_waiting_timer_is_a_row_with_its_due_instant(office: Office) -> None:
    office.deploy(ESCALATING)
    case = office.start()

    waiting = office.case(case.key).timers

    assert [(one.element, one.due_at) for one in waiting] == [("t", START + timedelta(days=1))]


def test_timer_fires_at_its_due_instant_and_not_before(office: Office) -> None:
    office.deploy(ESCALATING)
    office.start()
    office.clock.advance(timedelta(days=1, microseconds=-1))
    early = timers.run_due(office.kernel)

    office.clock.advance(timedelta(microseconds=1))
    due = timers.run_due(office.kernel)

    assert (early, due) == (0, 1)
    assert [task.element for task in office.open_tasks()] == ["late"]


def test_fired_timer_does_not_fire_again(office: Office) -> None:
    office.deploy(ESCALATING)
    office.start()
    office.clock.advance(timedelta(days=2))
    timers.run_due(office.kernel)

    assert timers.run_due(office.kernel) == 0


def test_due_timer_is_fired_before_an_officers_command_is_judged(office: Office) -> None:
    office.deploy(ESCALATING)
    office.start()
    key = office.task("u").key
    office.clock.advance(timedelta(days=1))

    with pytest.raises(TaskNotOpen):
        tasks.complete(office.kernel, by(BUDI), key, {})

    assert [task.element for task in office.open_tasks()] == ["late"]


def test_cycle_is_set_anew_each_time_it_fires(office: Office) -> None:
    office.deploy(REMINDING)
    case = office.start()
    office.clock.advance(timedelta(days=1))
    timers.run_due(office.kernel)

    assert [one.due_at for one in office.case(case.key).timers] == [START + timedelta(days=2)]
    assert [task.element for task in office.open_tasks()] == ["u", "remind"]


def test_timer_fired_by_a_running_clock_is_no_late_entry(database_url: str) -> None:
    running = open_kernel(database_url, MASTER_KEY)
    office = Office(kernel=running, clock=TravellingClock(START))
    office.deploy(draw(*chain(start(), catch("c", timer("PT0.01S")), end())))
    case = office.start()
    time.sleep(0.02)

    timers.run_due(running)

    history = reading.history(running, ADMIN, case.key).items
    running.close()
    assert {event.late for event in history} == {False}
    assert history[-1].command == "FireTimer"


def test_late_entry_fires_only_the_timers_due_by_its_instant(office: Office) -> None:
    office.deploy(ESCALATING)
    office.start()
    office.clock.advance(timedelta(days=3))

    early = Request(actor=BUDI, occurred_at=START + timedelta(hours=1))
    tasks.complete(office.kernel, early, office.task("u").key, {})

    assert office.open_tasks() == ()


def test_timer_of_a_suspended_case_waits(office: Office) -> None:
    office.deploy(ESCALATING)
    case = office.start()
    cases.suspend(office.kernel, by(ADMIN), case.key, "periksa")
    office.clock.advance(timedelta(days=2))
    asleep = timers.run_due(office.kernel)

    cases.resume(office.kernel, by(ADMIN), case.key, "lanjut")

    assert (asleep, timers.run_due(office.kernel)) == (0, 1)


def test_timer_start_event_begins_a_case_each_round(office: Office) -> None:
    office.deploy(draw(*chain(start("s", timer(cycle="R2/P1D")), user("u", groups="loket"), end())))
    for _ in range(4):
        office.clock.advance(timedelta(days=1))
        timers.run_due(office.kernel)

    everything = ADMIN.__class__(
        id="auditor", offices=frozenset({"*"}), rights=frozenset({"audit"})
    )
    assert reading.cases(office.kernel, everything, reading.CaseQuery()).total == 2
