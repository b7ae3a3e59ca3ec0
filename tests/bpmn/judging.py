"""Asks for every fault of a drawn file, as a deployment does. Holds no tests."""

from __future__ import annotations

from dataclasses import dataclass

from engine.bpmn import checks, reading
from engine.errors import Fault
from tests.bpmn.drawing import chain, draw, end, start

NOTHING_KNOWN = checks.Known(
    process_ids=frozenset(),
    decision_ids=frozenset(),
    form_ids=frozenset(),
    job_types=frozenset(),
    calendars=frozenset(),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Twin:
    """Two files that differ in one thing: the first breaks no rule, the second just `rule`."""

    rule: str
    right: bytes
    wrong: bytes
    known: checks.Known | None = None


def faults(content: bytes, known: checks.Known | None = None) -> tuple[Fault, ...]:
    parsed = reading.parse(content, "f.bpmn")
    if parsed.diagram is None:
        return parsed.faults
    return (*parsed.faults, *checks.check(parsed.diagram, known or checks.Known()))


def rules(content: bytes, known: checks.Known | None = None) -> list[str]:
    return [fault.rule for fault in faults(content, known)]


def line(*parts: str, beside: str = "") -> bytes:
    """A file with the parts in a row between start and end, and more beside them."""
    return draw(*chain(start(), *parts, end()), beside)


def between(middle: str, *more: str) -> bytes:
    """A file with start "s", end "e" and the rest connected by hand."""
    return draw(start(), end(), middle, *more)
