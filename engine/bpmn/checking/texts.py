"""Rules about FEEL in a diagram: every expression is compiled once, so that none fails later."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final

from engine import feel
from engine.bpmn import expressions
from engine.bpmn.checking.sites import (
    Finding,
    FlowCheck,
    NodeCheck,
    ProcessCheck,
    Site,
    flow_check,
    node_check,
    process_check,
)
from engine.bpmn.expressions import Slot
from engine.bpmn.model import Flow, Node, Process
from engine.bpmn.rule import Rule

_BAD: Final = Rule(
    id="bad-feel",
    section="DMN 1.5 §10.3.1.2",
    message=(
        "%(place)s of “%(element)s” is wrong at line %(feel_line)s, column %(feel_column)s: %(why)s"
    ),
    advice="Mend the FEEL expression.",
)
_EXPECTED: Final = Rule(
    id="expression-expected",
    section="Camunda 8",
    message="%(place)s of “%(element)s” is “%(text)s”, which is no expression.",
    advice="Write FEEL with “=” in front.",
)
_SHOWN: Final = 80
#: Compiling costs time for each name told, so that very many would make a small file slow.
MAX_NAMES: Final = 200


def _wrong(slots: Iterable[Slot], names: frozenset[str]) -> Iterator[Finding]:
    if len(names) > MAX_NAMES:
        return
    for slot in slots:
        if slot.is_feel:
            try:
                feel.compile_expression(feel.strip(slot.text), names)
            except feel.FeelInvalid as invalid:
                yield {
                    "place": slot.place,
                    "feel_line": invalid.line,
                    "feel_column": invalid.column,
                    "why": invalid.why,
                }


def _unmarked(slots: Iterable[Slot]) -> Iterator[Finding]:
    for slot in slots:
        if slot.must and not slot.is_feel:
            yield {"place": slot.place, "text": slot.text[:_SHOWN]}


@process_check(
    Rule(
        id="too-many-names",
        section="Alur",
        message="“%(element)s” writes %(count)s variables with blanks in their names.",
        advice="Write names without blanks; at most %(limit)s may have some.",
    )
)
def too_many_names(process: Process) -> Iterator[Finding]:
    count = len(expressions.names(process))
    if count > MAX_NAMES:
        yield {"count": count, "limit": MAX_NAMES}


@node_check(_BAD)
def bad_feel_on_node(node: Node, site: Site) -> Iterator[Finding]:
    return _wrong(expressions.of_node(node), site.whole.names)


@flow_check(_BAD)
def bad_feel_on_flow(flow: Flow, site: Site) -> Iterator[Finding]:
    return _wrong(expressions.of_flow(flow), site.whole.names)


@node_check(_EXPECTED)
def expression_expected_on_node(node: Node, _: Site) -> Iterator[Finding]:
    return _unmarked(expressions.of_node(node))


@flow_check(_EXPECTED)
def expression_expected_on_flow(flow: Flow, _: Site) -> Iterator[Finding]:
    return _unmarked(expressions.of_flow(flow))


CHECKS: Final[tuple[NodeCheck | FlowCheck | ProcessCheck, ...]] = (
    too_many_names,
    bad_feel_on_node,
    bad_feel_on_flow,
    expression_expected_on_node,
    expression_expected_on_flow,
)
