"""Commands beside the main path: suspend, cancel, correct, reopen, move; and what is refused."""

from __future__ import annotations

from datetime import timedelta

import pytest

from engine.errors import StepRefused
from engine.runtime import step
from engine.values import (
    AddNote,
    CancelCase,
    CaseState,
    Command,
    CompleteJob,
    CompleteUserTask,
    DeliverMessage,
    FireTimer,
    Happened,
    MoveTimers,
    Reopen,
    ResumeCase,
    RetryIncident,
    SetVariables,
    StartCase,
    SuspendCase,
)
from tests.runtime.diagrams import (
    boundary,
    document,
    end,
    exclusive,
    flow,
    message,
    parallel,
    path,
    script,
    simple,
    start,
    sub,
    timer,
    user,
)
from tests.runtime.play import T0, Play

REASON = "salah ketik"


@pytest.mark.parametrize(
    "command",
    [
        StartCase(definition=100),
        CompleteUserTask(task=99),
        CompleteJob(job=99),
        FireTimer(timer=99),
        DeliverMessage(subscription=99, message="m1"),
        RetryIncident(incident=99),
        SetVariables(variables={"x": 1}, reason=REASON, scope=99),
        Reopen(element="nix", scope=1, reason=REASON),
        Reopen(element="u1", scope=99, reason=REASON),
        MoveTimers(due={99: T0}, reason=REASON),
        ResumeCase(reason=REASON),
    ],
)
def test_what_does_not_fit_is_refused_and_the_bytes_stay(command: Command) -> None:
    play = Play(document(simple("u1"))).start()
    before = play.bytes

    with pytest.raises(StepRefused):
        play.do(command)
    assert play.bytes == before


def test_a_case_must_have_begun(mode: str) -> None:
    play = Play(document(simple("u1")), mode=mode)

    with pytest.raises(StepRefused):
        step(play.definitions, None, AddNote(text="x"), play.inputs())
    with pytest.raises(StepRefused):
        play.do(StartCase(definition=7))
    with pytest.raises(StepRefused):
        play.start(at="tidak-ada")


def test_a_note_changes_nothing(mode: str) -> None:
    play = Play(document(simple("u1")), mode=mode).start()
    before = play.bytes

    assert play.do(AddNote(text="catatan")).bytes == before
    assert play.effects == ()


def test_a_suspended_case_takes_only_resume_cancel_and_notes(mode: str) -> None:
    play = Play(document(simple("u1")), mode=mode).start().do(SuspendCase(reason=REASON))
    with pytest.raises(StepRefused):
        play.complete("u1")
    with pytest.raises(StepRefused):
        play.do(SuspendCase(reason=REASON))

    play.do(AddNote(text="x")).do(ResumeCase(reason=REASON))
    assert play.happened(Happened.SUSPENDED, Happened.RESUMED) == ["p", "p"]
    assert play.complete("u1").done


def test_a_suspended_case_can_be_cancelled(mode: str) -> None:
    play = Play(document(simple("u1")), mode=mode).start().do(SuspendCase(reason=REASON))

    play.do(CancelCase(reason=REASON))
    assert play.books.closed == {1: CaseState.TERMINATED}


def test_cancelling_closes_all_that_waits(mode: str) -> None:
    more = boundary("b", "u1", timer("PT1H")) + path("b", "e2") + end("e2")
    more += boundary("c", "u1", message()) + path("c", "e3") + end("e3")
    play = Play(document(simple("u1", more=more)), mode=mode).start(nomor="1")

    play.do(CancelCase(reason=REASON))
    books = play.books
    assert [books.tasks, books.timers, books.subscriptions, books.scopes] == [{}, {}, {}, {}]
    assert play.happened(Happened.TERMINATED) == ["u1", "p"]
    with pytest.raises(StepRefused):
        play.do(SetVariables(variables={}, reason=REASON))
    play.do(AddNote(text="sesudahnya"))


def test_variables_are_corrected_where_one_says(mode: str) -> None:
    inner = start("is") + path("is", "iu", "ie") + user("iu") + end("ie")
    body = start() + path("s", "SP", "e") + sub("SP", inner) + end()
    play = Play(document(body), mode=mode).start(x=1)
    scope = next(key for key in play.books.scopes if key != 1)

    play.do(SetVariables(variables={"x": 2}, reason=REASON, scope=scope))
    assert (play.variable("x"), play.variable("x", scope)) == (1, 2)
    line = play.books.history[-1]
    assert (line.element, line.type, dict(line.variables)) == ("SP", "scope", {"x": scope})


