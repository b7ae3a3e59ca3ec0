"""Collects the ids of a document. Only BPMN elements count; the picture has ids of its own."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from lxml.etree import _Element as Element

from engine.bpmn import grammar
from engine.bpmn.documents import BPMN, attribute, line, local
from engine.errors import Fault

_ID: Final = re.compile(r"[^\W\d][\w.\-]*")
MAX_LENGTH: Final = 255
#: Elements that are named in the log, the history and the tables, so that they need an id.
_NEEDY: Final = re.compile(
    r"process|sequenceFlow|message|signal|error|escalation"
    r"|.*(Task|task|Event|Gateway|[pP]rocess|Activity|transaction)"
)


def collect(root: Element, file: str) -> tuple[dict[str, Element], list[Fault]]:
    """Map each id to the first element that has it; report missing, bad and second ones."""
    found: dict[str, Element] = {}
    faults: list[Fault] = []
    for element in _elements(root):
        fault = _judge(element, found, file)
        if fault is not None:
            faults.append(fault)
        name = attribute(element, "id")
        if name:
            found.setdefault(name, element)
    return found, faults


def _elements(root: Element) -> Iterator[Element]:
    for element in root.iter(f"{{{BPMN}}}*"):
        if element is not root:
            yield element


def _judge(element: Element, found: dict[str, Element], file: str) -> Fault | None:
    name, number = attribute(element, "id"), line(element)
    if not name:
        if not _NEEDY.fullmatch(local(element)):
            return None
        return grammar.MISSING_ID.fault(file=file, line=number, tag=local(element))
    if name in found:
        first = line(found[name])
        return grammar.DUPLICATE_ID.fault(file=file, element=name, line=number, first=first)
    if len(name) > MAX_LENGTH or not _ID.fullmatch(name):
        return grammar.BAD_ID.fault(file=file, element=name, line=number, limit=MAX_LENGTH)
    return None
