"""Processes, flows, lanes and scopes come into the model in document order."""

from pathlib import Path

from engine.bpmn import checks, reading
from engine.bpmn.model import (
    Event,
    Kind,
    Node,
)
from tests.bpmn import drawing
from tests.bpmn.drawing import chain, draw, draw_process, element, end, extended, start, zeebe

SAMPLE = Path(__file__).parent.parent / "diagrams" / "modeler-sample.bpmn"


def only(part: str) -> Node:
    """The model of one element, drawn between start and end."""
    process = draw_process(*chain(start(), part, end()))
    return next(node for node in process.scope.nodes.values() if node.id not in {"s", "e"})


def event_of(definition: str) -> Event:
    event = only(drawing.catch("c", definition)).event
    assert event is not None
    return event


def test_a_process_keeps_its_name_tag_properties_digest_and_line() -> None:
    given = extended(zeebe("versionTag", value="v1"), drawing.properties(retention="10"))
    content = draw(given, *chain(start(), end()), attributes='name="Antrean"')

    process = reading.read(content, "antrean.bpmn").processes[0]

    assert (process.id, process.name, process.version_tag) == ("p", "Antrean", "v1")
    assert process.properties == {"retention": "10"}
    assert (process.file, process.line, len(process.digest)) == ("antrean.bpmn", 3, 64)


def test_the_ids_start_and_end_are_ids_like_others() -> None:
    process = draw_process(*chain(start("Start"), drawing.task("EndJoin"), end("End")))

    assert list(process.scope.nodes) == ["Start", "EndJoin", "End"]


def test_flows_stand_in_document_order_whatever_the_order_of_nodes() -> None:
    process = draw_process(
        drawing.flow("x", "b", "true"),
        end("b"),
        drawing.flow("x", "a", "true"),
        drawing.flow("s", "x"),
        end("a"),
        drawing.xor("x"),
        start(),
    )

    assert list(process.scope.nodes) == ["b", "a", "x", "s"]
    assert process.scope.nodes["x"].outgoing == ("x-b", "x-a")
    assert process.scope.nodes["a"].incoming == ("x-a",)


def test_a_flow_keeps_id_name_and_condition() -> None:
    condition = "<bpmn:conditionExpression> =a &lt; 1 </bpmn:conditionExpression>"
    flow = element("sequenceFlow", "f", condition, sourceRef="s", targetRef="e", name="ya")

    found = draw_process(start(), end(), flow).scope.flows["f"]

    assert (found.source, found.target, found.name, found.condition) == ("s", "e", "ya", "=a < 1")


def test_the_innermost_lane_wins_and_sub_processes_hand_theirs_down() -> None:
    inner = element(
        "childLaneSet",
        "ls2",
        element("lane", "l2", "<bpmn:flowNodeRef>t</bpmn:flowNodeRef>", name="kasi"),
    )
    refs = "".join(f"<bpmn:flowNodeRef>{n}</bpmn:flowNodeRef>" for n in ("t", "sp"))
    lanes = element("laneSet", "ls", element("lane", "l1", refs + inner, name="loket"))
    inside = "".join(chain(start("s1"), drawing.task("t1"), end("e1")))

    process = draw_process(
        lanes, *chain(start(), drawing.task("t"), drawing.sub("sp", inside), end())
    )

    found = {node.id: node.lane for _, _, node in process.walk()}
    assert (found["t"], found["sp"], found["t1"], found["s"]) == ("kasi", "loket", "loket", "")


def test_a_sub_process_may_have_lanes_of_its_own() -> None:
    inside = drawing.lanes(cetak="t1") + "".join(chain(start("s1"), drawing.task("t1"), end("e1")))
    lanes = drawing.lanes(loket="sp").replace('"lanes"', '"outer"')

    process = draw_process(lanes, *chain(start(), drawing.sub("sp", inside), end()))

    found = {node.id: node.lane for _, _, node in process.walk()}
    assert (found["t1"], found["e1"]) == ("cetak", "loket")


def test_event_sub_processes_and_their_starts_are_marked() -> None:
    timed = start("s1", drawing.timer("PT1H"), isInterrupting=False)

    process = draw_process(
        *chain(start(), end()), drawing.event_sub("esp", *chain(timed, end("e1")))
    )

    esp = process.scope.nodes["esp"]
    assert esp.event_sub_process
    assert esp.body is not None
    assert not esp.body.nodes["s1"].interrupting


def test_pools_annotations_data_and_the_picture_are_passed_over() -> None:
    extra = element(
        "collaboration",
        "c",
        element("participant", "pool", processRef="p")
        + element("participant", "box")
        + element("messageFlow", "mf", sourceRef="box", targetRef="u"),
    )
    beside = (
        '<bpmn:textAnnotation id="a"><bpmn:text>x</bpmn:text></bpmn:textAnnotation>'
        '<bpmn:association id="as" sourceRef="u" targetRef="a"/><bpmn:group id="g"/>'
        '<bpmn:dataObject id="d"/><bpmn:dataObjectReference id="dr" dataObjectRef="d"/>'
        '<bpmn:dataStoreReference id="ds"/>'
    )

    diagram = reading.read(
        draw(*chain(start(), drawing.user("u"), end()), beside, extra=extra), "f"
    )

    assert list(diagram.processes[0].scope.nodes) == ["s", "u", "e"]


def test_a_picture_of_data_moves_none_but_a_transformation_is_noticed() -> None:
    plain = '<bpmn:property id="pl"/><bpmn:dataInputAssociation id="da"/>'
    moving = (
        '<bpmn:dataOutputAssociation id="da"><bpmn:assignment><bpmn:from>1</bpmn:from>'
        "<bpmn:to>x</bpmn:to></bpmn:assignment></bpmn:dataOutputAssociation>"
    )

    assert only(element("task", "t", plain)).features == ()
    assert only(element("task", "t", moving)).features == ("dataOutputAssociation",)


def test_extensions_of_other_engines_are_noticed() -> None:
    node = only(drawing.task("t", "<camunda:executionListener/>", **{"camunda:assignee": "ani"}))

    assert node.foreign == ("camunda:assignee", "camunda:executionListener")


def test_only_executable_processes_are_read() -> None:
    content = drawing.document(
        drawing.process(*chain(start(), end())),
        drawing.process(*chain(start("s2"), end("e2")), id="q", executable=False),
        drawing.process(*chain(start("s3"), end("e3")), id="r"),
    )

    diagram = reading.read(content, "f")

    assert [process.id for process in diagram.processes] == ["p", "r"]
    assert diagram.skipped == ("q",)


def test_a_file_of_camundas_modeler_is_read_without_faults() -> None:
    parsed = reading.parse(SAMPLE.read_bytes(), SAMPLE.name)

    assert parsed.faults == ()
    assert parsed.diagram is not None
    known = checks.Known(
        form_ids=frozenset({"terima-permohonan"}), process_ids=frozenset({"cetak"})
    )
    assert checks.check(parsed.diagram, known) == ()
    kinds = {node.kind for _, _, node in parsed.diagram.processes[0].walk()}
    assert {Kind.USER_TASK, Kind.CALL, Kind.BOUNDARY, Kind.SUB_PROCESS} <= kinds