def test_timers_move_and_keep_their_ids(mode: str) -> None:
    more = boundary("b", "u1", timer("PT5H")) + path("b", "e2") + end("e2")
    play = Play(document(simple("u1", more=more)), mode=mode).start()
    number = next(iter(play.books.timers))

    play.do(MoveTimers(due={number: T0 + timedelta(hours=2)}, reason="kalender"))
    assert (list(play.books.timers), play.due) == ([number], {"b": 2})
    assert play.happened(Happened.MOVED) == ["b"]
    assert play.wait(2).done


def test_due_dates_of_open_tasks_move_with_the_timers(mode: str) -> None:
    play = Play(document(simple("u1")), mode=mode).start()
    number, later = min(play.books.tasks), T0 + timedelta(hours=2)
    before = play.bytes

    play.do(MoveTimers(due={}, tasks={number: later}, reason="kalender"))

    assert (play.books.tasks[number].due_at, play.bytes) == (later, before)
    assert play.happened(Happened.MOVED) == ["u1"]
    with pytest.raises(StepRefused):
        play.do(MoveTimers(due={}, tasks={number + 99: later}, reason="kalender"))


def test_a_case_can_start_at_a_message_start_event(mode: str) -> None:
    body = start() + path("s", "u", "e") + user("u") + end()
    body += start("s2", message()) + path("s2", "v", "e2") + user("v") + end("e2")
    play = Play(document(body), mode=mode).start(at="s2", x=1)

    assert play.tasks == ["v"]
    assert play.happened(Happened.FIRED) == ["s2"]
    assert play.complete("v").done


def test_an_endless_loop_of_scripts_becomes_an_incident(mode: str) -> None:
    body = start() + path("s", "m", "a", "x") + exclusive("m") + script("a", "n:=n+1")
    body += exclusive("x", "out") + flow("x", "m", "n &lt; 6000") + flow("x", "e", key="out")
    play = Play(document(body + end()), mode=mode).start(n=0)
    assert [code for _, code in play.incidents] == ["too-many-steps"]

    while play.incidents:
        play.retry("too-many-steps")
    assert play.variable("n") == 6000
    assert play.done


# ------------------------------------------------------------------------------ reopening


def test_a_completed_task_goes_back_on_the_desk(mode: str) -> None:
    play = Play(document(simple("u1", "u2", "u3")), mode=mode).start()
    play.complete("u1", x=1).complete("u2")

    play.do(Reopen(element="u1", scope=1, reason=REASON, variables={"x": 2}))
    assert play.tasks == ["u1"]
    assert play.variable("x") == 2
    assert play.happened(Happened.TERMINATED) == ["u3"]
    assert play.happened(Happened.MOVED) == ["u1"]
    assert play.complete("u1").complete("u2").complete("u3").done


def test_reopening_leaves_other_branches_alone(mode: str) -> None:
    body = start() + path("s", "g") + parallel("g") + parallel("j") + path("j", "z", "e")
    body += path("g", "a", "a2", "j") + path("g", "b", "j") + user("a") + user("a2") + user("b")
    play = Play(document(body + user("z") + end()), mode=mode).start()
    play.complete("a").complete("b")

    play.do(Reopen(element="a", scope=1, reason=REASON))
    assert play.tasks == ["a"]
    assert play.complete("a").complete("a2").tasks == ["z"]
    assert play.complete("z").done


@pytest.mark.parametrize("turns", [1, 3])
def test_reopening_behind_a_join_keeps_what_the_other_branch_did(mode: str, turns: int) -> None:
    body = start() + path("s", "m", "g") + exclusive("m") + parallel("g") + parallel("j")
    body += path("g", "a", "j") + path("g", "b", "j") + user("a") + user("b") + path("j", "z", "x")
    body += user("z") + exclusive("x", "out") + flow("x", "m", "lagi") + flow("x", "e", key="out")
    play = Play(document(body + end()), mode=mode).start(lagi=True)
    for _ in range(turns - 1):
        play.complete("a").complete("b").complete("z")
    play.complete("a").complete("b")

    play.do(Reopen(element="a", scope=1, reason=REASON))
    assert play.tasks == ["a"]
    assert play.complete("a").tasks == ["z"]
    assert play.complete("z", lagi=False).done
