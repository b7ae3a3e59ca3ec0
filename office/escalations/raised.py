"""Which user tasks of a diagram are escalations: those a timer raises beside a late step. Pure.

Whom they are offered to is the diagram's own affair (for KTP-el by the table DMN-5).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from engine.bpmn.model import Event, EventKind, Kind, Node, Process, Scope

#: what the way from the timer may lead through before somebody has work
_THROUGH: Final = frozenset(
    {
        Kind.BOUNDARY,
        Kind.START,
        Kind.EXCLUSIVE,
        Kind.PARALLEL,
        Kind.INCLUSIVE,
        Kind.RULE_TASK,
        Kind.SCRIPT_TASK,
        Kind.SERVICE_TASK,
        Kind.SEND_TASK,
        Kind.THROW,
    }
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Raise:
    """The `timer` that raises a task, and the step that is `late`, both by id; `late` "" means the
    case or sub-process as a whole.
    """

    timer: str
    late: str


def of_process(process: Process) -> Mapping[str, Raise]:
    """The escalations of a process by the id of their user task; () of none.

    A timer at the boundary of a step or at the start of an event sub-process raises the user tasks
    that can follow it without another user task in between. A timer that begins a whole case (a
    weekly duty) raises nothing: nothing is late.
    """
    found: dict[str, Raise] = {}
    for _owner, scope, node in process.walk():
        if node.kind is Kind.BOUNDARY and _is_timer(node.event):
            _follow(scope, node, Raise(timer=node.id, late=node.attached_to), found)
        if node.event_sub_process and node.body is not None:
            for start in node.body.nodes.values():
                if start.kind is Kind.START and _is_timer(start.event):
                    _follow(node.body, start, Raise(timer=start.id, late=""), found)
    return found


def _is_timer(event: Event | None) -> bool:
    return event is not None and event.kind is EventKind.TIMER


def _follow(scope: Scope, origin: Node, why: Raise, found: dict[str, Raise]) -> None:
    for node in _reached(scope, origin):
        if node.kind is Kind.USER_TASK:
            found.setdefault(node.id, why)


def _reached(scope: Scope, origin: Node) -> Iterator[Node]:
    seen: set[str] = set()
    ahead = [origin]
    while ahead:
        node = ahead.pop()
        if node.id in seen:
            continue
        seen.add(node.id)
        yield node
        if node.kind in _THROUGH:
            ahead += [scope.nodes[scope.flows[flow].target] for flow in node.outgoing]
