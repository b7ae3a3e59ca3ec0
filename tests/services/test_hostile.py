"""Other offices, broken neighbours and wrong keys: each is kept to itself or told, never suffered."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import datetime, timedelta
from functools import partial
from threading import Barrier

import pytest
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from engine.errors import DeploymentRefused, KeyReused
from engine.jobs import sweeping
from engine.services import deployments, messages, reading, tasks, timers, verifying
from engine.services.kernel import OfficeInputs, open_kernel
from engine.services.messages import Message
from engine.services.replaying import replay
from engine.services.verifying import MasterKeyWrong
from engine.store.cases import Note
from engine.values import Actor
from tests.bpmn.drawing import catch, chain, draw, end, message, start, throw, timer, user
from tests.services.offices import ADMIN, BUDI, KASI, OFFICE, SITI, Office, by

MakeOffice = Callable[..., Office]
WAITING = draw(*chain(start(), catch("m", message("kabar", "nomor")), end()))
STARTED = draw(*chain(start("s", message("mulai")), user("u", groups="loket"), end()))
CLOCKED = draw(*chain(start("s", timer(cycle="R/P1D")), user("u", groups="loket"), end()))
RINGING = draw(*chain(start(), catch("t", timer("PT1H")), user("u", groups="loket"), end()))
ELSEWHERE = Actor(
    id="kasi-lain", offices=frozenset({"9999"}), rights=frozenset({"supervise", "work"})
)
SERVICE = Actor(id="pusat", offices=frozenset({"*"}), kind="service")


@pytest.mark.parametrize("key", ["A", ""])
def test_an_officers_message_reaches_no_case_of_another_office(office: Office, key: str) -> None:
    office.deploy(WAITING)
    case = office.start("p", {"nomor": "A"})

    receipt = messages.publish(office.kernel, by(ELSEWHERE), Message(name="kabar", key=key))

    assert receipt.cases == ()
    assert office.case(case.key).row.state == "ACTIVE"


def test_a_service_of_all_offices_reaches_every_one(office: Office) -> None:
    office.deploy(WAITING)
    case = office.start("p", {"nomor": "A"})

    receipt = messages.publish(office.kernel, by(SERVICE), Message(name="kabar", key="A"))

    assert receipt.cases == (case.key,)


@pytest.mark.parametrize("state", ["another key", "suspended"])
def test_a_kept_message_nobody_can_take_lets_the_sweep_rest(office: Office, state: str) -> None:
    office.deploy(WAITING)
    case = office.start("p", {"nomor": "B" if state == "another key" else "A"})
    if state == "suspended":
        office.sql(f"UPDATE case_ SET state = 'SUSPENDED' WHERE key = {case.key}")
    letter = Message(name="kabar", key="A", time_to_live=timedelta(days=1), office=OFFICE)
    messages.publish(office.kernel, by(ADMIN), letter)

    assert messages.deliver_due(office.kernel) == 0


def test_a_start_message_that_waits_its_turn_gets_it(office: Office) -> None:
    office.deploy(STARTED)
    for number in ("1", "2"):
        letter = Message(
            name="mulai",
            key="A",
            message_id=number,
            time_to_live=timedelta(days=1),
            office=OFFICE,
        )
        messages.publish(office.kernel, by(ADMIN), letter)
    assert messages.deliver_due(office.kernel) == 0

    office.complete()
    sweeping.sweep(office.kernel)

    assert len(office.open_tasks()) == 1


def test_a_case_whose_office_fails_does_not_stop_the_others_timers(office: Office) -> None:
    office.deploy(RINGING)
    broken, sound = office.start().key, office.start().key
    office.sql(f"UPDATE case_ SET office = 'rusak' WHERE key = {broken}")
    office.clock.advance(timedelta(hours=1))

    def lend(session: Session, code: str, now: datetime, /) -> OfficeInputs:
        del session, now
        if code == "rusak":
            raise RuntimeError
        return OfficeInputs()

    assert timers.run_due(replace(office.kernel, inputs=lend)) == 1
    assert [task.case_key for task in office.open_tasks()] == [sound]


def test_anothers_draft_is_not_shown(office: Office) -> None:
    office.deploy(draw(*chain(start(), user("u", groups="loket"), end())))
    office.start()
    key = office.task().key
    tasks.claim(office.kernel, by(BUDI), key)
    tasks.save_draft(office.kernel, by(BUDI), key, {"nama": "separuh"})

    assert reading.task(office.kernel, BUDI, key).draft == {"nama": "separuh"}
    assert reading.task(office.kernel, SITI, key).draft == {}
    assert reading.task(office.kernel, KASI, key).draft == {}


def test_another_master_key_is_refused_at_once(office: Office, database_url: str) -> None:
    office.deploy(RINGING)
    office.start()
    stranger = open_kernel(database_url, "99" * 32)

    verifying.require_master_key(office.kernel)
    with pytest.raises(MasterKeyWrong):
        verifying.require_master_key(stranger)
    stranger.close()


def test_a_failing_statement_tells_no_values(office: Office) -> None:
    row = Note(key=1, root_key=1, case_key=1, text=b"x", actor="3273160101900001")
    with office.kernel.sessions() as session:
        session.add(row)
        with pytest.raises(IntegrityError) as caught:
            session.flush()

    assert "[SQL parameters hidden" in str(caught.value)


@pytest.mark.parametrize("key", ["tidak_ada", "null", '""'])
def test_a_key_without_a_value_stands_still_and_takes_nobody_elses_message(
    office: Office, key: str
) -> None:
    office.deploy(draw(*chain(start(), catch("m", message("kabar", key)), end())))
    case = office.start().key

    receipt = messages.publish(
        office.kernel, by(ADMIN), Message(name="kabar", key="lain", office=OFFICE)
    )

    assert receipt.cases == ()
    assert [(one.element, one.code) for one in office.case(case).incidents] == [
        ("m", "expression-error")
    ]
    assert replay(office.kernel, case).parted_at is None


def test_a_message_thrown_without_a_key_reaches_nobody_elses_case(office: Office) -> None:
    office.deploy(WAITING)
    thrown = message("kabar", publish_key="tidak_ada")
    office.deploy(draw(*chain(start(), throw("t", thrown), end()), id="q"), "q.bpmn")
    waiting = office.start("p", {"nomor": "A"}).key

    case = office.start("q").key

    assert office.case(waiting).row.state == "ACTIVE"
    assert [one.element for one in office.case(case).incidents] == ["t"]


def test_a_timers_cases_belong_to_the_deployers_only_office(office: Office) -> None:
    office.deploy(CLOCKED)
    office.clock.advance(timedelta(days=1))
    timers.run_due(office.kernel)

    assert [task.office for task in office.open_tasks()] == [OFFICE]


def test_a_timer_that_would_begin_cases_nobody_sees_is_refused(office: Office) -> None:
    everywhere = Actor(id="pusat", offices=frozenset({"*"}), rights=frozenset({"deploy"}))

    with pytest.raises(DeploymentRefused) as caught:
        deployments.deploy(office.kernel, by(everywhere), {"test.bpmn": CLOCKED})

    assert [(one.rule, one.element) for one in caught.value.faults] == [("start-office", "s")]


def at_once(calls: list[Callable[[], object]]) -> list[object]:
    """What each call gave, or the class of its fault, when all begin together."""
    together = Barrier(len(calls))

    def run(call: Callable[[], object]) -> object:
        together.wait()
        try:
            return call()
        except Exception as error:  # noqa: BLE001 - the test judges it
            return type(error)

    with ThreadPoolExecutor(len(calls)) as pool:
        return list(pool.map(run, calls))


def test_of_two_requests_with_one_key_at_once_one_is_told_of_it(office: Office) -> None:
    office.deploy(draw(*chain(start(), user("u", groups="loket"), end())))
    office.start()
    office.start()
    keys = [task.key for task in office.open_tasks()]

    outcomes = at_once([partial(tasks.claim, office.kernel, by(BUDI, "satu"), key) for key in keys])

    assert outcomes.count(KeyReused) == 1


def test_messages_at_once_with_one_key_begin_one_case(office: Office) -> None:
    office.deploy(STARTED)
    letters = [Message(name="mulai", key="A", message_id=str(n), office=OFFICE) for n in range(4)]

    at_once([partial(messages.publish, office.kernel, by(ADMIN), one) for one in letters])

    assert len(office.open_tasks()) == 1
