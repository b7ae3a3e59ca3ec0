"""Rewrites a process to the few elements the runtime knows. Judges nothing; that is `checks`.

Given a process without faults, the answer has these properties, and the runtime may lean on them:

1. **One way out.** Only gateways have more than one outgoing flow, and only flows out of an
   exclusive or inclusive gateway carry a condition. An activity or event `A` drawn with several
   flows, or with a conditional one, gets a gateway `~split:A` behind it, reached by the flow
   `~exit:A`: parallel when no flow has a condition; inclusive otherwise, with `A`'s default as its
   own and "=true" on the other flows without condition. No flow true and no default there is an
   incident (BPMN 2.0.2 §13.3.1). The drawn flows keep their ids. A node with no outgoing flow
   stays so: its token ends there.
2. **No event sub-process start definitions.** An event sub-process `E` with start event `S` becomes
   a sub-process that starts by a none start event `S`, behind a node `~trigger:S` (kind TRIGGER) of
   the scope around it: `~trigger:S` —`~enter:E`→ `E` —`~leave:E`→ `~close:E` (a none end event).
   The trigger carries `S`'s event, `interrupting`, name and extensions (its calendar property,
   say); `S` keeps its extensions too, for its output mappings. A trigger has no incoming flow: it
   is armed when its scope opens. `E` keeps `event_sub_process`, for its name in the history only.
3. **No links.** A throwing link `T` becomes a none throw event with the flow `~link:T` to its
   catching event, which becomes a none catch event and is passed at once. Both stay in the history.
4. Everything else is as drawn: boundary events hang on `attached_to`; merges are uncontrolled;
   several start events of the process stay; nodes and flows keep document order, made ones come
   last.

No XML id can begin with "~", so `is_synthetic` tells what was made here, and `origin` the drawn
element it stands for: history hides the former, a timer or subscription of a trigger is named by
the latter.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final

from engine.bpmn.model import (
    GATEWAYS,
    Event,
    EventKind,
    Flow,
    Kind,
    Node,
    Process,
    Scope,
)

_MARK: Final = "~"
_NONE: Final = Event(kind=EventKind.NONE)


def lower(process: Process) -> Process:
    """Give the same process in the runtime's few elements; see the head of this file."""
    return replace(process, scope=_lower_scope(process.scope))


def is_synthetic(element: str) -> bool:
    """Whether a node or flow id was made by `lower` and appears in no diagram."""
    return element.startswith(_MARK)


def origin(element: str) -> str:
    """Name the drawn element a synthetic id stands for; any other id stands for itself."""
    return element.partition(":")[2] if is_synthetic(element) else element


@dataclass(slots=True)
class _Draft:
    """A scope being rewritten."""

    nodes: dict[str, Node]
    flows: dict[str, Flow]

    def connect(self, flow: Flow) -> None:
        source, target = self.nodes[flow.source], self.nodes[flow.target]
        self.flows[flow.id] = flow
        self.nodes[flow.source] = replace(source, outgoing=(*source.outgoing, flow.id))
        target = self.nodes[flow.target]
        self.nodes[flow.target] = replace(target, incoming=(*target.incoming, flow.id))


def _lower_scope(scope: Scope) -> Scope:
    """Recursion is as deep as sub-processes are nested, which reading limits."""
    draft = _Draft(dict(scope.nodes), dict(scope.flows))
    for node in scope.nodes.values():
        if node.body is not None:
            draft.nodes[node.id] = replace(node, body=_lower_scope(node.body))
    for node in scope.nodes.values():
        if node.event_sub_process:
            _arm(draft, draft.nodes[node.id])
    _join_links(draft)
    for node in tuple(draft.nodes.values()):
        if node.kind not in GATEWAYS:
            _split(draft, node)
    return Scope(nodes=draft.nodes, flows=draft.flows)


def _arm(draft: _Draft, node: Node) -> None:
    """Put the trigger before an event sub-process and the end behind it."""
    assert node.body is not None
    start = next(inner for inner in node.body.nodes.values() if inner.kind is Kind.START)
    trigger = Node(
        id=f"~trigger:{start.id}",
        kind=Kind.TRIGGER,
        name=start.name,
        event=start.event,
        interrupting=start.interrupting,
        lane=node.lane,
        extensions=start.extensions,
        line=start.line,
    )
    close = Node(id=f"~close:{node.id}", kind=Kind.END, event=_NONE, line=node.line)
    inside = dict(node.body.nodes) | {start.id: replace(start, event=_NONE)}
    body = Scope(nodes=inside, flows=node.body.flows)
    draft.nodes |= {trigger.id: trigger, node.id: replace(node, body=body), close.id: close}
    draft.connect(Flow(id=f"~enter:{node.id}", source=trigger.id, target=node.id))
    draft.connect(Flow(id=f"~leave:{node.id}", source=node.id, target=close.id))


def _join_links(draft: _Draft) -> None:
    links = [
        node for node in draft.nodes.values() if node.event and node.event.kind is EventKind.LINK
    ]
    catches = {node.event.name: node.id for node in links if node.event and node.kind is Kind.CATCH}
    for node in links:
        assert node.event is not None
        draft.nodes[node.id] = replace(draft.nodes[node.id], event=_NONE)
        if node.kind is Kind.THROW:
            target = catches[node.event.name]
            draft.connect(Flow(id=f"~link:{node.id}", source=node.id, target=target))


def _split(draft: _Draft, node: Node) -> None:
    """Put a gateway behind a node with several or conditional flows."""
    flows = [draft.flows[flow] for flow in node.outgoing]
    conditional = any(flow.condition for flow in flows)
    if len(flows) <= 1 and not conditional:
        draft.nodes[node.id] = replace(node, default="")
        return
    gateway = Node(
        id=f"~split:{node.id}",
        kind=Kind.INCLUSIVE if conditional else Kind.PARALLEL,
        outgoing=node.outgoing,
        default=node.default if conditional else "",
        lane=node.lane,
        line=node.line,
    )
    draft.nodes[node.id] = replace(node, outgoing=(), default="")
    draft.nodes[gateway.id] = gateway
    for flow in flows:
        always = conditional and not flow.condition and flow.id != node.default
        condition = "=true" if always else flow.condition
        draft.flows[flow.id] = replace(flow, source=gateway.id, condition=condition)
    draft.connect(Flow(id=f"~exit:{node.id}", source=node.id, target=gateway.id))
