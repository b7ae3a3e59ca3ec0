"""Many officers press "take the next one" at once: nobody gets another's, nobody goes away empty."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from engine.services import taking
from engine.services.receipts import TaskReceipt
from tests.concurrency.test_officers import ONE_TASK, at_once, office
from tests.services.offices import BUDI, Office, by

__all__ = ["office"]

OFFICERS = 8


def take(office: Office, number: int, key: str = "") -> Callable[[], object]:
    who = replace(BUDI, id=f"petugas{number}")
    return lambda: taking.claim_next(office.kernel, by(who, key))


def keys(answers: list[object]) -> list[int]:
    return [answer.key for answer in answers if isinstance(answer, TaskReceipt)]


def test_each_gets_a_task_of_their_own_while_tasks_are_left(office: Office) -> None:
    office.deploy(ONE_TASK)
    for _ in range(OFFICERS + 1):
        office.start()

    first = at_once(*(take(office, number) for number in range(OFFICERS)))
    second = at_once(*(take(office, number) for number in range(OFFICERS)))

    assert len(set(keys(first))) == OFFICERS, first
    assert len(keys(second)) == 1, second
    assert second.count(None) == OFFICERS - 1
    assert not set(keys(first)) & set(keys(second))


def test_both_halves_of_a_double_click_get_the_same_task(office: Office) -> None:
    office.deploy(ONE_TASK)
    for _ in range(3):
        office.start()

    answers = keys(at_once(take(office, 1, "k1"), take(office, 1, "k1")))

    assert len(answers) == 2
    assert len(set(answers)) == 1
