from __future__ import annotations

from datetime import timedelta

from engine.services import reading
from tests.bpmn.drawing import call, chain, draw, end, start, user
from tests.services.offices import KASI, STRANGER, Office

PARENT = draw(*chain(start(), call("c", "child"), end()))
CHILD = draw(
    *chain(start(), user("u", groups="loket"), user("v", groups="loket"), end()), id="child"
)


def begun(office: Office) -> int:
    office.deploy(CHILD)
    office.deploy(PARENT)
    return office.start().key


def test_a_case_stands_at_its_called_case_s_open_step(office: Office) -> None:
    root = begun(office)
    office.clock.advance(timedelta(hours=1))
    office.complete("u")

    (step,) = reading.steps(office.kernel, KASI, [root])[root]

    assert (step.element, step.since) == ("v", office.clock.now())
    assert step.case_key != root


def test_several_cases_are_told_apart_and_an_ended_one_stands_nowhere(office: Office) -> None:
    ended = begun(office)
    office.complete("u")
    office.complete("v")
    others = {office.start().key, office.start().key}

    assert reading.steps(office.kernel, KASI, {ended} | others).keys() == others


def test_where_another_office_s_cases_stand_is_not_told(office: Office) -> None:
    assert reading.steps(office.kernel, STRANGER, [begun(office)]) == {}
