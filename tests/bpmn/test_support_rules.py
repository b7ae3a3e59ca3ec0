"""What is valid BPMN and not run is refused, with the element named and a way out."""

from pathlib import Path

import pytest

from engine.bpmn import checks
from engine.errors import Severity
from tests.bpmn import drawing
from tests.bpmn.drawing import (
    boundary,
    catch,
    chain,
    draw,
    element,
    end,
    extended,
    flow,
    path,
    start,
    task,
    throw,
    zeebe,
)
from tests.bpmn.judging import faults, line, rules

LINE = chain(start(), task("t"), end())
CONDITION = "<bpmn:conditionalEventDefinition><bpmn:condition>=a</bpmn:condition></bpmn:conditionalEventDefinition>"
COMPENSATE = "<bpmn:compensateEventDefinition/>"
BOTH = drawing.signal("a") + drawing.signal("b")
INSIDE = "".join(chain(start("s1"), end("e1")))


def loop(body: str = "", **attributes: str) -> str:
    collection = extended(zeebe("loopCharacteristics", inputCollection="=a"))
    tag = "multiInstanceLoopCharacteristics"
    return element("task", "x", element(tag, "mi", collection + body, **attributes))


def on(host: str, event: str, beside: str = "") -> bytes:
    return draw(*chain(start(), host, end()), boundary("x", "t", event), flow("x", "e"), beside)


REFUSED = {
    "complexGateway": draw(start(), element("complexGateway", "x"), end(), path("s", "x", "e")),
    "adHocSubProcess": line(element("adHocSubProcess", "x", INSIDE)),
    "transaction": line(element("transaction", "x", INSIDE)),
    "conditional": line(catch("x", CONDITION)),
    "compensation": line(throw("x", COMPENSATE)),
    "cancel": draw(*chain(start(), end("x", "<bpmn:cancelEventDefinition/>"))),
    "multiple": line(catch("x", BOTH)),
    "parallelMultiple": line(element("intermediateCatchEvent", "x", BOTH, parallelMultiple=True)),
    "standardLoopCharacteristics": line(
        element("task", "x", "<bpmn:standardLoopCharacteristics/>")
    ),
    "loopCardinality": line(loop("<bpmn:loopCardinality>3</bpmn:loopCardinality>")),
    "behavior": line(loop(behavior="One")),
    "complexBehaviorDefinition": line(loop("<bpmn:complexBehaviorDefinition/>")),
    "isForCompensation": draw(*LINE, element("task", "x", isForCompensation=True)),
    "instantiate": draw(*chain(start(), drawing.receive("x", "m"), end())).replace(
        b"messageRef", b'instantiate="true" messageRef', 1
    ),
    "startQuantity": line(element("task", "x", startQuantity="2")),
    "completionQuantity": line(element("task", "x", completionQuantity="2")),
    "dataInputAssociation": line(
        element(
            "task",
            "x",
            '<bpmn:ioSpecification/><bpmn:dataInputAssociation id="d"/>',
        )
    ),
    "dataOutputAssociation": line(
        element(
            "task",
            "x",
            '<bpmn:dataOutputAssociation id="d"><bpmn:transformation/></bpmn:dataOutputAssociation>',
        )
    ),
    "potentialOwner": line(element("task", "x", "<bpmn:potentialOwner/>")),
    "zeebe:userTaskForm": line(
        drawing.user("x", zeebe("formDefinition", formKey="camunda-forms:bpmn:f1"), groups="g")
    ),
    "zeebe:executionListeners": line(task("x", zeebe("executionListeners"))),
    "zeebe:taskListeners": line(drawing.user("x", zeebe("taskListeners"), groups="g")),
    "zeebe:somethingNew": line(task("x", zeebe("somethingNew"))),
}


@pytest.mark.parametrize("what", REFUSED)
def test_what_is_not_run_is_refused_by_name(what: str) -> None:
    found = faults(REFUSED[what])

    assert [(fault.rule, fault.element) for fault in found] == [("not-executable", "x")]
    assert found[0].params["what"] == what
    assert what in found[0].text()
    assert found[0].advice


def test_a_parallel_event_gateway_is_refused() -> None:
    gateway = element("eventBasedGateway", "x", eventGatewayType="Parallel")
    targets = catch("c1", drawing.signal("a")), catch("c2", drawing.signal("b"))
    content = draw(
        start(), end(), gateway, *targets, path("s", "x", "c1", "e"), path("x", "c2", "e")
    )

    assert [fault.params["what"] for fault in faults(content)] == ["eventGatewayType"]


def test_a_compensation_boundary_event_is_refused_once() -> None:
    assert rules(on(task("t"), COMPENSATE)) == ["not-executable"]


def test_what_another_engine_would_run_is_a_warning() -> None:
    content = line(task("x", **{"camunda:assignee": "ani"}))

    found = faults(content)

    assert [(fault.rule, fault.severity) for fault in found] == [
        ("foreign-extension", Severity.WARNING)
    ]
    assert "camunda:assignee" in found[0].text()


def test_extensions_of_a_process_are_looked_at_too() -> None:
    content = draw(
        extended(zeebe("executionListeners")), *LINE, attributes='camunda:versionTag="1"'
    )

    assert rules(content) == ["foreign-extension", "not-executable"]


def test_colours_and_templates_of_the_modeler_are_no_faults() -> None:
    content = line(task("x", **{"zeebe:modelerTemplate": "a"}))

    assert rules(content) == []


def test_a_file_without_executable_process_is_refused() -> None:
    content = draw(*LINE).replace(b'isExecutable="true"', b'isExecutable="false"')

    assert rules(content) == ["no-executable-process"]


def test_a_process_that_is_skipped_is_a_warning() -> None:
    other = drawing.process(*chain(start("s2"), end("e2")), id="q", executable=False)

    found = faults(draw(*LINE, extra=other))

    assert [(fault.rule, fault.severity) for fault in found] == [
        ("process-skipped", Severity.WARNING)
    ]
    assert "“q”" in found[0].text()


def test_every_rule_has_words_and_a_source() -> None:
    for rule in checks.RULES:
        assert rule.id == rule.id.lower()
        assert all((rule.section, rule.message, rule.advice))


def test_rules_that_share_an_id_share_their_message() -> None:
    messages = {(rule.id, rule.message, rule.section, rule.severity) for rule in checks.RULES}

    assert len(messages) == len({rule.id for rule in checks.RULES})


def test_every_rule_is_documented_and_no_other() -> None:
    text = (Path(__file__).parent.parent.parent / "docs" / "diagrams.md").read_text(
        encoding="utf-8"
    )

    rows = [line for line in text.splitlines() if line.startswith("| `")]
    assert rows == list(
        dict.fromkeys(
            f"| `{rule.id}` | {rule.severity.value} | {rule.section} |" for rule in checks.RULES
        )
    )
