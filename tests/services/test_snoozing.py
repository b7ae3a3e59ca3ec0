from __future__ import annotations

from datetime import timedelta

import pytest

from engine.rules.assignment import NotHolder, NotSupervisor
from engine.services import reading, replaying, snoozing, tasks, verifying
from engine.services.reading import Snoozed, TaskRow, WorkListQuery
from engine.services.snoozing import Changes, SnoozeInvalid
from tests.bpmn.drawing import chain, draw, end, start, user
from tests.services.conftest import MakeOffice
from tests.services.offices import BUDI, KASI, SITI, START, Office, by

ONE_TASK = draw(*chain(start(), user("u", groups="loket"), end()))
LATER = START + timedelta(hours=5)


@pytest.fixture
def held(make_office: MakeOffice) -> Office:
    """A task that Budi holds."""
    office = make_office()
    office.deploy(ONE_TASK)
    office.start()
    tasks.claim(office.kernel, by(BUDI), office.task().key)
    return office


def listed(office: Office, snoozed: Snoozed) -> list[TaskRow]:
    query = WorkListQuery(whose=reading.Whose.MINE, snoozed=snoozed)
    return list(reading.work_list(office.kernel, BUDI, query).items)


def test_snoozed_task_is_hidden_until_its_hour_and_wakes_by_itself(held: Office) -> None:
    snoozing.snooze(held.kernel, by(BUDI), held.task().key, LATER, reason="menunggu KK")

    assert listed(held, Snoozed.HIDDEN) == []
    assert [row.snoozed for row in listed(held, Snoozed.ONLY)] == [True]
    held.clock.advance(timedelta(hours=5))
    assert [row.snoozed for row in listed(held, Snoozed.HIDDEN)] == [False]


def test_snooze_is_logged_with_reason_and_the_log_replays(held: Office) -> None:
    task = held.task()
    snoozing.snooze(held.kernel, by(BUDI), task.key, LATER, reason="menunggu KK")

    last = reading.history(held.kernel, KASI, task.root_key).items[-1]

    assert last.detail == {"followUpDate": LATER.isoformat(), "reason": "menunggu KK"}
    assert replaying.replay(held.kernel, task.root_key).parted_at is None
    assert verifying.verify(held.kernel, task.root_key) == ()


def test_only_holder_and_supervisor_put_a_task_off(held: Office) -> None:
    with pytest.raises(NotHolder):
        snoozing.snooze(held.kernel, by(SITI), held.task().key, LATER, reason="titip")

    receipt = snoozing.snooze(held.kernel, by(KASI), held.task().key, LATER, reason="libur")

    assert receipt.assignee == BUDI.id


@pytest.mark.parametrize("hours", [0, -1, 24 * 91])
def test_time_that_passed_or_is_too_far_is_refused(held: Office, hours: int) -> None:
    until = START + timedelta(hours=hours)

    with pytest.raises(SnoozeInvalid):
        snoozing.snooze(held.kernel, by(BUDI), held.task().key, until, reason="nanti")


def test_task_that_changes_hands_is_awake(held: Office) -> None:
    key = held.task().key
    snoozing.snooze(held.kernel, by(BUDI), key, LATER, reason="menunggu KK")

    tasks.assign(held.kernel, by(BUDI), key, SITI, reason="cuti")

    assert held.task().follow_up_at is None


def test_priority_and_due_date_are_the_supervisors_to_change(held: Office) -> None:
    changes: Changes = {snoozing.PRIORITY: 90, snoozing.DUE: LATER}
    with pytest.raises(NotSupervisor):
        snoozing.update(held.kernel, by(BUDI), held.task().key, changes)

    snoozing.update(held.kernel, by(KASI), held.task().key, changes)

    assert (held.task().priority, held.task().due_at) == (90, LATER)


def test_change_that_changes_nothing_is_not_logged(held: Office) -> None:
    task = held.task()

    receipt = snoozing.update(held.kernel, by(KASI), task.key, {snoozing.PRIORITY: task.priority})

    assert receipt.version == task.version
