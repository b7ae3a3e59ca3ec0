"""Committed data and threads: two at once, one wins and the other is told who."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from datetime import timedelta

import pytest

from engine.errors import AlurError, TaskNotOpen, TaskTaken
from engine.services import cases, jobs, messages, reading, tasks, timers, verifying
from engine.services.messages import Message
from engine.services.workers import Activation
from engine.values import Actor
from tests.bpmn.drawing import (
    boundary,
    chain,
    draw,
    end,
    flow,
    message,
    service,
    start,
    timer,
    user,
)
from tests.services.offices import ADMIN, BUDI, OFFICE, SITI, Office, by, open_office

ONE_TASK = draw(*chain(start(), user("u", groups="loket"), end()))
ESCALATING = draw(
    *chain(start(), user("u", groups="loket"), end()),
    boundary("t", "u", timer("P1D"), interrupting=False),
    user("late", groups="loket"),
    flow("t", "late"),
    end("e2"),
    flow("late", "e2"),
)


@pytest.fixture
def office(database_url: str) -> Iterator[Office]:
    opened = open_office(database_url)
    yield opened
    opened.kernel.close()


def at_once(*calls: Callable[[], object]) -> list[object]:
    """Run the calls in threads that begin together; each one's answer or AlurError, in order."""
    answers: list[object] = [None] * len(calls)
    gate = threading.Barrier(len(calls))

    def run(number: int, call: Callable[[], object]) -> None:
        gate.wait()
        try:
            answers[number] = call()
        except AlurError as error:
            answers[number] = error

    threads = [threading.Thread(target=run, args=pair) for pair in enumerate(calls)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    return answers


def claim(office: Office, who: Actor, key: int) -> Callable[[], object]:
    return lambda: tasks.claim(office.kernel, by(who), key)


def complete(office: Office, who: Actor, key: int, idempotency: str = "") -> Callable[[], object]:
    return lambda: tasks.complete(office.kernel, by(who, idempotency), key, {"oleh": who.id})


def test_two_officers_claim_one_task_and_one_reads_who_was_faster(office: Office) -> None:
    office.deploy(ONE_TASK)
    office.start()
    key = office.task().key

    answers = at_once(claim(office, BUDI, key), claim(office, SITI, key))

    refused = [answer for answer in answers if isinstance(answer, TaskTaken)]
    holder = office.task().assignee
    assert [error.params["holder"] for error in refused] == [holder]


def test_one_of_two_completions_at_once_is_kept(office: Office) -> None:
    office.deploy(ONE_TASK)
    case = office.start()
    key = office.task().key

    answers = at_once(*(complete(office, who, key) for who in (BUDI, SITI, BUDI, SITI)))

    refused = [answer for answer in answers if isinstance(answer, TaskNotOpen)]
    assert len(refused) == 3
    history = reading.history(office.kernel, ADMIN, case.key).items
    completions = [event for event in history if event.command == "CompleteUserTask"]
    assert {event.seq for event in completions} == {completions[0].seq}


def test_retries_at_once_with_one_idempotency_key_get_one_answer(office: Office) -> None:
    office.deploy(ONE_TASK)
    office.start()
    key = office.task().key

    answers = at_once(*(complete(office, BUDI, key, "k") for _ in range(4)))

    assert all(answer == answers[0] for answer in answers)
    assert not isinstance(answers[0], AlurError)


def test_starts_at_once_with_one_idempotency_key_make_one_case(office: Office) -> None:
    office.deploy(ONE_TASK)
    what = cases.Start(process_id="p", office=OFFICE)

    answers = at_once(*(lambda: cases.start(office.kernel, by(ADMIN, "k"), what) for _ in range(4)))

    assert all(answer == answers[0] for answer in answers)
    assert reading.cases(office.kernel, ADMIN, reading.CaseQuery()).total == 1


def test_two_sweeps_fire_each_timer_once(office: Office) -> None:
    office.deploy(ESCALATING)
    for _ in range(10):
        office.start()
    office.clock.advance(timedelta(days=1))

    fired = at_once(*(lambda: timers.run_due(office.kernel) for _ in range(3)))

    assert sum(int(str(count)) for count in fired) == 10
    assert [task.element for task in office.open_tasks()].count("late") == 10


def test_two_workers_get_different_jobs(office: Office) -> None:
    office.deploy(draw(*chain(start(), service("w", "hitung"), end())))
    for _ in range(6):
        office.start()

    def activate(worker: str) -> list[int]:
        what = Activation(type="hitung", worker=worker, max_jobs=4)
        return [job.key for job in jobs.activate(office.kernel, by(ADMIN), what)]

    first, second = at_once(lambda: activate("a"), lambda: activate("b"))

    assert isinstance(first, list)
    assert isinstance(second, list)
    assert set(first).isdisjoint(second)
    assert len(first + second) <= 6


def test_message_published_twice_at_once_starts_one_case(office: Office) -> None:
    office.deploy(draw(*chain(start("s", message("mulai")), user("u", groups="loket"), end())))
    letter = Message(name="mulai", message_id="x", office=OFFICE)

    at_once(*(lambda: messages.publish(office.kernel, by(ADMIN), letter) for _ in range(3)))

    assert reading.cases(office.kernel, ADMIN, reading.CaseQuery()).total == 1


def test_chain_is_whole_after_officers_at_once(office: Office) -> None:
    office.deploy(ESCALATING)
    keys = [office.start().key for _ in range(3)]
    found = [task.key for task in office.open_tasks()]

    at_once(
        *(
            call(office, who, key)
            for key in found
            for who in (BUDI, SITI)
            for call in (claim, complete)
        )
    )

    assert [verifying.verify(office.kernel, key) for key in keys] == [(), (), ()]
