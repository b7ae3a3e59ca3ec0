"""Lowering keeps what is drawn and leaves the runtime only its few elements."""

from hypothesis import given, settings
from hypothesis import strategies as st

from engine.bpmn import lowering
from engine.bpmn.model import GATEWAYS, EventKind, Kind, Process, Scope
from tests.bpmn import drawing
from tests.bpmn.drawing import chain, draw_lowered, draw_process, end, flow, path, start, task


def flows(scope: Scope) -> set[tuple[str, str, str]]:
    return {(one.source, one.target, one.condition) for one in scope.flows.values()}


def test_a_plain_process_stays_as_it_is() -> None:
    process = draw_process(*chain(start(), task("t"), drawing.xor("x"), end()))

    assert lowering.lower(process) == process


def test_several_flows_out_of_an_activity_become_a_parallel_gateway() -> None:
    process = draw_lowered(
        start(), task("t"), end("a"), end("b"), path("s", "t", "a"), flow("t", "b")
    )

    split = process.scope.nodes["~split:t"]
    assert (split.kind, split.incoming, split.outgoing) == (
        Kind.PARALLEL,
        ("~exit:t",),
        ("t-a", "t-b"),
    )
    assert process.scope.nodes["t"].outgoing == ("~exit:t",)
    assert ("~split:t", "b", "") in flows(process.scope)


def test_conditional_flows_out_of_an_activity_become_an_inclusive_gateway() -> None:
    process = draw_lowered(
        start(),
        drawing.user("t", default="t-c"),
        *(end(name) for name in "abc"),
        path("s", "t"),
        flow("t", "a", "x > 1"),
        flow("t", "b"),
        flow("t", "c"),
    )

    split = process.scope.nodes["~split:t"]
    assert (split.kind, split.default) == (Kind.INCLUSIVE, "t-c")
    assert process.scope.nodes["t"].default == ""
    assert [process.scope.flows[name].condition for name in split.outgoing] == [
        "=x > 1",
        "=true",
        "",
    ]


def test_a_single_conditional_flow_is_honoured() -> None:
    process = draw_lowered(start(), task("t"), end(), path("s", "t"), flow("t", "e", "ok"))

    assert process.scope.nodes["~split:t"].kind is Kind.INCLUSIVE
    assert process.scope.flows["t-e"].condition == "=ok"


def test_a_single_default_flow_is_an_ordinary_one() -> None:
    process = draw_lowered(*chain(start(), task("t", default="t-e"), end()))

    assert "~split:t" not in process.scope.nodes
    assert process.scope.nodes["t"].default == ""


def test_several_flows_out_of_events_are_split_too() -> None:
    process = draw_lowered(
        start(), task("t"), end("a"), end("b"), path("s", "t"), flow("s", "a"), path("t", "b")
    )

    assert process.scope.nodes["~split:s"].outgoing == ("s-t", "s-a")


def test_links_become_flows_and_both_events_stay() -> None:
    process = draw_lowered(
        *chain(start(), drawing.throw("t1", drawing.link("L"))),
        *chain(drawing.catch("c", drawing.link("L")), end()),
        start("s2", drawing.signal("g")),
        drawing.throw("t2", drawing.link("L")),
        flow("s2", "t2"),
    )

    assert {("t1", "c", ""), ("t2", "c", "")} <= flows(process.scope)
    events = [process.scope.nodes[name].event for name in ("t1", "t2", "c")]
    assert [event and event.kind for event in events] == [EventKind.NONE] * 3


def escalating(*, interrupting: bool) -> Process:
    timed = start(
        "s1",
        drawing.timer("PT4H"),
        drawing.properties(calendar="kantor"),
        isInterrupting=interrupting,
        name="4 jam",
    )
    return draw_lowered(
        *chain(start(), task("t"), end()),
        drawing.event_sub("esp", *chain(timed, task("t1"), end("e1"))),
    )


def test_an_event_sub_process_starts_behind_a_trigger() -> None:
    scope = escalating(interrupting=False).scope

    trigger = scope.nodes["~trigger:s1"]
    assert (trigger.kind, trigger.name, trigger.interrupting) == (Kind.TRIGGER, "4 jam", False)
    assert trigger.event is not None
    assert (trigger.event.kind, trigger.event.value) == (EventKind.TIMER, "PT4H")
    assert trigger.extensions.properties == {"calendar": "kantor"}
    assert {("~trigger:s1", "esp", ""), ("esp", "~close:esp", "")} <= flows(scope)
    assert scope.nodes["~close:esp"].kind is Kind.END


def test_inside_an_event_sub_process_the_start_is_a_plain_one() -> None:
    esp = escalating(interrupting=True).scope.nodes["esp"]

    assert esp.body is not None
    inner = esp.body.nodes["s1"]
    assert inner.event is not None
    assert inner.event.kind is EventKind.NONE
    assert inner.outgoing == ("s1-t1",)


def test_event_sub_processes_inside_one_another_are_all_armed() -> None:
    deepest = drawing.event_sub("esp2", *chain(start("s2", drawing.signal("b")), end("e2")))
    outer = drawing.event_sub("esp", *chain(start("s1", drawing.signal("a")), end("e1")), deepest)

    process = draw_lowered(*chain(start(), end()), outer)

    armed = {(owner, node.id) for owner, _, node in process.walk() if node.kind is Kind.TRIGGER}
    assert armed == {("p", "~trigger:s1"), ("esp", "~trigger:s2")}


def test_sub_processes_are_lowered_inside() -> None:
    inside = "".join(
        (start("s1"), task("t1"), end("a"), end("b"), path("s1", "t1", "a"), flow("t1", "b"))
    )

    body = draw_lowered(*chain(start(), drawing.sub("sp", inside), end())).scope.nodes["sp"].body

    assert body is not None
    assert "~split:t1" in body.nodes


def test_made_elements_are_told_from_drawn_ones() -> None:
    assert lowering.is_synthetic("~trigger:s1")
    assert not lowering.is_synthetic("s1")
    assert lowering.origin("~trigger:s1") == "s1"
    assert lowering.origin("a:b") == "a:b"


@given(
    edges=st.lists(
        st.tuples(st.integers(0, 7), st.integers(0, 7), st.booleans()),
        max_size=20,
        unique_by=lambda edge: edge[:2],
    )
)
@settings(max_examples=50, deadline=None)
def test_after_lowering_only_gateways_have_several_ways_out(
    edges: list[tuple[int, int, bool]],
) -> None:
    names = [f"t{n}" for n in range(8)]
    drawn = [flow(names[a], names[b], "x" if when else "") for a, b, when in edges]

    scope = draw_lowered(start(), flow("s", "t0"), *(task(name) for name in names), *drawn).scope

    for node in scope.nodes.values():
        out = [scope.flows[name] for name in node.outgoing]
        assert node.kind in GATEWAYS or len(out) <= 1
        assert node.kind is Kind.INCLUSIVE or not any(one.condition for one in out)
        assert all(one.source == node.id for one in out)
        assert all(scope.flows[name].target == node.id for name in node.incoming)
    assert sum(not lowering.is_synthetic(name) for name in scope.flows) == len(edges) + 1
