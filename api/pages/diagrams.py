"""What pages need to know of a diagram: the names of its elements, in words. Draws nothing."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache

from flask import g

from api import asking, auth, texts
from engine.bpmn import reading as bpmn
from engine.bpmn.model import Kind, Node, Process
from engine.errors import Forbidden
from engine.services import reading, rights
from engine.services.reading.views import TaskRow

_CACHED = 64


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One element of a process, for the table that says what the diagram shows."""

    element: str
    name: str
    kind: Kind
    lane: str
    documentation: str


@lru_cache(maxsize=_CACHED)
def _processes(content: bytes, file: str) -> tuple[Process, ...]:
    return bpmn.read(content, file).processes


def process_of(definition: int) -> Process | None:
    """The model of a deployed process; None for a definition that is no process."""
    known: dict[int, Process | None] = g.setdefault("processes", {})
    if definition not in known:
        kernel, actor = asking.kernel(), auth.actor()
        view = reading.definition(kernel, actor, definition)
        found: tuple[Process, ...] = ()
        if view.kind == "process":
            content = reading.definition_content(kernel, actor, definition)
            found = _processes(content, view.file)
        known[definition] = next((each for each in found if each.id == view.id), None)
    return known[definition]


def nodes_of(definition: int) -> Mapping[str, Node]:
    """Every node of the process at any depth, by id."""
    process = process_of(definition)
    if process is None:
        return {}
    return {node.id: node for _owner, _scope, node in process.walk()}


def name_of(definition: int, element: str) -> str:
    """The name a person gave the element or the process itself; its id when it has none."""
    process, node = process_of(definition), nodes_of(definition).get(element)
    if process is not None and element == process.id:
        return texts.said(process.name) or element
    return texts.said(node.name) if node is not None and node.name else element


def steps_of(definition: int) -> list[Step]:
    """The named elements in document order."""
    return [
        Step(
            element=node.id,
            name=texts.said(" ".join(node.name.split())),
            kind=node.kind,
            lane=node.lane,
            documentation=texts.said(" ".join(node.documentation.split())),
        )
        for node in nodes_of(definition).values()
        if node.name
    ]


def answered(tasks: Iterable[TaskRow]) -> dict[str, str]:
    """The forms of completed tasks, which come the newest first: the newest last, each with the
    name of its task.
    """
    found: dict[str, str] = {}
    for task in reversed(list(tasks)):
        node = nodes_of(task.definition_key).get(task.element)
        if node is not None and node.extensions.form_id:
            found.pop(node.extensions.form_id, None)
            found[node.extensions.form_id] = texts.said(task.name) or task.element
    return found


def forms_of(definitions: Iterable[int]) -> frozenset[str]:
    """Ids of the forms that these processes show."""
    return frozenset(
        node.extensions.form_id
        for definition in definitions
        for node in nodes_of(definition).values()
        if node.extensions.form_id
    )


def is_startable(definition: int) -> bool:
    """Whether the reader may start it: a start event waits for nothing, and lets them."""
    process = process_of(definition)
    start = process.plain_start if process is not None else None
    if start is None:
        return False
    try:
        rights.require_start(auth.actor(), start.extensions.properties)
    except Forbidden:
        return False
    return True


def called_by(definition: int) -> frozenset[str]:
    """Ids of the processes that this one calls."""
    return frozenset(
        node.extensions.called.id
        for node in nodes_of(definition).values()
        if node.kind is Kind.CALL and node.extensions.called is not None
    )


def description_of(definition: int) -> str:
    """What the diagram says of the start event a person begins at; "" for nothing."""
    process = process_of(definition)
    start = process.plain_start if process is not None else None
    return texts.said(" ".join(start.documentation.split())) if start is not None else ""
