"""Each rule about the shape of a diagram: its right twin passes, its wrong twin breaks just it."""

import pytest

from tests.bpmn import drawing
from tests.bpmn.drawing import (
    boundary,
    catch,
    chain,
    draw,
    element,
    end,
    event_gateway,
    event_sub,
    flow,
    inclusive,
    message,
    parallel,
    path,
    receive,
    signal,
    start,
    sub,
    task,
    throw,
    timer,
    xor,
)
from tests.bpmn.judging import Twin, between, faults, line, rules

LINE = chain(start(), task("t"), end())
PAIR = end("a") + end("b")
TRIGGERED = start("s1", signal("g"))


def choosing(*flows: str, default: str | None = None, kind: str = "exclusiveGateway") -> bytes:
    gateway = element(kind, "x", default=default)
    return draw(start(), gateway, PAIR, flow("s", "x"), *flows)


def after_gateway(*targets: str, more: str = "") -> bytes:
    """An event-based gateway with these targets, each then ending."""
    names = [target.split('id="')[1].split('"')[0] for target in targets]
    ways = [path("g", name, "e") for name in names]
    return draw(start(), end(), event_gateway("g"), flow("s", "g"), *targets, *ways, more)


def reacting(*inside: str, more: str = "", **attributes: str) -> bytes:
    return draw(
        *LINE,
        element("subProcess", "esp", "".join(inside), triggeredByEvent="true", **attributes),
        more,
    )


TWINS = [
    Twin(
        rule="no-start",
        right=line(sub("sp", *chain(start("s1"), end("e1")))),
        wrong=line(sub("sp", task("t1"), end("e1"), flow("t1", "e1"))),
    ),
    Twin(
        rule="no-start",
        right=draw(*LINE),
        wrong=draw(),
    ),
    Twin(
        rule="several-none-starts",
        right=draw(*LINE, start("s2", signal("g")), flow("s2", "t")),
        wrong=draw(*LINE, start("s2"), flow("s2", "t")),
    ),
    Twin(
        rule="start-incoming",
        right=draw(*LINE, flow("t", "t")),
        wrong=draw(*LINE, flow("t", "s")),
    ),
    Twin(
        rule="end-outgoing",
        right=draw(*LINE, throw("th"), flow("t", "th"), flow("th", "t")),
        wrong=draw(*LINE, flow("e", "t")),
    ),
    Twin(
        rule="boundary-incoming",
        right=draw(*LINE, boundary("b", "t", timer("PT1H")), flow("b", "e")),
        wrong=draw(*LINE, boundary("b", "t", timer("PT1H")), flow("b", "e"), flow("t", "b")),
    ),
    Twin(
        rule="no-exit",
        right=draw(*LINE, boundary("b", "t", timer("PT1H")), flow("b", "e")),
        wrong=draw(*LINE, boundary("b", "t", timer("PT1H"))),
    ),
    Twin(
        rule="no-exit",
        right=draw(*LINE, parallel("x"), path("t", "x", "e")),
        wrong=draw(*LINE, parallel("x"), flow("t", "x")),
    ),
    Twin(
        rule="no-exit",
        right=line(throw("th")),
        wrong=draw(*LINE, throw("th"), flow("t", "th")),
    ),
    Twin(
        rule="no-entry",
        right=draw(*LINE, task("t2"), path("t", "t2", "e")),
        wrong=draw(*LINE, task("t2"), flow("t2", "e")),
    ),
    Twin(
        rule="condition-not-here",
        right=choosing(flow("x", "a", "v"), flow("x", "b", "w")),
        wrong=choosing(flow("x", "a", "v"), flow("x", "b"), kind="parallelGateway"),
    ),
    Twin(
        rule="condition-not-here",
        right=between(task("t"), flow("s", "t"), flow("t", "e", "v")),
        wrong=between(task("t"), flow("s", "t", "v"), flow("t", "e")),
    ),
    Twin(
        rule="condition-on-default",
        right=choosing(flow("x", "a", "v"), flow("x", "b"), default="x-b"),
        wrong=choosing(flow("x", "a", "v"), flow("x", "b", "w"), default="x-b"),
    ),
    Twin(
        rule="condition-missing",
        right=between(xor("x"), path("s", "x", "e")),
        wrong=choosing(flow("x", "a", "v"), flow("x", "b")),
    ),
    Twin(
        rule="condition-missing",
        right=choosing(flow("x", "a", "v"), flow("x", "b"), default="x-b", kind="inclusiveGateway"),
        wrong=choosing(flow("x", "a", "v"), flow("x", "b"), kind="inclusiveGateway"),
    ),
    Twin(
        rule="default-not-here",
        right=choosing(flow("x", "a"), flow("x", "b"), kind="parallelGateway"),
        wrong=choosing(flow("x", "a"), flow("x", "b"), kind="parallelGateway", default="x-b"),
    ),
    Twin(
        rule="event-gateway-exits",
        right=after_gateway(catch("c1", timer("PT1H")), catch("c2", signal("x"))),
        wrong=after_gateway(catch("c1", timer("PT1H"))),
    ),
    Twin(
        rule="event-gateway-target",
        right=after_gateway(catch("c1", timer("PT1H")), receive("r", "m")),
        wrong=after_gateway(catch("c1", timer("PT1H")), task("t")),
    ),
    Twin(
        rule="event-gateway-shared-target",
        right=after_gateway(catch("c1", timer("PT1H")), catch("c2", signal("x"))),
        wrong=after_gateway(
            catch("c1", timer("PT1H")), catch("c2", signal("x")), more=flow("c1", "c2")
        ),
    ),
    Twin(
        rule="event-gateway-mixed",
        right=after_gateway(receive("r", "m"), receive("r2", "n")),
        wrong=after_gateway(receive("r", "m"), catch("c", message("n"))),
    ),
    Twin(
        rule="event-sub-process-connected",
        right=reacting(*chain(TRIGGERED, end("e1"))),
        wrong=reacting(*chain(TRIGGERED, end("e1")), more=flow("t", "esp")),
    ),
    Twin(
        rule="event-sub-process-start",
        right=draw(*LINE, event_sub("esp", *chain(TRIGGERED, end("e1")))),
        wrong=draw(
            *LINE,
            event_sub(
                "esp", *chain(TRIGGERED, end("e1")), start("s2", signal("h")), flow("s2", "e1")
            ),
        ),
    ),
    Twin(
        rule="event-sub-process-start",
        right=draw(*LINE, event_sub("esp", *chain(TRIGGERED, end("e1")))),
        wrong=draw(*LINE, event_sub("esp")),
    ),
]


