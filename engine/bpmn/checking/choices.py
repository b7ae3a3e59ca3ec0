"""Rules about choosing: conditions, default flows, and what may follow an event-based gateway."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from engine.bpmn.checking.sites import (
    Finding,
    FlowCheck,
    NodeCheck,
    Site,
    flow_check,
    is_event,
    node_check,
)
from engine.bpmn.model import ACTIVITIES, EventKind, Flow, Kind, Node
from engine.bpmn.rule import Rule

_CHOOSING: Final = frozenset({Kind.EXCLUSIVE, Kind.INCLUSIVE, Kind.COMPLEX})
_MAY_HAVE_CONDITIONS: Final = ACTIVITIES | _CHOOSING


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
    default = site.scope.flows.get(source.default)
    stray = bool(source.default) and (default is None or default.source != source.id)
    if len(source.outgoing) > 1 and default != flow and not stray:
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


CHECKS: Final[tuple[NodeCheck | FlowCheck, ...]] = (
    condition_not_here,
    condition_on_default,
    condition_missing,
    default_not_here,
    event_gateway_exits,
    event_gateway_target,
    event_gateway_shared_target,
    event_gateway_mixed,
)
