"""Event sub-processes: interrupting or not, by every event, at every depth."""

from __future__ import annotations

from engine.values import Happened
from tests.runtime.diagrams import (
    document,
    end,
    error,
    escalation,
    event_sub,
    message,
    path,
    signal,
    simple,
    start,
    sub,
    timer,
    user,
)
from tests.runtime.play import Play


def test_a_message_interrupts_the_scope(mode: str) -> None:
    play = Play(document(simple("u1", "u2", more=event_sub("E", message()))), mode=mode)
    play.start(nomor="7").message("m1", x=1)

    assert play.tasks == ["u_E"]
    assert play.variable("x") == 1
    assert play.complete("u_E").done


def test_a_non_interrupting_message_may_come_twice(mode: str) -> None:
    diagram = simple("u1", "u2", more=event_sub("E", message(), cancel=False))
    play = Play(document(diagram), mode=mode).start(nomor="7").message("m1").message("m1")

    assert play.tasks == ["u1", "u_E", "u_E"]
    play.complete("u1").complete("u2").complete("u_E")
    assert not play.done
    assert play.complete("u_E").done


def test_a_case_completes_when_its_triggers_never_fire(mode: str) -> None:
    more = event_sub("E", message(), cancel=False) + event_sub("F", timer("P1D"))
    play = Play(document(simple("u1", more=more)), mode=mode).start(nomor="7")

    assert play.due == {"st_F": 24}
    assert play.complete("u1").done


def test_a_timer_interrupts_at_its_instant(mode: str) -> None:
    play = Play(document(simple("u1", more=event_sub("E", timer("PT5H")))), mode=mode).start()

    assert play.wait(4.99).tasks == ["u1"]
    assert play.wait(0.01).tasks == ["u_E"]
    assert play.complete("u_E").done


def test_a_cycle_starts_as_often_as_it_says(mode: str) -> None:
    more = event_sub("E", timer("R2/PT5H", "timeCycle"), cancel=False)
    play = Play(document(simple("u1", more=more)), mode=mode).start().wait(30)

    assert play.tasks == ["u1", "u_E", "u_E"]
    assert play.complete("u1").complete("u_E").complete("u_E").done


def test_a_signal_starts_one(mode: str) -> None:
    play = Play(document(simple("u1", more=event_sub("E", signal()))), mode=mode).start()

    assert play.signal("sg", y=2).tasks == ["u_E"]
    assert play.variable("y") == 2


def test_an_escalation_starts_one_and_the_scope_goes_on(mode: str) -> None:
    inner = start("is") + path("is", "iu", "ie") + user("iu") + end("ie", escalation())
    body = start() + path("s", "SP", "e") + sub("SP", inner) + end()
    diagram = document(body + event_sub("E", escalation(), cancel=False))
    play = Play(diagram, mode=mode).start().complete("iu")

    assert play.tasks == ["u_E"]
    assert play.complete("u_E").done


def test_they_nest(mode: str) -> None:
    deep = path("st_IN", "u_IN", "en_IN") + user("u_IN") + end("en_IN")
    inside = event_sub("IN", message(), body=deep + event_sub("DEEP", timer("PT2H"), cancel=False))
    sp = start("is") + path("is", "iu", "ie") + user("iu") + end("ie") + inside
    body = start() + path("s", "SP", "after", "e") + sub("SP", sp) + user("after") + end()
    play = Play(document(body + event_sub("TOP", timer("P1D"), cancel=False)), mode=mode)

    play.start(nomor="7").wait(1).message("m1").wait(2)
    assert play.tasks == ["u_IN", "u_DEEP"]
    play.complete("u_IN").complete("u_DEEP")
    assert play.tasks == ["after"]
    assert play.wait(24).complete("after").tasks == ["u_TOP"]
    assert play.complete("u_TOP").done


def test_the_drawn_start_event_is_what_the_history_names(mode: str) -> None:
    play = Play(document(simple("u1", more=event_sub("E", message()))), mode=mode)
    play.start(nomor="7").message("m1").complete("u_E")

    assert play.happened(Happened.FIRED) == ["st_E"]
    assert play.happened(Happened.TERMINATED) == ["u1"]
    assert play.happened(Happened.ACTIVATED) == ["p", "s", "u1", "E", "st_E", "u_E", "en_E"]
    assert not [line for line in play.books.history if line.element.startswith("~")]


def test_an_error_goes_to_the_scope_first_then_to_the_boundary(mode: str) -> None:
    failing = start("is") + path("is", "iu", "ie") + user("iu") + end("ie", error())
    inside = failing + event_sub("IN", error())
    body = start() + path("s", "SP", "e") + sub("SP", inside) + end()
    play = Play(document(body + event_sub("TOP", error())), mode=mode).start().complete("iu")

    assert play.tasks == ["u_IN"]
    assert play.complete("u_IN").done


def test_the_payload_goes_through_the_start_events_output_mapping(mode: str) -> None:
    mapping = '<zeebe:ioMapping><zeebe:output source="=x + 1" target="y"/></zeebe:ioMapping>'
    more = event_sub("E", message(), ext=mapping)
    play = Play(document(simple("u1", more=more)), mode=mode).start(nomor="7").message("m1", x=1)

    assert play.variable("y") == 2
    assert play.variable("x") is None
    assert play.complete("u_E").done
