"""Builds the library's specifications from our model of a process. Judges nothing; runs nothing.

A compiled process is shared by all its cases and never changed by one.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Final

from SpiffWorkflow.specs.MultiChoice import MultiChoice

from engine.bpmn import expressions
from engine.bpmn.lowering import lower
from engine.bpmn.model import EventKind, Kind, Node, Process, Scope
from engine.errors import DeploymentRefused
from engine.runtime.definitions import CompiledProcess
from engine.runtime.expressions import Texts
from engine.runtime.specs import activities, catching, gateways, inner, jobs, throwing
from engine.runtime.specs.base import Element, Outgoing
from engine.runtime.specs.scope import ScopeSpec

_CLASSES: Final[dict[Kind, Callable[[ScopeSpec, Node, Texts], Element]]] = {
    Kind.START: catching.StartEvent,
    Kind.END: throwing.EndEvent,
    Kind.CATCH: catching.CatchEvent,
    Kind.THROW: throwing.ThrowEvent,
    Kind.BOUNDARY: catching.BoundaryEvent,
    Kind.TRIGGER: catching.Trigger,
    Kind.TASK: activities.NoneTask,
    Kind.USER_TASK: activities.UserTask,
    Kind.MANUAL_TASK: activities.ManualTask,
    Kind.SERVICE_TASK: jobs.ServiceTask,
    Kind.SEND_TASK: throwing.SendTask,
    Kind.RECEIVE_TASK: catching.ReceiveTask,
    Kind.SCRIPT_TASK: activities.ScriptTask,
    Kind.RULE_TASK: activities.RuleTask,
    Kind.SUB_PROCESS: inner.SubProcess,
    Kind.CALL: inner.CallActivity,
    Kind.EXCLUSIVE: gateways.ExclusiveGateway,
    Kind.PARALLEL: gateways.ParallelGateway,
    Kind.INCLUSIVE: gateways.InclusiveGateway,
    Kind.EVENT_GATEWAY: gateways.EventGateway,
}


def compile_process(process: Process) -> CompiledProcess:
    """Lower a process without faults and build what `stepping.step` runs.

    Raises:
        DeploymentRefused: when a text of it is no FEEL, with every such fault; `bpmn.checks` finds
            these and many more before.
    """
    texts = Texts(process.file, expressions.names(process))
    spec = _build_scope(process.id, lower(process).scope, texts)
    if texts.faults:
        raise DeploymentRefused(tuple(texts.faults))
    return CompiledProcess(process=process, spec=spec)


def _build_scope(name: str, scope: Scope, texts: Texts, *, triggered: bool = False) -> ScopeSpec:
    """Recursion is as deep as sub-processes are nested, which reading limits."""
    spec = ScopeSpec(name, scope)
    made = {node.id: _build(spec, node, texts, triggered) for node in scope.nodes.values()}
    for node in scope.nodes.values():
        _connect(made, node, scope, texts)
    spec.starts = tuple(made[node.id] for node in scope.nodes.values() if _starts(node))
    spec.triggers = tuple(element for element in made.values() if element.is_trigger)
    for element in (*spec.triggers, *spec.starts):
        spec.start.connect(element)
    for element in made.values():
        if isinstance(element, gateways.InclusiveGateway):
            element.reach = _reach(element.name, scope)
    return spec


def _build(owner: ScopeSpec, node: Node, texts: Texts, triggered: bool) -> Element:  # noqa: FBT001 - one private caller
    if node.loop is not None:
        body = inner.MultiInstance(owner, node, texts)
        body.body = ScopeSpec(node.id, Scope(nodes={}, flows={}))
        _build(body.body, inner.instance_node(node), texts, triggered=False)
        return body
    if triggered and node.kind is Kind.START:  # the trigger has applied its output mappings
        node = replace(node, extensions=replace(node.extensions, outputs=()))
    element = _CLASSES[node.kind](owner, node, texts)
    if isinstance(element, catching.StartEvent):
        element.triggered = triggered
    if isinstance(element, inner.SubProcess):
        assert node.body is not None
        element.body = _build_scope(node.id, node.body, texts, triggered=node.event_sub_process)
    return element


def _connect(made: dict[str, Element], node: Node, scope: Scope, texts: Texts) -> None:
    element = made[node.id]
    conditional = isinstance(element, MultiChoice)
    flows = []
    for flow in (scope.flows[number] for number in node.outgoing):
        target = made[flow.target]
        condition = texts.formula(flow.condition, flow.id) if flow.condition else None
        default = flow.id == node.default
        flows.append(Outgoing(flow.id, target, condition if conditional else None, default))
        element.connect(target)
    element.flows = tuple(flows)
    if node.attached_to:
        host = made[node.attached_to]
        host.boundaries = (*host.boundaries, element)


def _starts(node: Node) -> bool:
    return node.kind is Kind.START and (node.event is None or node.event.kind is EventKind.NONE)


def _reach(gateway: str, scope: Scope) -> dict[str, frozenset[str]]:
    """Which incoming flows of a join each element leads to, without passing the join itself.

    An activity leads where its boundary events lead.
    """
    into: dict[str, set[str]] = {name: set() for name in scope.nodes}
    for node in scope.nodes.values():
        into[node.id].update(scope.flows[flow].source for flow in node.incoming)
        if node.attached_to:
            into[node.id].add(node.attached_to)
    leads: dict[str, set[str]] = {}
    for flow in scope.nodes[gateway].incoming:
        stack, seen = [scope.flows[flow].source], {gateway}
        while stack:
            at = stack.pop()
            if at not in seen:
                seen.add(at)
                leads.setdefault(at, set()).add(flow)
                stack.extend(into[at])
    return {name: frozenset(flows) for name, flows in leads.items()}
