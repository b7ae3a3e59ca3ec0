"""What points nowhere, elsewhere or twice is refused, with element, line and all at once."""

import pytest

from engine.bpmn import reading
from engine.errors import DeploymentRefused
from tests.bpmn import drawing
from tests.bpmn.drawing import chain, draw, element, end, flow, start, task

LINE = chain(start(), task("t"), end())
INSIDE = "".join(chain(start("s1"), task("t1"), end("e1")))


def broken(content: bytes) -> list[tuple[str, str]]:
    """(rule, element) of every fault, in the order told."""
    with pytest.raises(DeploymentRefused) as caught:
        reading.read(content, "f.bpmn")
    assert all(fault.file == "f.bpmn" for fault in caught.value.faults)
    assert all(fault.text() for fault in caught.value.faults)
    return [(fault.rule, fault.element) for fault in caught.value.faults]


def lost(tag: str) -> str:
    return f'<bpmn:{tag}EventDefinition {tag}Ref="nowhere"/>'


@pytest.mark.parametrize(
    ("part", "where"),
    [
        (flow("t", "nowhere", id="f"), "f"),
        (flow("nowhere", "t", id="f"), "f"),
        (element("sequenceFlow", "f", sourceRef="t"), "f"),
        (flow("t", "s-t", id="f"), "f"),
        (drawing.boundary("b", "nowhere", drawing.timer("PT1H")), "b"),
        (element("boundaryEvent", "b", drawing.timer("PT1H")), "b"),
        (drawing.catch("c", lost("message")), "c"),
        (drawing.catch("c", lost("signal")), "c"),
        (end("c", lost("error")), "c"),
        (end("c", lost("escalation")), "c"),
        (element("receiveTask", "c", messageRef="nowhere"), "c"),
        (element("receiveTask", "c", messageRef="t"), "c"),
        (end("c", "<bpmn:eventDefinitionRef>t</bpmn:eventDefinitionRef>"), "c"),
        (drawing.lanes(loket="t nowhere"), "lane_loket"),
    ],
)
def test_a_dangling_reference_is_refused(part: str, where: str) -> None:
    assert broken(draw(*LINE, part)) == [("dangling-reference", where)]


def test_a_pool_of_a_missing_process_is_refused() -> None:
    pool = element("collaboration", "c", element("participant", "pool", processRef="nowhere"))

    assert broken(draw(*LINE, extra=pool)) == [("dangling-reference", "pool")]


@pytest.mark.parametrize("ends", [("t", "t1"), ("t1", "t"), ("s1", "e")])
def test_a_flow_across_the_border_of_a_sub_process_is_refused(ends: tuple[str, str]) -> None:
    content = draw(*LINE, drawing.sub("sp", INSIDE), flow(*ends, id="f"), flow("t", "sp"))

    assert broken(content) == [("flow-crosses-border", "f")]


def test_a_flow_between_pools_is_refused() -> None:
    content = drawing.document(
        drawing.process(*LINE, flow("t", "t1", id="f")), drawing.process(INSIDE, id="q")
    )

    assert broken(content) == [("flow-crosses-border", "f")]


@pytest.mark.parametrize("default", ["nowhere", "s-x", "t"])
def test_a_default_that_does_not_leave_the_gateway_is_refused(default: str) -> None:
    content = draw(*chain(start(), drawing.xor("x", default), task("t"), end()))

    assert broken(content) == [("default-not-outgoing", "x")]


@pytest.mark.parametrize("host", ["s", "t1"])
def test_a_boundary_event_sits_on_an_activity_beside_it(host: str) -> None:
    content = draw(
        *LINE, drawing.sub("sp", INSIDE), drawing.boundary("b", host, drawing.timer("PT1H"))
    )

    assert broken(content) == [("not-attached", "b")]


def test_an_id_used_twice_is_refused_where_it_comes_again() -> None:
    assert broken(draw(*LINE, task("t"))) == [("duplicate-id", "t")]


def test_an_id_used_by_two_processes_is_refused() -> None:
    content = drawing.document(
        drawing.process(*LINE), drawing.process(*chain(start("a"), end("b")))
    )

    assert broken(content) == [("duplicate-id", "p")]


def test_an_element_without_id_is_refused() -> None:
    assert broken(draw(*LINE, "<bpmn:task/>")) == [("missing-id", "")]


@pytest.mark.parametrize("name", ["~t", "1t", "a b", "a:b", "-a", "a" * 256, "a\u00b7/"])
def test_an_id_that_xml_does_not_allow_is_refused(name: str) -> None:
    assert ("bad-id", name) in broken(draw(*LINE, task(name)))


@pytest.mark.parametrize("name", ["_t", "périksa", "A-1.2_b", "Start", "End", "kartu_é"])
def test_an_id_that_xml_allows_is_read(name: str) -> None:
    reading.read(draw(*LINE, task(name), id=name + "1"), "f")


@pytest.mark.parametrize("tag", ["choreographyTask", "tsak", "process"])
def test_an_element_that_no_process_has_is_refused(tag: str) -> None:
    assert broken(draw(*LINE, element(tag, "x"))) == [("unknown-element", "x")]


def test_an_event_definition_nobody_knows_is_refused() -> None:
    odd = element("oddEventDefinition", "x")

    assert broken(draw(*LINE, end("c", odd))) == [("unknown-element", "x")]


def test_all_faults_of_a_file_are_told_at_once_by_line() -> None:
    content = draw(
        *LINE,
        task("t"),
        flow("t", "nowhere", id="f"),
        drawing.boundary("b", "away", drawing.timer("PT1H")),
        task("1"),
    )

    assert broken(content) == [
        ("duplicate-id", "t"),
        ("dangling-reference", "f"),
        ("dangling-reference", "b"),
        ("bad-id", "1"),
    ]
