from __future__ import annotations

from datetime import timedelta

import pytest

from engine.services import snoozing, taking, tasks
from tests.bpmn.drawing import chain, draw, end, properties, start, user
from tests.services.conftest import MakeOffice
from tests.services.offices import BUDI, KASI, SITI, Office, by

ONE_TASK = draw(*chain(start(), user("u", groups="loket"), end()))
FOUR_EYES = draw(
    *chain(
        start(),
        user("a", groups="loket"),
        user("b", properties(separateFrom="a"), groups="loket"),
        end(),
    )
)


@pytest.fixture
def office(make_office: MakeOffice) -> Office:
    opened = make_office()
    opened.deploy(ONE_TASK)
    for _ in range(3):
        opened.start()
    return opened


def keys(office: Office) -> list[int]:
    return [row.key for row in office.open_tasks()]


def test_next_is_the_most_urgent_free_task(office: Office) -> None:
    first, second, third = keys(office)
    snoozing.update(office.kernel, by(KASI), third, {snoozing.PRIORITY: 90})
    tasks.claim(office.kernel, by(SITI), first)

    taken = [taking.claim_next(office.kernel, by(BUDI)) for _ in range(3)]

    assert [one.key if one else None for one in taken] == [third, second, None]


def test_double_click_takes_one_task(office: Office) -> None:
    once = taking.claim_next(office.kernel, by(BUDI, "k1"))
    again = taking.claim_next(office.kernel, by(BUDI, "k1"))

    assert once is not None
    assert once == again
    assert [row.assignee for row in office.open_tasks()].count(BUDI.id) == 1


def test_task_that_another_must_do_is_passed_over(make_office: MakeOffice) -> None:
    office = make_office()
    office.deploy(FOUR_EYES)
    office.start()
    office.start()
    tasks.complete(office.kernel, by(BUDI), office.task("a").key, {})

    taken = [taking.claim_next(office.kernel, by(BUDI)) for _ in range(2)]

    assert [one is not None for one in taken] == [True, False]


def test_snoozed_task_is_not_the_next(office: Office) -> None:
    first, *_ = keys(office)
    until = office.clock.now() + timedelta(hours=1)
    snoozing.snooze(office.kernel, by(KASI), first, until, reason="besok")

    taken = taking.claim_next(office.kernel, by(BUDI))

    assert taken is not None
    assert taken.key != first
