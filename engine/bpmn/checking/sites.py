"""What a rule is given to look at, and how a function becomes a rule's check. Holds no rules."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import TypeAlias

from engine.bpmn.model import Diagram, EventKind, Flow, Kind, Node, Process, Scope
from engine.bpmn.rule import Rule

#: The parameters of one fault's words beside `element`. No finding, no fault.
Finding: TypeAlias = "Mapping[str, str | int]"


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """What exists beside the diagram: already deployed, or in the same deployment.

    None means "not looked up": the rule is not applied. `job_types` only ever warns, since a worker
    may connect later. `calendars` are the offices' calendars by name.
    """

    process_ids: frozenset[str] | None = None
    decision_ids: frozenset[str] | None = None
    form_ids: frozenset[str] | None = None
    job_types: frozenset[str] | None = None
    calendars: frozenset[str] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Whole:
    """A process with what is asked of it as a whole: names FEEL may meet, ids of user tasks."""

    process: Process
    known: Known
    names: frozenset[str] = frozenset()
    user_tasks: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class Site:
    """One scope as the rules see it. `owner` is the sub-process around it, None for the process.

    Gathered once, since asked often: `none_starts`, ids of none start events; `links`, from kind
    and link name to ids; `hosts`, from activity id to its boundary events.
    """

    whole: Whole
    scope: Scope
    owner: Node | None
    none_starts: tuple[str, ...] = ()
    links: Mapping[tuple[Kind, str], tuple[str, ...]] = field(default_factory=dict)
    hosts: Mapping[str, tuple[Node, ...]] = field(default_factory=dict)

    @property
    def known(self) -> Known:
        return self.whole.known

    @property
    def in_event_sub_process(self) -> bool:
        return self.owner is not None and self.owner.event_sub_process

    def flows_out(self, node: Node) -> list[Flow]:
        return [self.scope.flows[flow] for flow in node.outgoing]


def survey(whole: Whole, scope: Scope, owner: Node | None) -> Site:
    """Gather what the rules ask of a scope."""
    links: dict[tuple[Kind, str], tuple[str, ...]] = {}
    hosts: dict[str, tuple[Node, ...]] = {}
    starts = []
    for node in scope.nodes.values():
        if node.event is not None and node.event.kind is EventKind.LINK:
            key = (node.kind, node.event.name)
            links[key] = (*links.get(key, ()), node.id)
        if node.kind is Kind.BOUNDARY:
            hosts[node.attached_to] = (*hosts.get(node.attached_to, ()), node)
        if node.kind is Kind.START and is_event(node, EventKind.NONE):
            starts.append(node.id)
    return Site(
        whole=whole,
        scope=scope,
        owner=owner,
        none_starts=tuple(starts),
        links=links,
        hosts=hosts,
    )


def is_event(node: Node, *kinds: EventKind) -> bool:
    """Whether the node is an event (or message task) of one of these kinds."""
    return node.event is not None and node.event.kind in kinds


@dataclass(frozen=True, slots=True)
class NodeCheck:
    """A rule about one flow node."""

    rule: Rule
    find: Callable[[Node, Site], Iterable[Finding]]


@dataclass(frozen=True, slots=True)
class FlowCheck:
    """A rule about one sequence flow."""

    rule: Rule
    find: Callable[[Flow, Site], Iterable[Finding]]


@dataclass(frozen=True, slots=True)
class ScopeCheck:
    """A rule about the inside of a process or sub-process; its element is the owner."""

    rule: Rule
    find: Callable[[Site], Iterable[Finding]]


@dataclass(frozen=True, slots=True)
class ProcessCheck:
    """A rule about a process itself."""

    rule: Rule
    find: Callable[[Process], Iterable[Finding]]


@dataclass(frozen=True, slots=True)
class DiagramCheck:
    """A rule about a whole file."""

    rule: Rule
    find: Callable[[Diagram], Iterable[Finding]]


Check: TypeAlias = "NodeCheck | FlowCheck | ScopeCheck | ProcessCheck | DiagramCheck"


def node_check(rule: Rule) -> Callable[[Callable[[Node, Site], Iterable[Finding]]], NodeCheck]:
    """Make a function the check of a rule about nodes."""
    return lambda find: NodeCheck(rule, find)


def flow_check(rule: Rule) -> Callable[[Callable[[Flow, Site], Iterable[Finding]]], FlowCheck]:
    """Make a function the check of a rule about sequence flows."""
    return lambda find: FlowCheck(rule, find)


def scope_check(rule: Rule) -> Callable[[Callable[[Site], Iterable[Finding]]], ScopeCheck]:
    """Make a function the check of a rule about scopes."""
    return lambda find: ScopeCheck(rule, find)


def process_check(rule: Rule) -> Callable[[Callable[[Process], Iterable[Finding]]], ProcessCheck]:
    """Make a function the check of a rule about processes."""
    return lambda find: ProcessCheck(rule, find)


def diagram_check(rule: Rule) -> Callable[[Callable[[Diagram], Iterable[Finding]]], DiagramCheck]:
    """Make a function the check of a rule about files."""
    return lambda find: DiagramCheck(rule, find)
