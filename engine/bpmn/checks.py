"""Runs every rule over a diagram. The rules stand in `checking`; reading's own in `grammar`."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Final

from engine.bpmn import expressions, grammar
from engine.bpmn.checking import (
    activities,
    catalogue,
    choices,
    events,
    structure,
    support,
    texts,
    timers,
)
from engine.bpmn.checking.sites import (
    Check,
    DiagramCheck,
    FlowCheck,
    Known,
    NodeCheck,
    ProcessCheck,
    ScopeCheck,
    Site,
    Whole,
    survey,
)
from engine.bpmn.model import Diagram, Flow, Kind, Node, Process
from engine.bpmn.rule import Rule
from engine.errors import Fault

__all__ = ["CHECKS", "RULES", "Known", "check"]

CHECKS: Final[tuple[Check, ...]] = (
    *support.CHECKS,
    *structure.CHECKS,
    *choices.CHECKS,
    *events.CHECKS,
    *activities.CHECKS,
    *timers.CHECKS,
    *texts.CHECKS,
    *catalogue.CHECKS,
)
#: Every rule a diagram can break, those of reading first: for catalogues of texts and documents.
RULES: Final[tuple[Rule, ...]] = (*grammar.RULES, *(one.rule for one in CHECKS))

_DIAGRAM: Final = [one for one in CHECKS if isinstance(one, DiagramCheck)]
_PROCESS: Final = [one for one in CHECKS if isinstance(one, ProcessCheck)]
_SCOPE: Final = [one for one in CHECKS if isinstance(one, ScopeCheck)]
_NODE: Final = [one for one in CHECKS if isinstance(one, NodeCheck)]
_FLOW: Final = [one for one in CHECKS if isinstance(one, FlowCheck)]


def check(diagram: Diagram, known: Known) -> tuple[Fault, ...]:
    """Give every fault of a diagram, errors and warnings, by line, then element, then rule.

    Takes what `reading.parse` gave even when that found faults, so that all can be told at once.
    The diagram's own processes are known to themselves.
    """
    if known.process_ids is not None:
        own = {process.id for process in diagram.processes}
        known = replace(known, process_ids=known.process_ids | own)
    faults = [
        one.rule.fault(found, file=diagram.file, line=1)
        for one in _DIAGRAM
        for found in one.find(diagram)
    ]
    for process in diagram.processes:
        faults += _process_faults(process, known)
    return tuple(sorted(faults, key=lambda one: (one.line, one.element, one.rule)))


def _process_faults(process: Process, known: Known) -> Iterator[Fault]:
    for one in _PROCESS:
        for found in one.find(process):
            yield one.rule.fault(found, file=process.file, element=process.id, line=process.line)
    tasks = frozenset(node.id for _, _, node in process.walk() if node.kind is Kind.USER_TASK)
    names = expressions.names(process)
    whole = Whole(process=process, known=known, names=names, user_tasks=tasks)
    yield from _scope_faults(survey(whole, process.scope, None))
    for _, _, node in process.walk():
        if node.body is not None:
            yield from _scope_faults(survey(whole, node.body, node))


def _scope_faults(site: Site) -> Iterator[Fault]:
    file = site.whole.process.file
    owner = site.owner or site.whole.process
    for one in _SCOPE:
        for found in one.find(site):
            yield one.rule.fault(found, file=file, element=owner.id, line=owner.line)
    for node in site.scope.nodes.values():
        yield from _node_faults(node, site)
    for flow in site.scope.flows.values():
        yield from _flow_faults(flow, site)


def _node_faults(node: Node, site: Site) -> Iterator[Fault]:
    file = site.whole.process.file
    for one in _NODE:
        for found in one.find(node, site):
            yield one.rule.fault(found, file=file, element=node.id, line=node.line)


def _flow_faults(flow: Flow, site: Site) -> Iterator[Fault]:
    file = site.whole.process.file
    for one in _FLOW:
        for found in one.find(flow, site):
            yield one.rule.fault(found, file=file, element=flow.id, line=flow.line)
