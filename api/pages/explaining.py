"""Why an element stands still, in words: cause and what to do by the incident's code, and which
variables its expressions read. Names only; no value is ever shown here.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final

from flask_babel import lazy_gettext

from api.pages import diagrams
from engine import feel
from engine.bpmn.model import Node, Scope
from engine.feel import FeelInvalid


@dataclass(frozen=True, slots=True, kw_only=True)
class Explanation:
    """What went wrong, and what who reads it can do."""

    cause: str
    advice: str


_DIAGRAM: Final = lazy_gettext(
    "Look which of the variables below is empty or wrong, correct the step that gave it, then try "
    "again. If they are all right, the diagram needs a new version: tell the administrator."
)
_DEPLOY: Final = lazy_gettext(
    "Tell the administrator: what the diagram calls must be deployed. Then try again."
)
_WORDS: Final = {
    "job-no-retries": Explanation(
        cause=lazy_gettext("The machine that does this step failed each time it was tried."),
        advice=lazy_gettext(
            "Mend what it needs, such as a connection, an address or stock, then try again."
        ),
    ),
    "unhandled-error": Explanation(
        cause=lazy_gettext("The step reported an error for which the diagram has no way."),
        advice=_DIAGRAM,
    ),
    "io-mapping-error": Explanation(
        cause=lazy_gettext("A variable could not be handed to the step, or taken back from it."),
        advice=_DIAGRAM,
    ),
    "expression-error": Explanation(
        cause=lazy_gettext("An expression of this step could not be computed."), advice=_DIAGRAM
    ),
    "condition-error": Explanation(
        cause=lazy_gettext("A condition behind this gateway was neither true nor false."),
        advice=_DIAGRAM,
    ),
    "no-flow": Explanation(
        cause=lazy_gettext("No way out of this gateway applied, and it has no default."),
        advice=_DIAGRAM,
    ),
    "script-error": Explanation(
        cause=lazy_gettext("The script of this step could not be computed."), advice=_DIAGRAM
    ),
    "timer-error": Explanation(
        cause=lazy_gettext("The time of this clock could not be computed."), advice=_DIAGRAM
    ),
    "multi-instance-error": Explanation(
        cause=lazy_gettext("The list that this step is repeated for could not be read."),
        advice=_DIAGRAM,
    ),
    "decision-error": Explanation(
        cause=lazy_gettext("The decision table could not be evaluated."), advice=_DIAGRAM
    ),
    "form-error": Explanation(
        cause=lazy_gettext("The form of this task was not found."), advice=_DEPLOY
    ),
    "called-element-error": Explanation(
        cause=lazy_gettext("The procedure that this step calls was not found."), advice=_DEPLOY
    ),
    "too-many-steps": Explanation(
        cause=lazy_gettext("The case went round in a circle and was stopped."),
        advice=lazy_gettext("The diagram needs a new version: tell the administrator."),
    ),
}
_UNKNOWN: Final = Explanation(
    cause=lazy_gettext("The step could not go on."),
    advice=lazy_gettext("Read what the system noted, mend it, then try again."),
)


def explain(code: str) -> Explanation:
    """The words for an incident's code; general ones for a code that is not known here."""
    return _WORDS.get(code, _UNKNOWN)


def names_read(definition: int, element: str) -> tuple[str, ...]:
    """Names of the variables that an element's expressions read, in order; () for none.

    What a decision table or a called procedure reads inside is not among them.
    """
    process = diagrams.process_of(definition)
    if process is None:
        return ()
    found = ((scope, node) for _owner, scope, node in process.walk() if node.id == element)
    scope, node = next(found, (None, None))
    if scope is None or node is None:
        return ()
    return tuple(sorted(set(_names(_texts(node, scope)))))


def _texts(node: Node, scope: Scope) -> Iterator[str]:
    said = node.extensions
    yield from (mapping.source for mapping in (*said.inputs, *said.outputs))
    yield from (said.job_type, said.job_retries, said.script, said.due_date, said.follow_up_date)
    yield from (said.priority, said.assignment.assignee, said.assignment.candidate_groups)
    yield said.assignment.candidate_users
    if node.loop is not None:
        yield from (node.loop.input_collection, node.loop.output_element)
        yield node.loop.completion_condition
    if node.event is not None:
        yield from (node.event.name, node.event.key, node.event.value, node.event.code)
    yield from (scope.flows[flow].condition for flow in node.outgoing)


def _names(texts: Iterable[str]) -> Iterator[str]:
    for text in texts:
        if not feel.is_expression(text):
            continue
        try:
            yield from feel.compile_expression(feel.strip(text)).names
        except FeelInvalid:  # a text that never compiled reads nothing
            continue
