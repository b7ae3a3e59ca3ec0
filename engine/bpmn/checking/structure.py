"""Rules about how elements hang together: starts, ends, ways in and out, event sub-processes."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from engine.bpmn.checking.sites import (
    Finding,
    NodeCheck,
    ScopeCheck,
    Site,
    is_event,
    node_check,
    scope_check,
)
from engine.bpmn.model import GATEWAYS, EventKind, Kind, Node
from engine.bpmn.rule import Rule

_PASSED: Final = frozenset({Kind.START, Kind.CATCH, Kind.THROW, Kind.BOUNDARY})


@scope_check(
    Rule(
        id="no-start",
        section="Alur",
        message="“%(element)s” has no start event.",
        advice="Draw a start event and connect it to the first element.",
    )
)
def no_start(site: Site) -> Iterator[Finding]:
    """BPMN would begin at every element without incoming flow; we want it said."""
    if not site.starts and not site.in_event_sub_process:
        yield {}


@node_check(
    Rule(
        id="several-none-starts",
        section="Camunda 8",
        message="“%(element)s” is a second start event without a trigger beside “%(first)s”.",
        advice="Keep one; give the others a message, timer or signal, or join them to it.",
    )
)
def several_none_starts(node: Node, site: Site) -> Iterator[Finding]:
    untriggered = node.kind is Kind.START and is_event(node, EventKind.NONE)
    if untriggered and node.id != site.none_start:
        yield {"first": site.none_start}


@node_check(
    Rule(
        id="start-incoming",
        section="BPMN 2.0.2 §10.5.2",
        message="A sequence flow leads into start event “%(element)s”.",
        advice="Lead it to the element behind the start event.",
    )
)
def start_incoming(node: Node, _: Site) -> Iterator[Finding]:
    if node.kind is Kind.START and node.incoming:
        yield {}


@node_check(
    Rule(
        id="end-outgoing",
        section="BPMN 2.0.2 §10.5.3",
        message="A sequence flow leads out of end event “%(element)s”.",
        advice="Use an intermediate event there, or remove the flow.",
    )
)
def end_outgoing(node: Node, _: Site) -> Iterator[Finding]:
    if node.kind is Kind.END and node.outgoing:
        yield {}


@node_check(
    Rule(
        id="boundary-incoming",
        section="BPMN 2.0.2 §10.5.4",
        message="A sequence flow leads into boundary event “%(element)s”.",
        advice="Lead it to the element behind the boundary event.",
    )
)
def boundary_incoming(node: Node, _: Site) -> Iterator[Finding]:
    if node.kind is Kind.BOUNDARY and node.incoming:
        yield {}


@node_check(
    Rule(
        id="no-exit",
        section="BPMN 2.0.2 §10.5.2, §10.5.4, §10.6.1",
        message="No sequence flow leads out of “%(element)s”.",
        advice="Connect it to what shall come next, or to an end event.",
    )
)
def no_exit(node: Node, _: Site) -> Iterator[Finding]:
    jumps = node.kind is Kind.THROW and is_event(node, EventKind.LINK)
    must = node.kind in _PASSED or node.kind in GATEWAYS
    if must and not jumps and not node.outgoing:
        yield {}


@node_check(
    Rule(
        id="no-entry",
        section="BPMN 2.0.2 §10.5.2",
        message="No sequence flow leads into “%(element)s”; it can never be reached.",
        advice="Connect it, or remove it.",
    )
)
def no_entry(node: Node, site: Site) -> Iterator[Finding]:
    # Without any start event, `no-start` says it once for all of them.
    free = node.kind in {Kind.START, Kind.BOUNDARY} or node.event_sub_process
    linked = node.kind is Kind.CATCH and is_event(node, EventKind.LINK)
    undoing = "isForCompensation" in node.features
    within_ad_hoc = site.owner is not None and site.owner.kind is Kind.AD_HOC
    if site.starts and not (node.incoming or free or linked or undoing or within_ad_hoc):
        yield {}


@node_check(
    Rule(
        id="event-sub-process-connected",
        section="BPMN 2.0.2 §10.3.5",
        message="Sequence flows lead into or out of event sub-process “%(element)s”.",
        advice="Remove them; its start event alone makes it begin.",
    )
)
def event_sub_process_connected(node: Node, _: Site) -> Iterator[Finding]:
    if node.event_sub_process and (node.incoming or node.outgoing):
        yield {}


@node_check(
    Rule(
        id="event-sub-process-start",
        section="BPMN 2.0.2 §10.3.5",
        message="Event sub-process “%(element)s” has %(count)s start events.",
        advice="Give it exactly one start event, with a trigger.",
    )
)
def event_sub_process_start(node: Node, _: Site) -> Iterator[Finding]:
    if not node.event_sub_process or node.body is None:
        return
    starts = [inner for inner in node.body.nodes.values() if inner.kind is Kind.START]
    if len(starts) != 1:
        yield {"count": len(starts)}


CHECKS: Final[tuple[NodeCheck | ScopeCheck, ...]] = (
    no_start,
    several_none_starts,
    start_incoming,
    end_outgoing,
    boundary_incoming,
    no_exit,
    no_entry,
    event_sub_process_connected,
    event_sub_process_start,
)
