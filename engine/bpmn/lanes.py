"""Which lane a flow node lies in. A lane's name is the candidate group of its tasks."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from lxml.etree import _Element as Element

from engine.bpmn import grammar
from engine.bpmn.documents import attribute, bpmn_children, line, reference, text
from engine.errors import Fault


def read(containers: Sequence[Element], ids: Mapping[str, Element]) -> dict[str, str]:
    """Map node ids to lane names, given a process and its sub-processes, outer ones first.

    Of nested lanes the innermost wins, whether or not the outer one lists the node as well; the
    inside of a sub-process is in its lane unless it has lanes of its own. A lane without a name is
    known by its id.
    """
    found: dict[str, str] = {}
    for container in containers:
        outer = container.getparent()
        if outer is not None and attribute(outer, "id") in found:
            found.setdefault(attribute(container, "id"), found[attribute(outer, "id")])
        found |= {node: name for node, name, _ in _members(container) if node in ids}
    return found


def faults(containers: Sequence[Element], ids: Mapping[str, Element], file: str) -> Iterator[Fault]:
    """Report lanes that list a node the file does not have."""
    for container in containers:
        for node, _, lane in _members(container):
            if node not in ids:
                yield grammar.DANGLING.fault(
                    file=file,
                    element=attribute(lane, "id"),
                    line=line(lane),
                    attribute="flowNodeRef",
                    target=node,
                    wanted="flow node",
                )


def _members(container: Element) -> list[tuple[str, str, Element]]:
    """(node id, lane name, lane), outer lanes before inner ones."""
    found = []
    sets = list(bpmn_children(container, "laneSet"))
    for lane_set in sets:
        for lane in bpmn_children(lane_set, "lane"):
            name = attribute(lane, "name").strip() or attribute(lane, "id")
            found += [
                (reference(text(node)), name, lane) for node in bpmn_children(lane, "flowNodeRef")
            ]
            sets += bpmn_children(lane, "childLaneSet")
    return found
