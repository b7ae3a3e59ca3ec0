"""Leaving: no sign-in any more, and what was held changes hands by logged commands."""

from __future__ import annotations

from datetime import timedelta

import pytest

from engine.services import reading, tasks
from engine.services.kernel import Request
from engine.services.rights import ReasonMissing, RightMissing
from office import debts, leaving
from office.leaving import Left, SuccessorInvalid
from tests.office.conftest import ADMIN, CLERK, OFFICE, Desk
from tests.office.test_absences import CHIEF, a_case, away, now_is, open_task, staffed

__all__ = ["staffed"]  # a fixture


def held_by_sri(desk: Desk) -> tuple[int, int]:
    """A case and its first task, which sri holds."""
    case = a_case(desk)
    task = open_task(desk, case)
    tasks.claim(desk.kernel, Request(actor=now_is(desk, "sri")), task)
    return case, task


def leave(desk: Desk, officer: str = "sri", to: str = "") -> Left:
    return leaving.deactivate(desk.kernel, Request(actor=ADMIN), officer, reason="pensiun", to=to)


def last_change(desk: Desk, case: int) -> object:
    rows = reading.history(desk.kernel, CHIEF, case).items
    return [(row.actor, row.detail) for row in rows if row.happened == "assigned"][-1]


def test_what_was_held_goes_to_the_officer_named(staffed: Desk) -> None:
    case, task = held_by_sri(staffed)
    assert leave(staffed, to="dewi") == Left(handed_over=(task,))
    assert last_change(staffed, case) == ("admin", {"assignee": "dewi", "reason": "pensiun"})


def test_with_nobody_named_it_goes_back_to_the_group(staffed: Desk) -> None:
    case, task = held_by_sri(staffed)
    assert leave(staffed) == Left(released=(task,))
    assert last_change(staffed, case) == ("admin", {"assignee": None, "reason": "pensiun"})


def test_who_may_not_do_it_is_not_given_it(staffed: Desk) -> None:
    _, task = held_by_sri(staffed)
    assert leave(staffed, to="eko") == Left(released=(task,))


def test_separate_hands_hold_for_a_successor_too(staffed: Desk) -> None:
    case, task = held_by_sri(staffed)
    tasks.complete(staffed.kernel, Request(actor=now_is(staffed, "sri")), task, {})
    check = open_task(staffed, case)
    tasks.claim(staffed.kernel, Request(actor=now_is(staffed, "kasi")), check)
    away(staffed, "eko", "sri")  # sri now serves eko's lane, not the kasi's
    assert leave(staffed, "kasi", to="sri") == Left(released=(check,))


def test_leaving_again_finishes_what_is_left(staffed: Desk) -> None:
    held_by_sri(staffed)
    leave(staffed)
    assert leave(staffed) == Left()


@pytest.mark.parametrize("to", ["sri", "tidak-ada"])
def test_the_successor_is_somebody_who_is_there(staffed: Desk, to: str) -> None:
    with pytest.raises(SuccessorInvalid):
        leave(staffed, to=to)


def test_leaving_needs_a_reason_and_an_administrator(staffed: Desk) -> None:
    with pytest.raises(ReasonMissing):
        leaving.deactivate(staffed.kernel, Request(actor=ADMIN), "sri", reason=" ")
    with pytest.raises(RightMissing):
        leaving.deactivate(staffed.kernel, Request(actor=CLERK), "sri", reason="x")


def test_what_is_owed_is_told_by_officer_and_by_group(staffed: Desk) -> None:
    held_by_sri(staffed)
    staffed.clock.advance(timedelta(hours=1))
    case = a_case(staffed)
    found = debts.owes(staffed.kernel, CHIEF, OFFICE)
    assert [(one.name, one.is_group, len(one.debts)) for one in found] == [
        ("sri", False, 1),
        ("loket", True, 1),
    ]
    assert found[0].debts[0].since < found[1].debts[0].since
    assert found[1].debts[0].task.root_key == case


def test_held_since_is_when_the_present_holder_got_it(staffed: Desk) -> None:
    _, task = held_by_sri(staffed)
    staffed.clock.advance(timedelta(hours=2))
    dewi = now_is(staffed, "dewi")
    tasks.assign(staffed.kernel, Request(actor=CHIEF), task, dewi, reason="bergilir")
    found = debts.owes(staffed.kernel, CHIEF, OFFICE)
    assert [one.name for one in found] == ["dewi"]
    assert found[0].debts[0].since == staffed.clock.now()


def test_only_supervisors_and_administrators_are_told(staffed: Desk) -> None:
    with pytest.raises(RightMissing):
        debts.owes(staffed.kernel, CLERK, OFFICE)
