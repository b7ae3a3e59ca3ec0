"""Reads one flow node or sequence flow from its element. Knows nothing of what stands around it."""

from __future__ import annotations

from dataclasses import replace

from lxml.etree import _Element as Element

from engine.bpmn import events, extensions, features
from engine.bpmn.documents import attribute, bpmn_child, is_true, line, reference, text
from engine.bpmn.model import Called, Event, Extensions, Flow, Kind, Node


def read_flow(element: Element) -> Flow:
    return Flow(
        id=attribute(element, "id"),
        source=reference(attribute(element, "sourceRef")),
        target=reference(attribute(element, "targetRef")),
        name=attribute(element, "name"),
        condition=text(bpmn_child(element, "conditionExpression")),
        line=line(element),
    )


def read_node(element: Element, kind: Kind, event: Event | None) -> Node:
    """Read a node by itself: no flows, lane or body yet."""
    return Node(
        id=attribute(element, "id"),
        kind=kind,
        name=attribute(element, "name"),
        default=reference(attribute(element, "default")),
        event=event,
        attached_to=reference(attribute(element, "attachedToRef")),
        interrupting=_interrupting(element, kind),
        event_sub_process=is_true(element, "triggeredByEvent"),
        loop=extensions.read_loop(element),
        extensions=_extensions(element, kind),
        documentation=text(bpmn_child(element, "documentation")),
        line=line(element),
        features=features.read(element),
        foreign=extensions.read_foreign(element),
    )


def _interrupting(element: Element, kind: Kind) -> bool:
    name = "cancelActivity" if kind is Kind.BOUNDARY else "isInterrupting"
    return is_true(element, name, default=True)


def _extensions(element: Element, kind: Kind) -> Extensions:
    """Camunda's Modeler writes the job of a message throw into the event definition."""
    found = extensions.read_extensions(element, *events.definitions(element))
    called = reference(attribute(element, "calledElement"))
    if kind is Kind.CALL and found.called is None and called:
        return replace(found, called=Called(id=called))
    return found
