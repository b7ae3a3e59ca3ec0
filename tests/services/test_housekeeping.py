from __future__ import annotations

from datetime import timedelta

from engine.services import cases, housekeeping
from engine.services.cases import Start
from tests.bpmn.drawing import chain, draw, end, start, user
from tests.services.offices import ADMIN, OFFICE, Office, by


def test_answer_is_forgotten_after_its_time_and_not_before(office: Office) -> None:
    office.deploy(draw(*chain(start(), user("u", groups="loket"), end())))
    cases.start(office.kernel, by(ADMIN, "k"), Start(process_id="p", office=OFFICE))
    office.clock.advance(housekeeping.KEPT)
    early = housekeeping.forget_answers(office.kernel)

    office.clock.advance(timedelta(seconds=1))

    assert (early, housekeeping.forget_answers(office.kernel)) == (0, 1)
