"""Rules about what Alur does not run, though it may be valid BPMN, and what it will ignore."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

from engine.bpmn.checking.sites import (
    DiagramCheck,
    Finding,
    NodeCheck,
    ProcessCheck,
    Site,
    diagram_check,
    node_check,
    process_check,
)
from engine.bpmn.model import Diagram, Node, Process
from engine.bpmn.rule import Rule
from engine.errors import Severity

#: What is valid and not run: tag, event kind or attribute -> the way out.
_WAYS_OUT: Final[Mapping[str, str]] = {
    "complexGateway": "Draw it with exclusive, inclusive and parallel gateways.",
    "adHocSubProcess": "Draw a sub-process in which a gateway offers the choices.",
    "transaction": "Use a sub-process with an error boundary event.",
    "conditional": "Wait for a message, or let a gateway ask when the value was written.",
    "compensation": "Draw the undoing activities as ordinary ones behind an error.",
    "cancel": "Use an error end event and an error boundary event.",
    "multiple": "Use one event for each thing to wait for, behind an event-based gateway.",
    "parallelMultiple": "Use a parallel gateway and one event on each branch.",
    "standardLoopCharacteristics": "Draw the loop with a gateway, or use multi-instance.",
    "loopCardinality": "Give an input collection, for example “= for i in 1..n return i”.",
    "behavior": "Remove the behaviour; throw the event inside the activity.",
    "complexBehaviorDefinition": "Remove it; throw the event inside the activity.",
    "isForCompensation": "Draw the undoing activities as ordinary ones behind an error.",
    "instantiate": "Begin with a message start event.",
    "eventGatewayType": "Begin with several message start events.",
    "startQuantity": "Set it to 1; join the tokens with a gateway.",
    "completionQuantity": "Set it to 1; split the tokens with a gateway.",
    "dataInputAssociation": "Move the data with an input mapping.",
    "dataOutputAssociation": "Move the data with an output mapping.",
    "zeebe:userTaskForm": "Link the form by its id instead of embedding it.",
    "zeebe:executionListeners": "Put a service task before or behind the element.",
    "zeebe:taskListeners": "Put a service task before or behind the element.",
}
_REMOVE: Final = "Remove it."
_ROLES: Final = "Use candidate groups, an assignee or a lane."


def _not_executable(advice: str) -> Rule:
    return Rule(
        id="not-executable",
        section="Alur",
        message="“%(element)s” uses %(what)s, which is valid but not run by Alur.",
        advice=advice,
    )


def _uses(node: Node) -> Iterator[str]:
    yield node.kind.value
    if node.event is not None:
        yield node.event.kind.value
    yield from node.features


def _node_refusal(what: str, advice: str) -> NodeCheck:
    @node_check(_not_executable(advice))
    def find(node: Node, _: Site) -> Iterator[Finding]:
        if what in _uses(node):
            yield {"what": what}

    return find


@node_check(_not_executable(_ROLES))
def resource_roles(node: Node, _: Site) -> Iterator[Finding]:
    for what in node.features:
        if what in {"resourceRole", "performer", "humanPerformer", "potentialOwner"}:
            yield {"what": what}


@node_check(_not_executable(_REMOVE))
def unknown_extensions(node: Node, _: Site) -> Iterator[Finding]:
    for what in node.features:
        if what.startswith("zeebe:") and what not in _WAYS_OUT:
            yield {"what": what}


@process_check(_not_executable(_REMOVE))
def process_features(process: Process) -> Iterator[Finding]:
    for what in process.features:
        yield {"what": what}


_FOREIGN: Final = Rule(
    id="foreign-extension",
    section="Alur",
    message="“%(element)s” has %(what)s, made for another engine; it is ignored.",
    advice="Say the same with zeebe: extensions, or remove it.",
    severity=Severity.WARNING,
)


@node_check(_FOREIGN)
def foreign_on_node(node: Node, _: Site) -> Iterator[Finding]:
    for what in node.foreign:
        yield {"what": what}


@process_check(_FOREIGN)
def foreign_on_process(process: Process) -> Iterator[Finding]:
    for what in process.foreign:
        yield {"what": what}


@diagram_check(
    Rule(
        id="no-executable-process",
        section="BPMN 2.0.2 §10.2.1",
        message="The file holds no executable process.",
        advice='Mark the process to be run as executable (isExecutable="true").',
    )
)
def no_executable_process(diagram: Diagram) -> Iterator[Finding]:
    if not diagram.processes:
        yield {}


@diagram_check(
    Rule(
        id="process-skipped",
        section="BPMN 2.0.2 §10.2.1",
        message="Process “%(process)s” is not executable and is not deployed.",
        advice="Mark it as executable if it shall run.",
        severity=Severity.WARNING,
    )
)
def process_skipped(diagram: Diagram) -> Iterator[Finding]:
    if diagram.processes:
        for process in diagram.skipped:
            yield {"process": process}


CHECKS: Final[tuple[NodeCheck | ProcessCheck | DiagramCheck, ...]] = (
    *(_node_refusal(what, advice) for what, advice in _WAYS_OUT.items()),
    resource_roles,
    unknown_extensions,
    process_features,
    foreign_on_node,
    foreign_on_process,
    no_executable_process,
    process_skipped,
)