@pytest.mark.parametrize("twin", TWINS, ids=lambda twin: twin.rule)
def test_the_right_twin_breaks_no_rule(twin: Twin) -> None:
    assert rules(twin.right) == []


@pytest.mark.parametrize("twin", TWINS, ids=lambda twin: twin.rule)
def test_the_wrong_twin_breaks_just_the_rule(twin: Twin) -> None:
    assert rules(twin.wrong) == [twin.rule]


def test_a_fault_says_where_what_and_what_to_do() -> None:
    fault = faults(choosing(flow("x", "a", "v"), flow("x", "b")))[0]

    assert (fault.file, fault.element, fault.line) == ("f.bpmn", "x-b", 9)
    assert fault.text() == (
        "Flow “x-b” leads out of “x” without a condition."
        " Give it a condition, or make it the gateway's default flow."
    )


def test_faults_of_several_kinds_come_together_by_line() -> None:
    content = draw(*LINE, end("nowhere"), xor("x"), drawing.timer("PT1H"), flow("x", "gone"))

    assert rules(content) == ["unknown-element", "dangling-reference", "no-entry", "no-entry"]


def test_sub_processes_are_checked_at_every_depth() -> None:
    inner = sub("b", *chain(start("sb"), task("tb"), end("eb")), end("lonely"))
    content = line(sub("a", *chain(start("sa"), inner, end("ea"))))

    assert [(fault.rule, fault.element) for fault in faults(content)] == [("no-entry", "lonely")]


def test_an_inclusive_join_needs_no_condition() -> None:
    split = chain(start(), inclusive("x", "x-t1"), task("t1"), inclusive("y"), end())

    assert rules(draw(*split, task("t2"), flow("x", "t2", "v"), flow("t2", "y"))) == []
