"""Timer start events that read what the office lends, and those whose anchor has passed."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from sqlalchemy.orm import Session

from engine.services import deployments, timers
from engine.services.kernel import Kernel, OfficeInputs
from engine.values import JsonValue
from tests.bpmn.drawing import chain, draw, end, start, timer, user
from tests.services.offices import ADMIN, START, Office, by

_POLICY: dict[str, JsonValue] = {"mulai": "2026-11-27T14:00:00+07:00"}


def lend(session: Session, office: str, now: datetime) -> OfficeInputs:
    """An office that lends one policy, as the test has set it."""
    return OfficeInputs(context={"kantor": dict(_POLICY)}) if office else OfficeInputs()


def deploy(office: Office, cycle: str) -> Kernel:
    kernel = replace(office.kernel, inputs=lend)
    content = draw(*chain(start("s", timer(cycle=cycle)), user("u", groups="loket"), end()))
    deployments.deploy(kernel, by(ADMIN), {"p.bpmn": content})
    return kernel


def due(office: Office) -> list[datetime]:
    rows = office.sql("SELECT due_at FROM start_timer")
    return [datetime.fromisoformat(str(row[0])).replace(tzinfo=UTC) for row in rows]


def test_a_start_timer_reads_the_offices_policy_and_again_after_it_fired(office: Office) -> None:
    _POLICY["mulai"] = "2026-11-27T14:00:00+07:00"
    kernel = deploy(office, '="R/" + kantor.mulai + "/P7D"')
    friday = datetime(2026, 11, 27, 7, tzinfo=UTC)
    assert due(office) == [friday]
    _POLICY["mulai"] = "2026-12-03T09:00:00+07:00"
    office.clock.move_to(friday)
    assert timers.run_due(kernel) == 1
    assert due(office) == [datetime(2026, 12, 3, 2, tzinfo=UTC)]


def test_rounds_before_the_deployment_are_left_out(office: Office) -> None:
    anchor = START - timedelta(days=20)
    deploy(office, f"R/{anchor.isoformat()}/P7D")
    assert due(office) == [START + timedelta(days=1)]


def test_rounds_missed_by_a_policys_timer_are_not_made_up_for(office: Office) -> None:
    _POLICY["mulai"] = "2026-11-27T14:00:00+07:00"
    kernel = deploy(office, '="R/" + kantor.mulai + "/P7D"')
    office.clock.advance(timedelta(days=30))
    assert (timers.run_due(kernel), timers.run_due(kernel)) == (1, 0)
    assert due(office) == [datetime(2026, 12, 25, 7, tzinfo=UTC)]
