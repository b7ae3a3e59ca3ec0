from __future__ import annotations

from datetime import timedelta

import pytest

from engine.services import messages, reading, signals
from engine.services.messages import Message
from engine.services.reading import CaseQuery
from tests.bpmn.drawing import (
    catch,
    chain,
    draw,
    end,
    message,
    signal,
    start,
    throw,
    user,
)
from tests.services.offices import ADMIN, OFFICE, Office, by

WAITING = draw(*chain(start(), catch("m", message("kabar", "nomor")), end()))
BY_NAME = draw(*chain(start(), catch("m", message("kabar")), end()))
LATER = draw(
    *chain(start(), user("u", groups="loket"), catch("m", message("kabar", "nomor")), end())
)
STARTED = draw(*chain(start("s", message("mulai")), user("u", groups="loket"), end()))
CALLED = draw(*chain(start(), catch("c", signal("buka")), end()))


def publish(office: Office, name: str, key: str = "", **more: object) -> tuple[int, ...]:
    letter = Message(name=name, key=key, office=OFFICE, **more)  # type: ignore[arg-type]  # test shorthand
    return messages.publish(office.kernel, by(ADMIN), letter).cases


def states(office: Office) -> list[str]:
    page = reading.cases(office.kernel, ADMIN, CaseQuery())
    return [case.state for case in reversed(page.items)]


def test_message_goes_to_the_case_with_its_key(office: Office) -> None:
    office.deploy(WAITING)
    office.start("p", {"nomor": "A"})
    second = office.start("p", {"nomor": "B"})

    reached = publish(office, "kabar", "B", variables={"hasil": "SIAP"})

    assert reached == (second.key,)
    assert states(office) == ["ACTIVE", "COMPLETED"]
    assert office.case(second.key).variables["hasil"] == "SIAP"


def test_message_without_key_goes_to_the_oldest_waiting_case(office: Office) -> None:
    office.deploy(BY_NAME)
    first = office.start()
    office.start()

    reached = publish(office, "kabar")

    assert reached == (first.key,)
    assert states(office) == ["COMPLETED", "ACTIVE"]


def test_message_is_kept_until_a_case_waits_for_it(office: Office) -> None:
    office.deploy(LATER)
    office.start("p", {"nomor": "A"})
    at_once = publish(office, "kabar", "A", time_to_live=timedelta(hours=1))

    office.complete()

    assert at_once == ()
    assert states(office) == ["COMPLETED"]


def test_message_is_not_kept_beyond_its_time(office: Office) -> None:
    office.deploy(LATER)
    office.start("p", {"nomor": "A"})
    publish(office, "kabar", "A", time_to_live=timedelta(hours=1))
    office.clock.advance(timedelta(hours=1))
    messages.deliver_due(office.kernel)

    office.complete()

    assert states(office) == ["ACTIVE"]
    assert office.sql("SELECT count(*) FROM message WHERE payload IS NOT NULL") == [(0,)]


def test_message_id_published_twice_is_delivered_once(office: Office) -> None:
    office.deploy(BY_NAME)
    office.start()
    office.start()
    publish(office, "kabar", message_id="x-1")

    letter = Message(name="kabar", message_id="x-1", office=OFFICE)
    again = messages.publish(office.kernel, by(ADMIN), letter)

    assert again.duplicate
    assert states(office) == ["COMPLETED", "ACTIVE"]


def test_message_start_event_begins_a_case(office: Office) -> None:
    office.deploy(STARTED)

    publish(office, "mulai", variables={"nama": "x"})

    assert [task.element for task in office.open_tasks()] == ["u"]


def test_thrown_message_reaches_another_case(office: Office) -> None:
    office.deploy(WAITING)
    thrower = draw(
        *chain(start(), throw("t", message("kabar", publish_key='"A"')), end()), id="thrower"
    )
    office.deploy(thrower, "thrower.bpmn")
    office.start("p", {"nomor": "A"})

    office.start("thrower")

    assert states(office) == ["COMPLETED", "COMPLETED"]


def test_signal_reaches_every_waiting_case(office: Office) -> None:
    office.deploy(CALLED)
    office.start()
    office.start()

    receipt = signals.broadcast(office.kernel, by(ADMIN), "buka", {"a": 1})

    assert len(receipt.cases) == 2
    assert states(office) == ["COMPLETED", "COMPLETED"]


def test_signal_start_event_begins_a_case(office: Office) -> None:
    office.deploy(draw(*chain(start("s", signal("buka")), user("u", groups="loket"), end())))

    signals.broadcast(office.kernel, by(ADMIN), "buka", {})

    assert [task.element for task in office.open_tasks()] == ["u"]


def test_thrown_signal_reaches_other_cases(office: Office) -> None:
    office.deploy(CALLED)
    office.deploy(draw(*chain(start(), end("e", signal("buka"))), id="thrower"), "thrower.bpmn")
    office.start()

    office.start("thrower")

    assert states(office) == ["COMPLETED", "COMPLETED"]


def test_delivery_lost_in_a_crash_is_made_by_the_sweep(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    office.deploy(CALLED)
    office.start()
    with monkeypatch.context() as crash:
        crash.setattr("engine.services.delivering.drain", lambda *_: ())
        signals.broadcast(office.kernel, by(ADMIN), "buka", {})
    before = states(office)

    made = signals.deliver_due(office.kernel)

    assert (before, made, states(office)) == (["ACTIVE"], 1, ["COMPLETED"])
