"""Sub-processes, called processes and multi-instance activities."""

from __future__ import annotations

import pytest

from engine.values import CancelCase, CaseState, Happened, JsonValue
from tests.runtime.diagrams import (
    TERMINATE,
    boundary,
    call,
    document,
    each,
    end,
    error,
    event_sub,
    mapping,
    message,
    parallel,
    path,
    service,
    start,
    sub,
    user,
)
from tests.runtime.play import Play

CALLED = document(start("qs") + path("qs", "qu", "qe") + user("qu") + end("qe"), process="q")


def calling(ext: str = "", **given: str) -> bytes:
    return document(start() + path("s", "C", "e") + call("C", "q", ext, **given) + end())


def test_a_called_process_gets_all_variables_and_gives_all_back(mode: str) -> None:
    play = Play(calling(), CALLED, mode=mode).start(x=1)
    scope = next(one for one in play.books.scopes.values() if one.definition == 101)
    assert (scope.element, scope.parent) == ("q", 1)
    assert play.variable("x", scope.scope) == 1

    play.complete("qu", y=2)
    assert play.done
    assert (play.variable("x"), play.variable("y")) == (1, 2)
    assert play.happened(Happened.COMPLETED) == ["s", "qs", "qu", "qe", "q", "C", "e", "p"]


def test_its_variables_are_isolated(mode: str) -> None:
    ext = mapping({"a": "=x"}, {"b": "=y"})
    play = Play(
        calling(ext, propagateAllParentVariables="false", propagateAllChildVariables="false"),
        CALLED,
        mode=mode,
    ).start(x=1)
    scope = next(key for key, one in play.books.scopes.items() if one.definition == 101)
    assert play.books.variables[scope] == {"a": 1}

    play.complete("qu", x=9, y=2)
    assert play.done
    assert (play.variable("x"), play.variable("b"), play.variable("y")) == (1, 2, None)


def test_tasks_inside_tell_their_process(mode: str) -> None:
    play = Play(calling(), CALLED, mode=mode).start()

    opened = next(iter(play.books.tasks.values()))
    scope = next(key for key, one in play.books.scopes.items() if one.definition == 101)
    assert (opened.scope, opened.process) == (scope, scope)


def test_a_process_that_is_not_deployed_is_an_incident_until_it_is(mode: str) -> None:
    play = Play(calling(), CALLED, mode=mode)
    del play.latest["process:q"]
    play.start()
    assert play.incidents == [("C", "called-element-error")]

    play.latest["process:q"] = 101
    assert play.retry("called-element-error").complete("qu").done


def test_a_process_that_calls_itself_for_ever_is_an_incident(mode: str) -> None:
    body = start() + path("s", "C", "e") + call("C", "p") + end()
    play = Play(document(body), mode=mode).start()

    assert play.incidents == [("C", "called-element-error")]
    play.do(CancelCase(reason="x"))
    assert play.books.closed[1] is CaseState.TERMINATED
    assert not play.books.scopes


def test_cancelling_closes_everything_inside(mode: str) -> None:
    more = boundary("b", "C", message()) + path("b", "e2") + end("e2")
    body = start() + path("s", "C", "e") + call("C", "q") + end() + more
    play = Play(document(body), CALLED, mode=mode).start(nomor="1").message("m1")

    assert play.done
    assert play.happened(Happened.TERMINATED) == ["qu", "q", "C"]


def test_terminate_ends_its_scope_only(mode: str) -> None:
    inner = start("is") + path("is", "g") + parallel("g") + path("g", "a", "t") + path("g", "b")
    inner += user("a") + user("b") + end("t", TERMINATE)
    body = start() + path("s", "SP", "u", "e") + sub("SP", inner) + user("u") + end()
    play = Play(document(body), mode=mode).start().complete("a")

    assert play.tasks == ["u"]
    assert play.happened(Happened.TERMINATED) == ["b"]
    assert play.complete("u").done


def test_terminate_ends_the_case(mode: str) -> None:
    body = start() + path("s", "g") + parallel("g") + path("g", "a", "t") + path("g", "b", "e")
    body += user("a") + user("b") + end("t", TERMINATE) + end()
    play = Play(document(body + event_sub("E", message())), mode=mode).start(nomor="1")

    assert play.complete("a").done


# ------------------------------------------------------------------------------ multi-instance


def many(inside: str, more: str = "") -> bytes:
    return document(start() + path("s", "a", "z", "e") + inside + user("z") + end() + more)


