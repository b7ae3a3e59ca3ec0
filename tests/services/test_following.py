"""Going straight on with a case after a task."""

from __future__ import annotations

from engine.services import following, reading, tasks
from engine.services.reading import Whose, WorkListQuery
from tests.bpmn.drawing import chain, draw, end, properties, start, user
from tests.services.offices import BUDI, KASI, SITI, Office, by


def steps(*names: str, **second: str) -> bytes:
    """A process of user tasks for the counter; `second` are the second one's properties."""
    drawn = [
        user(name, properties(**second), groups="loket")
        if second and name == names[1]
        else user(name, groups="loket")
        for name in names
    ]
    return draw(*chain(start(), *drawn, end()))


def done_first(office: Office, diagram: bytes) -> int:
    """Deploy, start and let Budi do the first task; the case's key."""
    office.deploy(diagram)
    case = office.start().key
    tasks.complete(office.kernel, by(BUDI), office.task().key, {})
    return case


def test_the_next_task_is_held_by_who_did_the_one_before(office: Office) -> None:
    case = done_first(office, steps("u", "v"))

    taken = following.take_next(office.kernel, by(BUDI), case)

    mine = reading.work_list(office.kernel, BUDI, WorkListQuery(whose=Whose.MINE))
    assert [(task.key, task.element) for task in mine.items] == [(taken, "v")]
    assert following.take_next(office.kernel, by(BUDI), case) == taken  # a double click


def test_what_waits_for_later_is_not_taken(office: Office) -> None:
    case = done_first(office, steps("u", "v", follow="later"))

    assert following.take_next(office.kernel, by(BUDI), case) is None


def test_what_must_be_somebody_elses_is_not_taken(office: Office) -> None:
    case = done_first(office, steps("u", "v", separateFrom="u"))

    assert following.take_next(office.kernel, by(BUDI), case) is None
    assert following.take_next(office.kernel, by(KASI), case) is None
    assert following.take_next(office.kernel, by(SITI), case) is not None


def test_nothing_is_taken_from_anybody_and_nothing_follows_the_end(office: Office) -> None:
    case = done_first(office, steps("u", "v"))
    taken = following.take_next(office.kernel, by(SITI), case)
    assert taken is not None

    assert following.take_next(office.kernel, by(BUDI), case) is None
    tasks.complete(office.kernel, by(SITI), taken, {})
    assert following.take_next(office.kernel, by(SITI), case) is None
