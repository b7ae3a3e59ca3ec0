"""Rules about events: which kind may stand where, and what it must name."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

from engine.bpmn.checking.sites import Finding, NodeCheck, Site, is_event, node_check
from engine.bpmn.model import EventKind, Kind, Node
from engine.bpmn.rule import Rule
from engine.errors import Severity

_ANY: Final = frozenset({EventKind.MESSAGE, EventKind.SIGNAL, EventKind.MULTIPLE})
_WAITING: Final = _ANY | {EventKind.TIMER, EventKind.CONDITIONAL, EventKind.PARALLEL_MULTIPLE}
_FAILING: Final = frozenset({EventKind.ERROR, EventKind.ESCALATION, EventKind.COMPENSATION})
#: BPMN 2.0.2 §10.5.2 to §10.5.5, by position.
_ALLOWED: Final[Mapping[str, frozenset[EventKind]]] = {
    "start": _WAITING | {EventKind.NONE},
    "sub-process start": frozenset({EventKind.NONE}),
    "event sub-process start": _WAITING | _FAILING,
    "intermediate catch": _WAITING | {EventKind.LINK},
    "boundary": _WAITING | _FAILING | {EventKind.CANCEL},
    "intermediate throw": _ANY
    | {EventKind.NONE, EventKind.ESCALATION, EventKind.COMPENSATION, EventKind.LINK},
    "end": _ANY | _FAILING | {EventKind.NONE, EventKind.TERMINATE, EventKind.CANCEL},
}
_POSITIONS: Final = {
    Kind.CATCH: "intermediate catch",
    Kind.BOUNDARY: "boundary",
    Kind.THROW: "intermediate throw",
    Kind.END: "end",
}
_THROWING: Final = frozenset({Kind.THROW, Kind.END, Kind.SEND_TASK})
_CODED: Final = (EventKind.ERROR, EventKind.ESCALATION)


def _position(node: Node, site: Site) -> str:
    if node.kind is not Kind.START:
        return _POSITIONS.get(node.kind, "")
    if site.owner is None:
        return "start"
    return "event sub-process start" if site.in_event_sub_process else "sub-process start"


@node_check(
    Rule(
        id="event-position",
        section="BPMN 2.0.2 §10.5.6",
        message="“%(element)s” is a %(position)s event of kind %(kind)s, which BPMN does not know.",
        advice="Choose another kind of event, or another place for it.",
    )
)
def event_position(node: Node, site: Site) -> Iterator[Finding]:
    position = _position(node, site)
    if node.event is not None and position and node.event.kind not in _ALLOWED[position]:
        yield {"position": position, "kind": node.event.kind.value}


@node_check(
    Rule(
        id="must-interrupt",
        section="BPMN 2.0.2 §10.5.6",
        message="“%(element)s” catches an error and yet does not interrupt.",
        advice="Make it interrupting, or use an escalation instead of an error.",
    )
)
def must_interrupt(node: Node, _: Site) -> Iterator[Finding]:
    catching = node.kind in {Kind.START, Kind.BOUNDARY}
    if catching and is_event(node, EventKind.ERROR) and not node.interrupting:
        yield {}


@node_check(
    Rule(
        id="message-missing",
        section="BPMN 2.0.2 §10.5.5",
        message="“%(element)s” names no message.",
        advice="Choose a message and give it a name.",
    )
)
def message_missing(node: Node, _: Site) -> Iterator[Finding]:
    needs = node.kind is Kind.RECEIVE_TASK or is_event(node, EventKind.MESSAGE)
    done_by_job = node.kind in _THROWING and node.extensions.job_type
    if needs and not done_by_job and (node.event is None or not node.event.name.strip()):
        yield {}


@node_check(
    Rule(
        id="signal-missing",
        section="BPMN 2.0.2 §10.5.5",
        message="“%(element)s” names no signal.",
        advice="Choose a signal and give it a name.",
    )
)
def signal_missing(node: Node, _: Site) -> Iterator[Finding]:
    if is_event(node, EventKind.SIGNAL) and node.event and not node.event.name.strip():
        yield {}


@node_check(
    Rule(
        id="start-name-expression",
        section="Camunda 8",
        message="Start event “%(element)s” computes its %(kind)s name, but no case exists yet.",
        advice="Write the name itself.",
    )
)
def start_name_expression(node: Node, site: Site) -> Iterator[Finding]:
    first = node.kind is Kind.START and site.owner is None
    if first and node.event is not None and node.event.name.startswith("="):
        yield {"kind": node.event.kind.value}


@node_check(
    Rule(
        id="code-missing",
        section="BPMN 2.0.2 §10.5.5",
        message="“%(element)s” names no %(kind)s code.",
        advice="Choose an error or escalation that has a code.",
    )
)
def code_missing(node: Node, _: Site) -> Iterator[Finding]:
    if node.event is None or node.event.kind not in _CODED or node.event.code.strip():
        return
    catches_all = node.kind not in _THROWING and not node.event.reference
    if not catches_all:
        yield {"kind": node.event.kind.value}


@node_check(
    Rule(
        id="code-expression",
        section="Camunda 8",
        message="“%(element)s” computes the %(kind)s code it catches.",
        advice="Write the code itself; only throwing events may compute it.",
    )
)
def code_expression(node: Node, _: Site) -> Iterator[Finding]:
    coded = node.event is not None and node.event.kind in _CODED
    if coded and node.event and node.kind not in _THROWING and node.event.code.startswith("="):
        yield {"kind": node.event.kind.value}


@node_check(
    Rule(
        id="caught-twice",
        section="BPMN 2.0.2 §10.5.7",
        message="“%(element)s” catches what “%(first)s” on the same activity catches already.",
        advice="Remove one of the two; the first one wins.",
        severity=Severity.WARNING,
    )
)
def caught_twice(node: Node, site: Site) -> Iterator[Finding]:
    if node.kind is not Kind.BOUNDARY or node.event is None or node.event.kind not in _CODED:
        return
    first = site.catches[node.attached_to, node.event.kind, node.event.code]
    if first != node.id:
        yield {"first": first}


@node_check(
    Rule(
        id="link-partner",
        section="BPMN 2.0.2 §10.5.5",
        message="Link “%(name)s” of “%(element)s” has no %(partner)s event on this level.",
        advice="Draw a throwing and one catching link event of the same name on the same level.",
    )
)
def link_partner(node: Node, site: Site) -> Iterator[Finding]:
    if node.event is None or node.event.kind is not EventKind.LINK:
        return
    partner = Kind.CATCH if node.kind is Kind.THROW else Kind.THROW
    if (partner, node.event.name) not in site.links:
        side = "catching" if partner is Kind.CATCH else "throwing"
        yield {"name": node.event.name, "partner": side}


@node_check(
    Rule(
        id="link-target-twice",
        section="BPMN 2.0.2 §10.5.5",
        message="“%(element)s” is a second catching link event named “%(name)s”.",
        advice="Give it another name, or lead the flows to the first.",
    )
)
def link_target_twice(node: Node, site: Site) -> Iterator[Finding]:
    if node.kind is not Kind.CATCH or node.event is None or node.event.kind is not EventKind.LINK:
        return
    if site.links[Kind.CATCH, node.event.name] != node.id:
        yield {"name": node.event.name}


@node_check(
    Rule(
        id="link-connected",
        section="BPMN 2.0.2 §10.5.4",
        message="Link event “%(element)s” has a sequence flow on the side of the link.",
        advice="A throwing link has no outgoing flow, a catching one no incoming flow.",
    )
)
def link_connected(node: Node, _: Site) -> Iterator[Finding]:
    if not is_event(node, EventKind.LINK):
        return
    wrong = node.outgoing if node.kind is Kind.THROW else node.incoming
    if wrong:
        yield {}


CHECKS: Final[tuple[NodeCheck, ...]] = (
    event_position,
    must_interrupt,
    message_missing,
    signal_missing,
    start_name_expression,
    code_missing,
    code_expression,
    caught_twice,
    link_partner,
    link_target_twice,
    link_connected,
)
