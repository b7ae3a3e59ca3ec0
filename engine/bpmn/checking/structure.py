"""Rules about how elements hang together: starts, ends, flows into and out of each kind."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from engine.bpmn.checking.sites import (
    Finding,
    FlowCheck,
    NodeCheck,
    ScopeCheck,
    Site,
    flow_check,
    is_event,
    node_check,
    scope_check,
)
from engine.bpmn.model import ACTIVITIES, GATEWAYS, EventKind, Flow, Kind, Node
from engine.bpmn.rule import Rule

_CHOOSING: Final = frozenset({Kind.EXCLUSIVE, Kind.INCLUSIVE, Kind.COMPLEX})
_MAY_HAVE_CONDITIONS: Final = ACTIVITIES | _CHOOSING


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
    starts = any(node.kind is Kind.START for node in site.scope.nodes.values())
    if not starts and not site.in_event_sub_process:
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
    if len(site.none_starts) > 1 and node.id in site.none_starts[1:]:
        yield {"first": site.none_starts[0]}


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
    must = node.kind in {Kind.START, Kind.BOUNDARY} or node.kind in GATEWAYS
    if must and not node.outgoing:
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
    free = node.kind in {Kind.START, Kind.BOUNDARY} or node.event_sub_process
    linked = node.kind is Kind.CATCH and is_event(node, EventKind.LINK)
    undoing = "isForCompensation" in node.features
    within_ad_hoc = site.owner is not None and site.owner.kind is Kind.AD_HOC
    if not (node.incoming or free or linked or undoing or within_ad_hoc):
        yield {}


@flow_check(
    Rule(
        id="condition-not-here",
        section="BPMN 2.0.2 §8.4.13",
        message="Flow “%(element)s” has a condition, but “%(source)s” cannot choose.",
        advice="Put an exclusive or inclusive gateway before it.",
    )
)
def condition_not_here(flow: Flow, site: Site) -> Iterator[Finding]:
    source = site.scope.nodes.get(flow.source)
    if flow.condition and source is not None and source.kind not in _MAY_HAVE_CONDITIONS:
        yield {"source": source.id}


@flow_check(
    Rule(
        id="condition-on-default",
        section="BPMN 2.0.2 §8.4.13",
        message="Flow “%(element)s” is the default of “%(source)s” and has a condition too.",
        advice="Remove the condition: a default flow is taken when no other is.",
    )
)
def condition_on_default(flow: Flow, site: Site) -> Iterator[Finding]:
    source = site.scope.nodes.get(flow.source)
    if flow.condition and source is not None and source.default == flow.id:
        yield {"source": source.id}


@flow_check(
    Rule(
        id="condition-missing",
        section="Camunda 8",
        message="Flow “%(element)s” leads out of “%(source)s” without a condition.",
        advice="Give it a condition, or make it the gateway's default flow.",
    )
)
def condition_missing(flow: Flow, site: Site) -> Iterator[Finding]:
    source = site.scope.nodes.get(flow.source)
    if source is None or source.kind not in _CHOOSING or flow.condition:
        return
    stray_default = source.default and source.default not in source.outgoing
    if len(source.outgoing) > 1 and source.default != flow.id and not stray_default:
        yield {"source": source.id}


@node_check(
    Rule(
        id="default-not-here",
        section="BPMN 2.0.2 §8.4.13",
        message="“%(element)s” cannot choose and so can have no default flow.",
        advice="Remove the default, or use an exclusive or inclusive gateway.",
    )
)
def default_not_here(node: Node, _: Site) -> Iterator[Finding]:
    if node.default and node.kind not in _MAY_HAVE_CONDITIONS:
        yield {}


@node_check(
    Rule(
        id="event-gateway-exits",
        section="BPMN 2.0.2 §10.6.6",
        message="Event-based gateway “%(element)s” has only one flow out of it.",
        advice="Draw at least two events to choose from, or remove the gateway.",
    )
)
def event_gateway_exits(node: Node, _: Site) -> Iterator[Finding]:
    if node.kind is Kind.EVENT_GATEWAY and len(node.outgoing) == 1:
        yield {}


def _gateway_targets(node: Node, site: Site) -> Iterator[Node]:
    if node.kind is Kind.EVENT_GATEWAY:
        for flow in site.flows_out(node):
            target = site.scope.nodes.get(flow.target)
            if target is not None:
                yield target


@node_check(
    Rule(
        id="event-gateway-target",
        section="BPMN 2.0.2 §10.6.6",
        message="Behind event-based gateway “%(element)s” stands “%(target)s”, which cannot wait.",
        advice="Only catching events (message, timer, signal) and receive tasks may follow it.",
    )
)
def event_gateway_target(node: Node, site: Site) -> Iterator[Finding]:
    for target in _gateway_targets(node, site):
        catches = target.kind is Kind.CATCH and not is_event(target, EventKind.LINK, EventKind.NONE)
        if not catches and target.kind is not Kind.RECEIVE_TASK:
            yield {"target": target.id}


@node_check(
    Rule(
        id="event-gateway-shared-target",
        section="BPMN 2.0.2 §10.6.6",
        message="“%(target)s” behind event-based gateway “%(element)s” has other incoming flows.",
        advice="Draw an event of its own for each way in.",
    )
)
def event_gateway_shared_target(node: Node, site: Site) -> Iterator[Finding]:
    for target in _gateway_targets(node, site):
        if len(target.incoming) > 1:
            yield {"target": target.id}


@node_check(
    Rule(
        id="event-gateway-mixed",
        section="BPMN 2.0.2 §10.6.6",
        message="Event-based gateway “%(element)s” leads to receive tasks and to message events.",
        advice="Use message events only, or receive tasks only.",
    )
)
def event_gateway_mixed(node: Node, site: Site) -> Iterator[Finding]:
    kinds = {
        target.kind
        for target in _gateway_targets(node, site)
        if target.kind is Kind.RECEIVE_TASK or is_event(target, EventKind.MESSAGE)
    }
    if len(kinds) > 1:
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


CHECKS: Final[tuple[NodeCheck | FlowCheck | ScopeCheck, ...]] = (
    no_start,
    several_none_starts,
    start_incoming,
    end_outgoing,
    boundary_incoming,
    no_exit,
    no_entry,
    condition_not_here,
    condition_on_default,
    condition_missing,
    default_not_here,
    event_gateway_exits,
    event_gateway_target,
    event_gateway_shared_target,
    event_gateway_mixed,
    event_sub_process_connected,
    event_sub_process_start,
)
