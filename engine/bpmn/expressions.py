"""Every text of a process that may be FEEL, and the names it may use. Compiles nothing."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from engine.bpmn.model import EventKind, Extensions, Flow, Kind, Node, Process

_MARK: Final = "="
_THROWING: Final = frozenset({Kind.THROW, Kind.END, Kind.SEND_TASK})


@dataclass(frozen=True, slots=True, kw_only=True)
class Slot:
    """One text. `place` names where it stands, in the words of the file ("dueDate"). With `must`
    it has to be FEEL; otherwise a text without "=" is a literal.
    """

    place: str
    text: str
    must: bool = False

    @property
    def is_feel(self) -> bool:
        return self.text.lstrip().startswith(_MARK)


def of_flow(flow: Flow) -> Iterator[Slot]:
    if flow.condition:
        yield Slot(place="conditionExpression", text=flow.condition, must=True)


def of_node(node: Node) -> Iterator[Slot]:
    """Yield the node's texts that are not empty, in a fixed order."""
    slots = (*_of_event(node), *_of_loop(node), *_of_extensions(node.extensions))
    return (slot for slot in slots if slot.text.strip())


def _of_event(node: Node) -> Iterator[Slot]:
    event = node.event
    if event is None:
        return
    if event.kind in {EventKind.MESSAGE, EventKind.SIGNAL}:
        yield Slot(place="name", text=event.name)
    if node.kind in _THROWING:
        yield Slot(place="code", text=event.code)
    yield Slot(place="correlationKey", text=event.key)
    yield Slot(place="messageId", text=event.message_id)
    yield Slot(place="timeToLive", text=event.time_to_live)
    if event.timer is not None:
        yield Slot(place=event.timer.value, text=event.value)


def _of_loop(node: Node) -> Iterator[Slot]:
    if node.loop is None:
        return
    yield Slot(place="inputCollection", text=node.loop.input_collection, must=True)
    yield Slot(place="outputElement", text=node.loop.output_element, must=True)
    yield Slot(place="completionCondition", text=node.loop.completion_condition, must=True)


def _of_extensions(given: Extensions) -> Iterator[Slot]:
    yield Slot(place="assignee", text=given.assignment.assignee)
    yield Slot(place="candidateGroups", text=given.assignment.candidate_groups)
    yield Slot(place="candidateUsers", text=given.assignment.candidate_users)
    yield Slot(place="dueDate", text=given.due_date)
    yield Slot(place="followUpDate", text=given.follow_up_date)
    yield Slot(place="priority", text=given.priority)
    yield Slot(place="separateFromWhen", text=given.properties.get("separateFromWhen", ""))
    yield Slot(place="formId", text=given.form_id)
    yield Slot(place="externalReference", text=given.external_form)
    yield Slot(place="type", text=given.job_type)
    yield Slot(place="retries", text=given.job_retries)
    yield Slot(place="expression", text=given.script, must=True)
    if given.called is not None:
        yield Slot(place="processId", text=given.called.id)
    if given.decision is not None:
        yield Slot(place="decisionId", text=given.decision.id)
    for one in given.inputs:
        yield Slot(place=f"input {one.target}", text=one.source)
    for one in given.outputs:
        yield Slot(place=f"output {one.target}", text=one.source)


def names(process: Process) -> frozenset[str]:
    """The variables the process writes that FEEL reads right only when told: "kota asal".

    Give them to `feel.compile_expression`; a name that is one plain word needs no telling.
    """
    found: set[str] = set()
    for _, _, node in process.walk():
        given = node.extensions
        found |= {one.target.partition(".")[0] for one in (*given.inputs, *given.outputs)}
        found.add(given.result_variable)
        if given.decision is not None:
            found.add(given.decision.result_variable)
        if node.loop is not None:
            found |= {node.loop.input_element, node.loop.output_collection}
    return frozenset(name for name in found if " " in name)
