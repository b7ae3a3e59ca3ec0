"""The Camunda 8 dialect and all event definitions come into the model whole."""

from pathlib import Path

from engine.bpmn import reading
from engine.bpmn.model import (
    Assignment,
    Called,
    Event,
    EventKind,
    Loop,
    Mapping1,
    Node,
    TimerKind,
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


def test_a_user_task_has_form_people_dates_and_priority() -> None:
    node = only(
        drawing.user(
            "u",
            zeebe("taskSchedule", dueDate="=besok", followUpDate="2026-11-24T08:00:00+07:00"),
            zeebe("priorityDefinition", priority="80"),
            form="terima",
            groups="loket,kasi",
            assignee="=petugas",
            users="ani",
        )
    )

    given = node.extensions
    assert given.user_task
    assert given.form_id == "terima"
    assert given.assignment == Assignment(
        assignee="=petugas", candidate_groups="loket,kasi", candidate_users="ani"
    )
    assert (given.due_date, given.follow_up_date) == ("=besok", "2026-11-24T08:00:00+07:00")
    assert given.priority == "80"


def test_a_form_may_be_bound_to_a_version_or_lie_outside() -> None:
    tagged = zeebe("formDefinition", formId="f", bindingType="versionTag", versionTag="v2")
    outside = zeebe("formDefinition", externalReference="https://alur.test/f")

    first = only(drawing.task("t", tagged)).extensions
    second = only(drawing.task("t", outside)).extensions

    assert (first.form_binding, first.form_version_tag) == ("versionTag", "v2")
    assert (second.form_id, second.external_form) == ("", "https://alur.test/f")


def test_a_service_task_has_type_retries_headers_mappings_and_properties() -> None:
    given = only(
        drawing.service(
            "t",
            "kirim_pesan",
            drawing.headers(kanal="wa"),
            drawing.mapping({"hp": "=no_hp"}, {"hasil.kode": "=kode"}),
            drawing.properties(calendar="kantor"),
            retries="=n",
        )
    ).extensions

    assert (given.job_type, given.job_retries) == ("kirim_pesan", "=n")
    assert given.headers == {"kanal": "wa"}
    assert given.inputs == (Mapping1(source="=no_hp", target="hp"),)
    assert given.outputs == (Mapping1(source="=kode", target="hasil.kode"),)
    assert given.properties == {"calendar": "kantor"}


def test_retries_are_three_when_not_given() -> None:
    assert only(drawing.service("t")).extensions.job_retries == "3"


def test_a_script_task_has_expression_and_result() -> None:
    given = only(drawing.script("t", "n", "n + 1")).extensions

    assert (given.script, given.result_variable) == ("=n + 1", "n")


def test_a_rule_task_has_its_decision() -> None:
    assert only(drawing.rule_task("t", "estimasi", "hari")).extensions.decision == Called(
        id="estimasi", result_variable="hari"
    )


def test_a_call_activity_propagates_all_unless_told_otherwise() -> None:
    plain = only(drawing.call("c", "cetak")).extensions.called
    closed = only(drawing.call("c", "cetak", child_all=False, parent_all=False)).extensions.called

    assert plain == Called(id="cetak")
    assert closed == Called(id="cetak", propagate_all_child=False, propagate_all_parent=False)


def test_the_standard_called_element_is_read_when_zeebe_has_none() -> None:
    assert only(element("callActivity", "c", calledElement="ns:cetak")).extensions.called == Called(
        id="cetak"
    )


def test_multi_instance_is_read() -> None:
    loop = drawing.multi(
        "berkas", "b", sequential=True, output="hasil", output_item="b.ada", until="x"
    )

    assert only(drawing.user("u", loop=loop)).loop == Loop(
        sequential=True,
        input_collection="=berkas",
        input_element="b",
        output_collection="hasil",
        output_element="=b.ada",
        completion_condition="=x",
    )


def test_a_message_is_resolved_with_its_correlation_key() -> None:
    event = event_of(drawing.message("berkas_dilengkapi", "no_register"))

    assert (event.kind, event.name, event.key) == (
        EventKind.MESSAGE,
        "berkas_dilengkapi",
        "=no_register",
    )


def test_a_thrown_message_has_key_id_and_time_to_live() -> None:
    thrown = drawing.message("m", "k", publish_key="other", message_id="=i", ttl="PT1H")

    event = only(drawing.throw("t", thrown)).event

    assert event is not None
    assert (event.key, event.message_id, event.time_to_live) == ("=other", "=i", "PT1H")


def test_the_job_of_a_message_throw_may_stand_in_its_definition() -> None:
    job = extended(zeebe("taskDefinition", type="kirim"))
    inside = f"<bpmn:messageEventDefinition>{job}</bpmn:messageEventDefinition>"

    assert only(drawing.throw("t", inside)).extensions.job_type == "kirim"


def test_send_and_receive_tasks_name_messages() -> None:
    received = only(drawing.receive("r", "m", "k")).event
    sent = only(drawing.send("r", "m")).event

    assert received is not None
    assert (received.name, received.key) == ("m", "=k")
    assert sent is not None
    assert (sent.name, sent.key) == ("m", "")


def test_signals_errors_and_escalations_are_resolved() -> None:
    host = drawing.task("t")
    process = draw_process(
        *chain(start(), host, end()),
        drawing.boundary("b1", "t", drawing.error("E1")),
        drawing.boundary("b2", "t", drawing.escalation("X1"), interrupting=False),
        drawing.boundary("b3", "t", drawing.signal("tutup")),
        drawing.boundary("b4", "t", drawing.error()),
    )

    nodes = [process.scope.nodes[f"b{n}"] for n in range(1, 5)]
    assert [node.event and (node.event.code, node.event.name) for node in nodes] == [
        ("E1", ""),
        ("X1", ""),
        ("", "tutup"),
        ("", ""),
    ]
    assert [(node.attached_to, node.interrupting) for node in nodes[:2]] == [
        ("t", True),
        ("t", False),
    ]


def test_timers_keep_kind_and_text() -> None:
    duration = event_of(drawing.timer(" PT1H "))
    date = event_of(drawing.timer(date="=besok"))
    cycle = event_of(drawing.timer(cycle="R3/PT1H"))

    assert [(event.timer, event.value) for event in (duration, date, cycle)] == [
        (TimerKind.DURATION, "PT1H"),
        (TimerKind.DATE, "=besok"),
        (TimerKind.CYCLE, "R3/PT1H"),
    ]


def test_a_definition_at_the_root_is_found_by_reference() -> None:
    root = '<bpmn:signalEventDefinition id="d" signalRef="g"/><bpmn:signal id="g" name="tutup"/>'
    caught = element(
        "intermediateCatchEvent", "c", "<bpmn:eventDefinitionRef>d</bpmn:eventDefinitionRef>"
    )
    content = draw(*chain(start(), caught, end()), extra=root)

    event = reading.read(content, "f").processes[0].scope.nodes["c"].event

    assert event is not None
    assert (event.kind, event.name) == (EventKind.SIGNAL, "tutup")


def test_two_definitions_make_a_multiple_event() -> None:
    both = drawing.signal("a") + drawing.signal("b")

    assert event_of(both).kind is EventKind.MULTIPLE
