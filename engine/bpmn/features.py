"""Notices what is drawn on an element, valid BPMN, and not run by Alur. `checking` refuses it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from lxml.etree import _Element as Element

from engine.bpmn.documents import attribute, bpmn_child, bpmn_children, is_true, local
from engine.bpmn.events import definitions
from engine.bpmn.extensions import read_features as read_zeebe_features

#: Resource roles by which BPMN itself names people; Alur knows assignmentDefinition and lanes.
_ROLES: Final = (
    "standardLoopCharacteristics",
    "resourceRole",
    "performer",
    "humanPerformer",
    "potentialOwner",
)
_ASSOCIATIONS: Final = ("dataInputAssociation", "dataOutputAssociation")


def read(element: Element) -> tuple[str, ...]:
    """Name every such feature of a flow node (with its event definitions) or process, once."""
    found = [local(child) for child in bpmn_children(element, *_ROLES)]
    found += _attributes(element)
    found += _moving_data(element)
    found += _multi_instance(element)
    for holder in (element, *definitions(element)):
        found += read_zeebe_features(holder)
    return tuple(dict.fromkeys(found))


def _attributes(element: Element) -> Iterator[str]:
    for name in ("startQuantity", "completionQuantity"):
        if attribute(element, name, "1") != "1":
            yield name
    for name in ("isForCompensation", "instantiate"):
        if is_true(element, name):
            yield name
    if attribute(element, "eventGatewayType", "Exclusive") != "Exclusive":
        yield "eventGatewayType"


def _moving_data(element: Element) -> Iterator[str]:
    """A data association is a mere picture unless it transforms or fills a data input."""
    specified = bpmn_child(element, "ioSpecification") is not None
    for association in bpmn_children(element, *_ASSOCIATIONS):
        if specified or bpmn_child(association, "transformation", "assignment") is not None:
            yield local(association)


def _multi_instance(element: Element) -> Iterator[str]:
    loop = bpmn_child(element, "multiInstanceLoopCharacteristics")
    if loop is None:
        return
    if attribute(loop, "behavior", "All") != "All":
        yield "behavior"
    for child in bpmn_children(loop, "loopCardinality", "complexBehaviorDefinition"):
        yield local(child)
