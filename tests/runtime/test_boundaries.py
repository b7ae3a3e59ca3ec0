"""Boundary events: what ends, what goes on, and what a handler sees."""

from __future__ import annotations

import pytest

from engine.errors import StepRefused
from engine.values import CompleteUserTask, FireTimer, Happened
from tests.runtime.diagrams import (
    boundary,
    document,
    end,
    message,
    path,
    script,
    simple,
    start,
    sub,
    timer,
    user,
)
from tests.runtime.play import Play


def guarded(*events: str) -> bytes:
    return document(simple("u1", more="".join(events)))


def handler(key: str, event: str, *, cancel: bool = True) -> str:
    more = path(key, f"h_{key}", f"e_{key}") + user(f"h_{key}") + end(f"e_{key}")
    return boundary(key, "u1", event, cancel=cancel) + more


def test_handlers_see_and_write_the_variables_of_the_main_flow(mode: str) -> None:
    body = start() + path("s", "v", "u1", "e") + script("v", "k:=1") + user("u1") + end()
    body += boundary("b1", "u1", timer("P1D"), cancel=False) + path("b1", "x1", "e1")
    body += script("x1", "k:=k+1") + end("e1")
    play = Play(document(body + handler("b2", timer("P2D"))), mode=mode).start().wait(24)

    assert play.variable("k") == 2
    assert play.tasks == ["u1"]
    assert play.wait(24).tasks == ["h_b2"]
    assert play.complete("h_b2").done


def test_an_interrupted_task_cannot_be_completed(mode: str) -> None:
    play = Play(guarded(handler("b", timer("PT1H"))), mode=mode).start()
    task = next(iter(play.books.tasks))
    play.wait(1)

    with pytest.raises(StepRefused):
        play.do(CompleteUserTask(task=task))
    assert play.happened(Happened.TERMINATED) == ["u1"]


def test_completing_the_activity_closes_its_events(mode: str) -> None:
    events = handler("b1", timer("PT1H")) + handler("b2", message(), cancel=False)
    play = Play(guarded(events), mode=mode).start(nomor="1")
    assert (play.due, play.waits) == ({"b1": 1}, ["b2"])

    assert play.complete("u1").done


def test_both_due_at_once_the_first_handler_survives(mode: str) -> None:
    events = handler("b1", timer("P1D"), cancel=False) + handler("b2", timer("P2D"))
    play = Play(guarded(events), mode=mode).start().wait(100)

    assert play.tasks == ["h_b1", "h_b2"]
    assert play.complete("h_b1").complete("h_b2").done


def test_a_non_interrupting_message_is_caught_again_and_again(mode: str) -> None:
    play = Play(guarded(handler("b", message(), cancel=False)), mode=mode).start(nomor="1")
    play.message("m1").message("m1")

    assert play.tasks == ["u1", "h_b", "h_b"]
    assert play.complete("u1").complete("h_b").complete("h_b").done


def test_a_cycle_rings_as_often_as_it_says_and_outlives_nothing(mode: str) -> None:
    events = handler("b", timer("R3/PT1H", "timeCycle"), cancel=False)
    play = Play(guarded(events), mode=mode).start().wait(10)

    assert play.tasks == ["u1", "h_b", "h_b", "h_b"]
    assert play.due == {}


def test_an_endless_cycle_ends_with_its_activity(mode: str) -> None:
    events = handler("b", timer("R/PT1H", "timeCycle"), cancel=False)
    play = Play(guarded(events), mode=mode).start().wait(2)
    assert play.due == {"b": 3}

    play.complete("u1")
    assert play.due == {}
    assert play.complete("h_b").complete("h_b").done


def test_a_timer_is_refused_before_it_is_due_and_when_it_is_old(mode: str) -> None:
    events = handler("b", timer("R/PT1H", "timeCycle"), cancel=False)
    play = Play(guarded(events), mode=mode).start()
    first = next(iter(play.books.timers))
    with pytest.raises(StepRefused):
        play.do(FireTimer(timer=first))

    play.wait(1)
    with pytest.raises(StepRefused):
        play.do(FireTimer(timer=first))


def test_an_interrupted_sub_process_ends_with_everything_inside(mode: str) -> None:
    inner = start("is") + path("is", "iu", "ie") + user("iu") + end("ie")
    inner += boundary("ib", "iu", timer("PT9H")) + path("ib", "ie2") + end("ie2")
    body = start() + path("s", "SP", "e") + sub("SP", inner) + end()
    body += boundary("b", "SP", message()) + path("b", "h", "e2") + user("h") + end("e2")
    play = Play(document(body), mode=mode).start(nomor="1").message("m1")

    assert (play.tasks, play.due) == (["h"], {})
    assert play.happened(Happened.TERMINATED) == ["iu", "SP"]
    assert play.complete("h").done
