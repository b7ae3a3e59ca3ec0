"""Gateways: which flows get a token, and when a join goes on."""

from __future__ import annotations

import pytest

from tests.runtime.diagrams import (
    boundary,
    catch,
    document,
    end,
    event_gateway,
    exclusive,
    flow,
    inclusive,
    link,
    message,
    parallel,
    path,
    service,
    signal,
    start,
    task,
    throw,
    timer,
    user,
)
from tests.runtime.play import Play


def choice(gateway: str) -> bytes:
    body = start() + flow("s", "g") + gateway
    body += flow("g", "a", "k > 1") + flow("g", "b", "k > 2") + flow("g", "c", key="fd")
    return document(body + "".join(user(name) + flow(name, "e") for name in "abc") + end())


@pytest.mark.parametrize(("k", "tasks"), [(3, ["a"]), (2, ["a"]), (0, ["c"])])
def test_exclusive_takes_the_first_true_flow_of_the_document(
    mode: str, k: int, tasks: list[str]
) -> None:
    play = Play(choice(exclusive("g", "fd")), mode=mode).start(k=k)

    assert play.tasks == tasks
    assert play.complete(tasks[0]).done


@pytest.mark.parametrize(("k", "tasks"), [(3, ["a", "b"]), (2, ["a"]), (0, ["c"])])
def test_inclusive_takes_every_true_flow_else_the_default(
    mode: str, k: int, tasks: list[str]
) -> None:
    assert Play(choice(inclusive("g", "fd")), mode=mode).start(k=k).tasks == tasks


def test_no_true_flow_and_no_default_is_an_incident_that_can_be_retried(mode: str) -> None:
    body = start() + flow("s", "g") + exclusive("g") + flow("g", "a", "k > 1")
    body += flow("g", "b", "k > 2") + user("a") + user("b") + flow("a", "e") + flow("b", "e")
    play = Play(document(body + end()), mode=mode).start(k=0)
    assert play.incidents == [("g", "no-flow")]

    from engine.values import SetVariables

    play.do(SetVariables(variables={"k": 2}, reason="salah ketik")).retry("no-flow")
    assert play.incidents == []
    assert play.complete("a").done


def test_a_condition_that_is_no_boolean_is_an_incident_and_the_completion_stays(mode: str) -> None:
    body = start() + path("s", "u", "g") + user("u") + exclusive("g", "fd")
    body += flow("g", "a", "k") + flow("g", "e", key="fd") + user("a") + flow("a", "e") + end()
    play = Play(document(body), mode=mode).start().complete("u", k="ya")

    assert play.incidents == [("g", "condition-error")]
    assert play.variable("k") == "ya"
    assert play.tasks == []


def test_parallel_joins_one_token_of_each_flow_and_keeps_the_surplus(mode: str) -> None:
    body = start() + path("s", "g") + parallel("g") + exclusive("m") + parallel("j") + user("z")
    for name in ("a", "a2"):
        body += path("g", name, "m") + user(name)
    body += path("g", "b", "j") + user("b") + path("m", "j", "z", "e") + end()
    play = Play(document(body), mode=mode).start().complete("a").complete("a2").complete("b")

    assert play.tasks == ["z"]
    play.complete("z")
    assert not play.done, "a token is left at the join: the case waits there, as BPMN has it"


def test_two_flows_between_the_same_nodes_are_two_tokens(mode: str) -> None:
    body = start() + path("s", "g") + parallel("g") + flow("g", "j", key="f1")
    body += flow("g", "j", key="f2") + parallel("j") + path("j", "u", "e") + user("u") + end()
    play = Play(document(body), mode=mode).start()

    assert play.tasks == ["u"]
    assert play.taken[1:3] == ["f1", "f2"]
    assert play.complete("u").done


def test_inclusive_joins_only_what_can_come(mode: str) -> None:
    body = start() + flow("s", "g") + inclusive("g", "fd")
    body += flow("g", "a", "k = 1") + flow("g", "b", "k = 1") + flow("g", "c", key="fd")
    body += user("a") + service("b") + user("c") + path("a", "j") + path("b", "j") + path("c", "j")
    body += inclusive("j") + path("j", "z", "e") + user("z") + end()
    play = Play(document(body), mode=mode).start(k=1).complete("a")

    assert play.tasks == []
    assert play.work("b").tasks == ["z"]
    assert play.complete("z").done


def test_inclusive_waits_for_what_a_boundary_event_may_send(mode: str) -> None:
    body = start() + flow("s", "g") + inclusive("g") + flow("g", "a", "true") + user("a")
    body += flow("g", "b", "true") + user("b") + path("a", "j") + path("b", "e2") + end("e2")
    body += boundary("t", "b", timer("PT1H")) + path("t", "j") + inclusive("j")
    play = Play(document(body + path("j", "z", "e") + user("z") + end()), mode=mode)

    assert play.start().complete("a").tasks == ["b"]
    assert play.wait(1).tasks == ["z"]
    assert play.complete("z").done


