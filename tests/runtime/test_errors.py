"""Errors and escalations: who catches what, how far out, and what happens when nobody does."""

from __future__ import annotations

import pytest

from engine.errors import StepRefused
from engine.values import Happened, ThrowJobError
from tests.runtime.diagrams import (
    boundary,
    call,
    document,
    end,
    error,
    escalation,
    event_sub,
    flow,
    parallel,
    path,
    service,
    start,
    sub,
    throw,
    user,
)
from tests.runtime.play import Play

FAILING = start("is") + path("is", "iu", "ie") + user("iu") + end("ie", error())


def test_an_error_never_fires_the_boundary_of_a_sibling(mode: str) -> None:
    other = start("os") + path("os", "ou", "oe") + user("ou") + end("oe")
    body = start() + parallel("g") + path("s", "g", "SP", "e") + path("g", "OTHER", "e3") + end()
    body += sub("SP", FAILING) + boundary("b1", "SP", error()) + path("b1", "h1", "e1") + user("h1")
    body += sub("OTHER", other) + boundary("b2", "OTHER", error()) + path("b2", "h2", "e2")
    body += user("h2") + end("e1") + end("e2") + end("e3")
    play = Play(document(body), mode=mode).start().complete("iu")

    assert play.tasks == ["ou", "h1"]
    assert play.complete("ou").complete("h1").done


def test_an_uncaught_error_interrupts_nothing_and_becomes_an_incident(mode: str) -> None:
    body = start() + path("s", "SP", "e") + sub("SP", FAILING) + end()
    play = Play(document(body), mode=mode).start().complete("iu")

    assert play.incidents == [("ie", "unhandled-error")]
    assert not play.done


def test_an_error_passes_the_boundary_to_the_top_event_sub_process(mode: str) -> None:
    body = start() + path("s", "SP", "e") + sub("SP", FAILING) + end() + event_sub("TOP", error())
    play = Play(document(body), mode=mode).start().complete("iu")

    assert play.tasks == ["u_TOP"]
    assert play.complete("u_TOP").done


def test_the_very_code_wins_over_the_catch_all(mode: str) -> None:
    body = start() + path("s", "SP", "e") + sub("SP", FAILING) + end()
    for name, caught in (("all", ""), ("e2", "er2"), ("e1", "er")):
        body += boundary(f"b_{name}", "SP", error(caught)) + path(f"b_{name}", f"h_{name}")
        body += user(f"h_{name}")
    play = Play(document(body), mode=mode).start().complete("iu")

    assert play.tasks == ["h_e1"]


def test_an_error_leaves_a_called_process(mode: str) -> None:
    body = start() + path("s", "C", "e") + call("C", "q") + end()
    body += boundary("b", "C", error()) + path("b", "h", "e2") + user("h") + end("e2")
    play = Play(document(body), document(FAILING, process="q"), mode=mode).start().complete("iu")

    assert play.tasks == ["h"]
    assert play.complete("h").done


def test_a_workers_error_goes_to_the_tasks_own_boundary(mode: str) -> None:
    body = start() + path("s", "w", "e") + service("w") + end()
    body += boundary("b", "w", error()) + path("b", "h", "e2") + user("h") + end("e2")
    play = Play(document(body), mode=mode).start()
    play.do(ThrowJobError(job=play.job("w"), code="E1", variables={"why": "x"}))

    assert play.tasks == ["h"]
    assert play.variable("why") == "x"
    assert play.complete("h").done


def test_a_workers_uncaught_error_is_an_incident_that_opens_a_new_job(mode: str) -> None:
    body = start() + path("s", "w", "e") + service("w") + end()
    play = Play(document(body), mode=mode).start()
    first = play.job("w")
    play.do(ThrowJobError(job=first, code="E9"))
    assert play.incidents == [("w", "unhandled-error")]
    with pytest.raises(StepRefused):
        play.do(ThrowJobError(job=first, code="E9"))

    play.retry("unhandled-error")
    assert play.job("w") != first
    assert play.work("w").done


def test_an_escalation_may_leave_the_activity_going(mode: str) -> None:
    inner = start("is") + path("is", "t", "iu", "ie") + throw("t", escalation()) + user("iu")
    body = start() + path("s", "SP", "e") + sub("SP", inner + end("ie")) + end()
    body += boundary("b", "SP", escalation(), cancel=False) + path("b", "h", "e2") + user("h")
    play = Play(document(body + end("e2")), mode=mode).start()

    assert sorted(play.tasks) == ["h", "iu"]
    assert play.complete("iu").complete("h").done


def test_an_interrupting_escalation_ends_the_activity(mode: str) -> None:
    inner = start("is") + path("is", "t", "iu", "ie") + throw("t", escalation()) + user("iu")
    body = start() + path("s", "SP", "e") + sub("SP", inner + end("ie")) + end()
    body += boundary("b", "SP", escalation("")) + path("b", "h", "e2") + user("h") + end("e2")
    play = Play(document(body), mode=mode).start()

    assert play.tasks == ["h"]
    assert "iu" not in play.happened(Happened.ACTIVATED)
    assert play.complete("h").done


def test_an_uncaught_escalation_passes_and_is_recorded(mode: str) -> None:
    body = start() + flow("s", "e") + end("e", escalation())
    play = Play(document(body), mode=mode).start()

    assert play.done
    line = next(line for line in play.books.history if line.happened is Happened.THROWN)
    assert dict(line.detail) == {"code": "X1", "caught": False}
