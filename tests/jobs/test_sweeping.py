from __future__ import annotations

import time
from collections.abc import Iterator
from datetime import timedelta

import pytest
from sqlalchemy.exc import OperationalError

from engine.jobs import sweeping
from tests.bpmn.drawing import boundary, chain, draw, end, flow, start, timer, user
from tests.services.offices import Office, open_office

ESCALATING = draw(
    *chain(start(), user("u", groups="loket"), end()),
    boundary("t", "u", timer("P1D")),
    user("late", groups="loket"),
    flow("t", "late"),
    end("e2"),
    flow("late", "e2"),
)


@pytest.fixture
def office(sqlite_url: str) -> Iterator[Office]:
    opened = open_office(sqlite_url)
    opened.deploy(ESCALATING)
    opened.start()
    yield opened
    opened.kernel.close()


def wait_for(office: Office, element: str) -> bool:
    for _ in range(100):
        if element in {task.element for task in office.open_tasks()}:
            return True
        time.sleep(0.1)
    return False


def test_sweeper_fires_due_timers_in_the_background_until_stopped(office: Office) -> None:
    sweeper = sweeping.Sweeper(office.kernel, 1)
    sweeper.start()
    sweeper.start()
    office.clock.advance(timedelta(days=1))

    fired = wait_for(office, "late")

    sweeper.stop()
    sweeper.stop()
    assert fired


def test_failing_sweep_does_not_stop_the_others(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object) -> int:
        raise OperationalError("SELECT", {}, Exception("away"))

    monkeypatch.setattr("engine.store.subscriptions.deliverable", broken)
    office.clock.advance(timedelta(days=1))

    moved = sweeping.sweep(office.kernel)

    assert moved == 1
    assert [task.element for task in office.open_tasks()] == ["late"]