def items(*, sequential: bool = False, done: str = "", output: str = "=hasil") -> str:
    return each(
        "daftar",
        sequential=sequential,
        done=done,
        inputElement="butir",
        outputCollection="semua",
        outputElement=output,
    )


def test_parallel_instances_each_have_their_item(mode: str) -> None:
    inside = service("a", ext=mapping({"b": "=butir", "n": "=loopCounter"}), inside=items())
    play = Play(many(inside), mode=mode).start(daftar=["x", "y"])

    seen = [dict(job.variables) for _, job in sorted(play.books.jobs.items())]
    assert [(one["b"], one["n"]) for one in seen] == [("x", 1), ("y", 2)]
    second = max(play.books.jobs)
    from engine.values import CompleteJob

    play.do(CompleteJob(job=second, variables={"hasil": 2})).work("a", hasil=1)
    assert play.variable("semua") == [1, 2]
    assert play.variable("hasil") is None
    assert play.complete("z").done


def test_sequential_instances_come_one_after_the_other(mode: str) -> None:
    inside = user("a", inside=items(sequential=True, output="=butir + hasil"))
    play = Play(many(inside), mode=mode).start(daftar=[10, 20, 30], hasil=0)

    for number in (1, 2, 3):
        assert play.tasks == ["a"]
        play.complete("a", hasil=number)
    assert play.variable("semua") == [11, 22, 33]
    assert play.complete("z").done


def test_an_empty_collection_passes_at_once(mode: str) -> None:
    play = Play(many(user("a", inside=items())), mode=mode).start(daftar=[])

    assert (play.tasks, play.variable("semua")) == (["z"], [])


@pytest.mark.parametrize("daftar", [None, "x", 3, list(range(1001))])
def test_a_collection_that_is_no_short_list_is_an_incident(mode: str, daftar: JsonValue) -> None:
    play = Play(many(user("a", inside=items())), mode=mode).start(daftar=daftar)

    assert play.incidents == [("a", "multi-instance-error")]


def test_an_instance_that_writes_over_the_collection_is_an_incident(mode: str) -> None:
    inside = user("a", inside=items())
    play = Play(many(inside), mode=mode).start(daftar=[1, 2])

    play.complete("a", semua="tertimpa", hasil=5)

    assert play.incidents == [("a", "multi-instance-error")]
    assert play.tasks == ["a"]


def test_the_completion_condition_ends_the_rest(mode: str) -> None:
    condition = "numberOfCompletedInstances &gt;= 2 or hasil = 0"
    inside = user("a", inside=items(done=condition))
    play = Play(many(inside), mode=mode).start(daftar=[1, 2, 3, 4]).complete("a", hasil=5)
    assert play.tasks == ["a", "a", "a"]

    play.complete("a", hasil=6)
    assert play.tasks == ["z"]
    assert play.variable("semua") == [5, 6, None, None]
    assert play.happened(Happened.TERMINATED) == ["a", "a"]
    assert play.complete("z").done


def test_a_boundary_event_is_the_bodys(mode: str) -> None:
    more = boundary("b", "a", message()) + path("b", "h", "e2") + user("h") + end("e2")
    play = Play(many(user("a", inside=items()), more), mode=mode).start(daftar=[1, 2], nomor="1")
    assert play.waits == ["b"]

    assert play.message("m1").tasks == ["h"]
    assert play.complete("h").done


@pytest.mark.parametrize("sequential", [False, True])
def test_sub_processes_and_calls_can_be_many(mode: str, sequential: bool) -> None:
    inner = start("is") + path("is", "iu", "ie") + user("iu") + end("ie", "")
    inside = sub("a", inner, inside=items(sequential=sequential))
    calls = call("c", "q", inside=each("daftar", sequential=sequential, inputElement="butir"))
    body = start() + path("s", "a", "c", "e") + inside + calls + end()
    play = Play(document(body), CALLED, mode=mode).start(daftar=[1, 2, 3])

    for number in (1, 2, 3):
        play.complete("iu", hasil=number)
    assert play.variable("semua") == [1, 2, 3]
    play.complete("qu").complete("qu")
    assert not play.done
    assert play.complete("qu").done


def test_an_error_in_one_instance_leaves_the_body(mode: str) -> None:
    inner = start("is") + path("is", "iu", "ie") + user("iu") + end("ie", error())
    more = boundary("b", "a", error()) + path("b", "h", "e2") + user("h") + end("e2")
    play = Play(many(sub("a", inner, inside=items()), more), mode=mode).start(daftar=[1, 2])

    assert play.complete("iu").tasks == ["h"]
    assert play.complete("h").done
