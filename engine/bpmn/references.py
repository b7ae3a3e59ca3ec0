"""Whether flows, defaults, boundary events and pools point to what they may. Repairs nothing."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

from lxml.etree import _Element as Element

from engine.bpmn import grammar
from engine.bpmn.documents import attribute, bpmn_children, line, local, reference
from engine.bpmn.model import ACTIVITIES, Flow, Kind, Node, Scope
from engine.errors import Fault

_NODES: Final = frozenset(kind.value for kind in Kind)


def check(scope: Scope, ids: Mapping[str, Element], file: str) -> Iterator[Fault]:
    """Report every broken reference of one scope's nodes and flows."""
    for flow in scope.flows.values():
        yield from _ends(flow, scope, ids, file)
    for node in scope.nodes.values():
        if node.default and node.default not in node.outgoing:
            yield grammar.NOT_OUTGOING.fault(
                file=file, element=node.id, line=node.line, target=node.default
            )
        if node.kind is Kind.BOUNDARY:
            yield from _host(node, scope, ids, file)


def participants(root: Element, ids: Mapping[str, Element], file: str) -> Iterator[Fault]:
    """Report pools whose process does not exist; a pool without one is a black box."""
    for collaboration in bpmn_children(root, "collaboration"):
        for pool in bpmn_children(collaboration, "participant"):
            target = reference(attribute(pool, "processRef"))
            if target and (target not in ids or local(ids[target]) != "process"):
                yield grammar.DANGLING.fault(
                    file=file,
                    element=attribute(pool, "id"),
                    line=line(pool),
                    attribute="processRef",
                    target=target,
                    wanted="process",
                )


def _ends(flow: Flow, scope: Scope, ids: Mapping[str, Element], file: str) -> Iterator[Fault]:
    missing = {
        name: target
        for name, target in (("sourceRef", flow.source), ("targetRef", flow.target))
        if target not in scope.nodes
    }
    elsewhere = [end for end in missing.values() if end in ids and local(ids[end]) in _NODES]
    if elsewhere:
        yield grammar.CROSSING.fault(file=file, element=flow.id, line=flow.line)
    for name, target in missing.items():
        if target not in elsewhere:
            yield grammar.DANGLING.fault(
                file=file,
                element=flow.id,
                line=flow.line,
                attribute=name,
                target=target,
                wanted="flow node",
            )


def _host(node: Node, scope: Scope, ids: Mapping[str, Element], file: str) -> Iterator[Fault]:
    target = node.attached_to
    if target not in ids:
        yield grammar.DANGLING.fault(
            file=file,
            element=node.id,
            line=node.line,
            attribute="attachedToRef",
            target=target,
            wanted="activity",
        )
    elif target not in scope.nodes or scope.nodes[target].kind not in ACTIVITIES:
        yield grammar.NOT_ATTACHED.fault(file=file, element=node.id, line=node.line, target=target)
