"""BPMN XML in the Camunda 8 dialect to our model. Judges only what makes a file unreadable.

Iterative and in document order: neither depth, length nor the picture of a diagram matters. Pools
without a process, message flows, artifacts, data objects and stores are looked at by nobody.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from hashlib import sha256
from typing import Final

from lxml.etree import _Element as Element

from engine.bpmn import (
    documents,
    extensions,
    features,
    grammar,
    identifiers,
    lanes,
    nodes,
    references,
)
from engine.bpmn.documents import attribute, bpmn_children, is_true, line, local
from engine.bpmn.events import EventReader
from engine.bpmn.model import Diagram, Flow, Kind, Node, Process, Scope
from engine.bpmn.rule import Rule
from engine.errors import DeploymentRefused, Fault, Severity

_KINDS: Final = {kind.value: kind for kind in Kind if kind is not Kind.TRIGGER}
_CONTAINERS: Final = frozenset({Kind.SUB_PROCESS, Kind.TRANSACTION, Kind.AD_HOC})
#: What may stand in a process beside flow nodes and means nothing when running.
_PASSIVE: Final = frozenset(
    {
        "documentation",
        "extensionElements",
        "auditing",
        "monitoring",
        "laneSet",
        "sequenceFlow",
        "incoming",
        "outgoing",
        "property",
        "ioSpecification",
        "ioBinding",
        "dataInputAssociation",
        "dataOutputAssociation",
        "dataObject",
        "dataObjectReference",
        "dataStoreReference",
        "textAnnotation",
        "association",
        "group",
        "supports",
        "correlationSubscription",
        "multiInstanceLoopCharacteristics",
        "standardLoopCharacteristics",
        "resourceRole",
        "performer",
        "humanPerformer",
        "potentialOwner",
        "completionCondition",
    }
)
_NOTHING: Final = Scope(nodes={}, flows={})


@dataclass(frozen=True, slots=True, kw_only=True)
class Parsed:
    """What came of a file. `diagram` is None when the file is no BPMN document; with faults of
    severity error it may be shown and checked further, but must not be run.
    """

    diagram: Diagram | None
    faults: tuple[Fault, ...] = ()


def read(content: bytes, file: str) -> Diagram:
    """Read a diagram whose references all hold; `checks.check` says whether it can run.

    Raises:
        DeploymentRefused: with every fault of reading, in the order of lines.
    """
    parsed = parse(content, file)
    errors = tuple(fault for fault in parsed.faults if fault.severity is Severity.ERROR)
    if parsed.diagram is None or errors:
        raise DeploymentRefused(errors)
    return parsed.diagram


def parse(content: bytes, file: str) -> Parsed:
    """Read as much as can be read, and every fault on the way. Never raises for any bytes."""
    try:
        root = documents.parse(content, file)
    except DeploymentRefused as refused:
        return Parsed(diagram=None, faults=refused.faults)
    reader = _Reader(root, file, sha256(content).hexdigest())
    diagram = reader.diagram()
    return Parsed(diagram=diagram, faults=tuple(sorted(reader.faults, key=lambda one: one.line)))


@dataclass(frozen=True, slots=True)
class _Container:
    """A process or sub-process and how many processes stand around it."""

    element: Element
    depth: int


class _Reader:
    """Reads one document. Containers are listed outermost first and built innermost first."""

    def __init__(self, root: Element, file: str, digest: str) -> None:
        self._root = root
        self._file = file
        self._digest = digest
        self._by_id, self.faults = identifiers.collect(root, file)
        self._events = EventReader(self._by_id, file, self.faults)

    def diagram(self) -> Diagram:
        processes = list(bpmn_children(self._root, "process"))
        runnable = [one for one in processes if is_true(one, "isExecutable")]
        others = [one for one in processes if not is_true(one, "isExecutable")]
        self.faults += references.participants(self._root, self._by_id, self._file)
        return Diagram(
            file=self._file,
            digest=self._digest,
            processes=tuple(self._process(process) for process in runnable),
            skipped=tuple(attribute(one, "id") for one in others),
        )

    def _process(self, element: Element) -> Process:
        return Process(
            id=attribute(element, "id"),
            name=attribute(element, "name"),
            scope=self._scopes(element),
            version_tag=extensions.read_version_tag(element),
            properties=extensions.read_properties(element),
            file=self._file,
            digest=self._digest,
            line=line(element),
            features=features.read(element),
            foreign=extensions.read_foreign(element),
        )

    def _scopes(self, process: Element) -> Scope:
        """Build the process's scope, and all those inside it first."""
        containers = self._containers(process)
        places = lanes.read([one.element for one in containers], self._by_id)
        self.faults += lanes.faults([one.element for one in containers], self._by_id, self._file)
        bodies: dict[Element, Scope] = {}
        for container in reversed(containers):
            scope = self._scope(container.element, places, bodies)
            bodies[container.element] = scope
            self.faults += references.check(scope, self._by_id, self._file)
        return bodies[process]

    def _containers(self, process: Element) -> list[_Container]:
        """List the process and its sub-processes, outer ones first."""
        found = [_Container(process, 0)]
        for container in found:
            inner = [one for one in bpmn_children(container.element) if _kind(one) in _CONTAINERS]
            if inner and container.depth == grammar.MAX_NESTING:
                self._report(grammar.TOO_DEEP, inner[0], limit=grammar.MAX_NESTING)
                continue
            found += [_Container(element, container.depth + 1) for element in inner]
        return found

    def _scope(
        self, container: Element, places: Mapping[str, str], bodies: Mapping[Element, Scope]
    ) -> Scope:
        found: dict[str, Node] = {}
        for element in bpmn_children(container):
            kind = _kind(element)
            if kind is not None:
                node = nodes.read_node(element, kind, self._events.read(element, kind))
                body = bodies.get(element, _NOTHING) if kind in _CONTAINERS else None
                lane = places.get(node.id, places.get(attribute(container, "id"), ""))
                found.setdefault(node.id, replace(node, body=body, lane=lane))
            elif local(element) not in _PASSIVE:
                self._report(grammar.UNKNOWN, element, tag=local(element))
        flows = [nodes.read_flow(element) for element in bpmn_children(container, "sequenceFlow")]
        return _connected(found, flows)

    def _report(self, rule: Rule, element: Element, **params: str | int) -> None:
        name = attribute(element, "id")
        self.faults.append(rule.fault(file=self._file, element=name, line=line(element), **params))


def _kind(element: Element) -> Kind | None:
    return _KINDS.get(local(element))


def _connected(found: Mapping[str, Node], flows: list[Flow]) -> Scope:
    """Give every node its flows, in the order the flows are written."""
    incoming: dict[str, list[str]] = {}
    outgoing: dict[str, list[str]] = {}
    for flow in flows:
        outgoing.setdefault(flow.source, []).append(flow.id)
        incoming.setdefault(flow.target, []).append(flow.id)
    connected = {
        name: replace(
            node,
            incoming=tuple(incoming.get(name, ())),
            outgoing=tuple(outgoing.get(name, ())),
        )
        for name, node in found.items()
    }
    return Scope(nodes=connected, flows={flow.id: flow for flow in flows})
