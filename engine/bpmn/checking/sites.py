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

    Gathered once, since asked often: `starts`, whether there is a start event at all; `none_start`,
    the first without trigger; `links`, from kind and link name to the first such event; `catches`,
    from activity, event kind and code to the boundary event that wins.
    """

    whole: Whole
    scope: Scope
    owner: Node | None
    starts: bool = False
    none_start: str = ""
    links: Mapping[tuple[Kind, str], str] = field(default_factory=dict)
    catches: Mapping[tuple[str, EventKind, str], str] = field(default_factory=dict)

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
    links: dict[tuple[Kind, str], str] = {}
    catches: dict[tuple[str, EventKind, str], str] = {}
    starts = [node for node in scope.nodes.values() if node.kind is Kind.START]
    for node in scope.nodes.values():
        event = node.event
        if event is not None and event.kind is EventKind.LINK:
            links.setdefault((node.kind, event.name), node.id)
        if event is not None and node.kind is Kind.BOUNDARY:
            catches.setdefault((node.attached_to, event.kind, event.code), node.id)
    untriggered = (node.id for node in starts if is_event(node, EventKind.NONE))
    return Site(
        whole=whole,
        scope=scope,
        owner=owner,
        starts=bool(starts),
        none_start=next(untriggered, ""),
        links=links,
        catches=catches,
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
