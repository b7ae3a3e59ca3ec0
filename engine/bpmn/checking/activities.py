"""Rules about activities: what each kind must say so that it can be done."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from engine.bpmn.checking.sites import Finding, NodeCheck, Site, node_check
from engine.bpmn.model import Assignment, Called, Kind, Node
from engine.bpmn.rule import Rule
from engine.errors import Severity

_BINDINGS: Final = frozenset({"latest", "deployment", "versionTag"})
_WHOLE: Final = re.compile(r"[0-9]{1,6}")
_NAME: Final = re.compile(r"[^\W\d]\w*( \w+)*")


@node_check(
    Rule(
        id="job-missing",
        section="Camunda 8",
        message="“%(element)s” names no job type, so nobody will do it.",
        advice="Set zeebe:taskDefinition type, or use another kind of task.",
    )
)
def job_missing(node: Node, _: Site) -> Iterator[Finding]:
    given = node.extensions
    publishes = node.kind is Kind.SEND_TASK and node.event is not None
    needs = node.kind in {Kind.SERVICE_TASK, Kind.SEND_TASK} and not publishes
    if needs and not given.job_type.strip():
        yield {}


@node_check(
    Rule(
        id="script-missing",
        section="Camunda 8",
        message="Script task “%(element)s” has no FEEL script.",
        advice="Set zeebe:script expression (with “=” in front), or a job type.",
    )
)
def script_missing(node: Node, _: Site) -> Iterator[Finding]:
    given = node.extensions
    if node.kind is Kind.SCRIPT_TASK and not (given.script.strip() or given.job_type):
        yield {}


@node_check(
    Rule(
        id="decision-missing",
        section="Camunda 8",
        message="Business rule task “%(element)s” names no decision.",
        advice="Set zeebe:calledDecision decisionId, or a job type.",
    )
)
def decision_missing(node: Node, _: Site) -> Iterator[Finding]:
    given = node.extensions
    named = given.decision is not None and given.decision.id.strip()
    if node.kind is Kind.RULE_TASK and not (named or given.job_type):
        yield {}


@node_check(
    Rule(
        id="called-missing",
        section="Camunda 8",
        message="Call activity “%(element)s” names no process.",
        advice="Set zeebe:calledElement processId.",
    )
)
def called_missing(node: Node, _: Site) -> Iterator[Finding]:
    called = node.extensions.called
    if node.kind is Kind.CALL and (called is None or not called.id.strip()):
        yield {}


@node_check(
    Rule(
        id="result-missing",
        section="Camunda 8",
        message="“%(element)s” computes a result and keeps it nowhere.",
        advice="Set resultVariable.",
    )
)
def result_missing(node: Node, _: Site) -> Iterator[Finding]:
    given = node.extensions
    script = node.kind is Kind.SCRIPT_TASK and given.script and not given.result_variable
    decision = given.decision if node.kind is Kind.RULE_TASK else None
    if script or (decision is not None and decision.id and not decision.result_variable):
        yield {}


@node_check(
    Rule(
        id="multi-instance-collection",
        section="Camunda 8",
        message="Multi-instance “%(element)s” has no input collection.",
        advice="Set zeebe:loopCharacteristics inputCollection.",
    )
)
def multi_instance_collection(node: Node, _: Site) -> Iterator[Finding]:
    by_number = "loopCardinality" in node.features
    if node.loop is not None and not node.loop.input_collection.strip() and not by_number:
        yield {}


@node_check(
    Rule(
        id="multi-instance-output",
        section="Camunda 8",
        message="Multi-instance “%(element)s” has only one of output collection and element.",
        advice="Set both outputCollection and outputElement, or neither.",
    )
)
def multi_instance_output(node: Node, _: Site) -> Iterator[Finding]:
    loop = node.loop
    if loop is not None and bool(loop.output_collection) != bool(loop.output_element):
        yield {}


@node_check(
    Rule(
        id="event-sub-process-loop",
        section="BPMN 2.0.2 §10.3.5",
        message="Event sub-process “%(element)s” is multi-instance.",
        advice="Put a multi-instance sub-process into it.",
    )
)
def event_sub_process_loop(node: Node, _: Site) -> Iterator[Finding]:
    if node.event_sub_process and node.loop is not None:
        yield {}


@node_check(
    Rule(
        id="bad-binding",
        section="Camunda 8",
        message="“%(element)s” has the binding “%(binding)s” without what it needs.",
        advice="Use latest, deployment, or versionTag with a version tag.",
    )
)
def bad_binding(node: Node, _: Site) -> Iterator[Finding]:
    given = node.extensions
    form = Called(id=given.form_id, binding=given.form_binding, version_tag=given.form_version_tag)
    for one in (given.called, given.decision, form):
        if one is None:
            continue
        untagged = one.binding == "versionTag" and not one.version_tag.strip()
        if one.binding not in _BINDINGS or untagged:
            yield {"binding": one.binding}


def _written(node: Node) -> Iterator[str]:
    """Every variable path the node writes."""
    given = node.extensions
    yield from (one.target for one in (*given.inputs, *given.outputs))
    optional = [given.result_variable]
    if given.decision is not None:
        optional.append(given.decision.result_variable)
    if node.loop is not None:
        optional += [node.loop.input_element, node.loop.output_collection]
    yield from (name for name in optional if name)


@node_check(
    Rule(
        id="bad-variable-name",
        section="Camunda 8",
        message="“%(element)s” writes the variable “%(name)s”, which is no name.",
        advice="Begin with a letter or “_”; go on with letters, digits, “_”; join parts by “.”.",
    )
)
def bad_variable_name(node: Node, _: Site) -> Iterator[Finding]:
    for path in _written(node):
        if not all(_NAME.fullmatch(part) for part in path.split(".")):
            yield {"name": path}


@node_check(
    Rule(
        id="mapping-source-missing",
        section="Camunda 8",
        message="A mapping of “%(element)s” to “%(target)s” has no source.",
        advice="Set the source: FEEL with “=” in front, or a text.",
    )
)
def mapping_source_missing(node: Node, _: Site) -> Iterator[Finding]:
    for one in (*node.extensions.inputs, *node.extensions.outputs):
        if not one.source.strip():
            yield {"target": one.target}


@node_check(
    Rule(
        id="bad-number",
        section="Camunda 8",
        message="“%(element)s” has the %(place)s “%(value)s”; it must lie between 0 and %(most)s.",
        advice="Write a whole number in this range, or FEEL with “=” in front.",
    )
)
def bad_number(node: Node, _: Site) -> Iterator[Finding]:
    given = node.extensions
    for place, value, most in (
        ("retries", given.job_retries, 1000),
        ("priority", given.priority, 100),
    ):
        plain = value.strip()
        if not plain or plain.startswith("="):
            continue
        if not _WHOLE.fullmatch(plain) or int(plain) > most:
            yield {"place": place, "value": value, "most": most}


@node_check(
    Rule(
        id="nobody-assigned",
        section="Alur",
        message="User task “%(element)s” is in no lane and has no candidates; nobody will see it.",
        advice="Put it in a lane, or set candidate groups, candidate users or an assignee.",
        severity=Severity.WARNING,
    )
)
def nobody_assigned(node: Node, _: Site) -> Iterator[Finding]:
    unassigned = node.extensions.assignment == Assignment()
    if node.kind is Kind.USER_TASK and unassigned and not node.lane:
        yield {}


@node_check(
    Rule(
        id="unknown-separation",
        section="Alur",
        message="“%(element)s” must be done by somebody else than “%(other)s”, which is no task.",
        advice="Name user tasks of this process in separateFrom, with commas between them.",
    )
)
def unknown_separation(node: Node, site: Site) -> Iterator[Finding]:
    written = node.extensions.properties.get("separateFrom", "")
    if not written:
        return
    for other in (part.strip() for part in written.split(",")):
        if other not in site.whole.user_tasks:
            yield {"other": other}


CHECKS: Final[tuple[NodeCheck, ...]] = (
    job_missing,
    script_missing,
    decision_missing,
    called_missing,
    result_missing,
    multi_instance_collection,
    multi_instance_output,
    event_sub_process_loop,
    bad_binding,
    bad_variable_name,
    mapping_source_missing,
    bad_number,
    nobody_assigned,
    unknown_separation,
)