@pytest.mark.parametrize("kind", ["parallel", "inclusive"])
def test_joins_work_in_a_loop_in_any_order(mode: str, kind: str) -> None:
    split, join = (parallel, parallel) if kind == "parallel" else (inclusive, inclusive)
    body = start() + path("s", "m", "u1", "g") + exclusive("m") + user("u1") + split("g")
    condition = "true" if kind == "inclusive" else ""
    for name in "ab":
        body += flow("g", name, condition) + user(name) + path(name, "j")
    body += boundary("bt", "u1", timer("P1D"), cancel=False) + path("bt", "e2") + end("e2")
    body += join("j") + flow("j", "x") + exclusive("x", "out") + flow("x", "m", "again")
    play = Play(document(body + flow("x", "e", key="out") + end()), mode=mode).start()

    for turn in range(25):
        first, second = "ab" if turn % 2 else "ba"
        play.complete("u1").complete(first).complete(second, again=turn < 24)
    assert play.done


def test_an_event_gateway_takes_the_first_event_only(mode: str) -> None:
    body = start() + path("s", "g") + event_gateway("g")
    body += path("g", "m", "a", "e") + catch("m", message()) + user("a")
    body += path("g", "t", "b", "e2") + catch("t", timer("PT3H")) + user("b") + end() + end("e2")
    play = Play(document(body), mode=mode).start(nomor="9")
    assert (play.waits, play.due) == (["m"], {"t": 3})

    play.message("m1", got=1)
    assert (play.waits, play.due, play.tasks) == ([], {}, ["a"])
    assert play.variable("got") == 1
    assert play.complete("a").done


def test_an_event_gateway_lets_the_timer_win(mode: str) -> None:
    body = start() + path("s", "g") + event_gateway("g")
    body += path("g", "m", "e") + task("receiveTask", "m", attributes='messageRef="m1"')
    body += path("g", "t", "b", "e2") + catch("t", timer("PT3H")) + user("b") + end() + end("e2")
    play = Play(document(body), mode=mode).start(nomor="9").wait(3)

    assert (play.waits, play.tasks) == ([], ["b"])
    assert [name for name in play.taken if name.startswith("g-")] == [play.taken[1]]
    assert play.complete("b").done


def test_several_flows_out_of_a_task_and_an_uncontrolled_merge(mode: str) -> None:
    body = start() + path("s", "a") + user("a") + path("a", "b1", "c") + path("a", "b2", "c")
    body += user("b1") + user("b2") + user("c") + path("c", "e") + end()
    play = Play(document(body), mode=mode).start().complete("a")

    assert play.tasks == ["b1", "b2"]
    play.complete("b1").complete("c").complete("b2")
    assert play.tasks == ["c"]
    assert play.complete("c").done


@pytest.mark.parametrize(("k", "tasks"), [(1, ["b1"]), (2, ["b2"]), (3, ["b3"])])
def test_conditional_flows_out_of_a_task(mode: str, k: int, tasks: list[str]) -> None:
    body = start() + path("s", "a") + user("a", 'default="fd"') + flow("a", "b1", "k = 1")
    body += flow("a", "b2", "k = 2") + flow("a", "b3", key="fd")
    body += "".join(user(name) + flow(name, "e") for name in ("b1", "b2", "b3")) + end()
    play = Play(document(body), mode=mode).start().complete("a", k=k)

    assert play.tasks == tasks
    assert not [line for line in play.books.history if line.element.startswith("~")]


def test_a_single_false_condition_out_of_a_task_is_an_incident(mode: str) -> None:
    body = start() + path("s", "a") + user("a") + flow("a", "b", "k = 1") + user("b")
    play = Play(document(body + flow("b", "e") + end()), mode=mode).start().complete("a", k=2)

    assert play.incidents == [("a", "no-flow")]


def test_links_connect(mode: str) -> None:
    body = start() + path("s", "a", "lt") + user("a") + throw("lt", link("L"))
    body += catch("lc", link("L")) + path("lc", "b", "e") + user("b") + end()
    play = Play(document(body), mode=mode).start().complete("a")

    assert play.tasks == ["b"]
    assert play.complete("b").done


def test_a_signal_reaches_the_cases_own_catches(mode: str) -> None:
    body = start() + path("s", "g") + parallel("g") + path("g", "a", "e1") + user("a")
    body += end("e1", signal()) + path("g", "c", "b", "e") + catch("c", signal()) + user("b")
    play = Play(document(body + end()), mode=mode).start().complete("a")

    assert play.tasks == ["b"]
    assert [thrown.name for thrown in play.books.thrown] == ["sg"]
    assert play.complete("b").done
