"""Writes small diagrams as BPMN XML, one short call an element. Draws nothing and checks nothing.

    draw(start(), user("u", form="f1"), end(), flow("s", "u"), flow("u", "e"))
    draw(*chain(start(), user("u"), end()))          # the same: chain connects what it is given
    process = draw_process(...)                      # read into the model; draw_lowered(...) lowered

Ids default to "s" for starts, "e" for ends; flows are named "source-target" unless told otherwise.
Definitions (messages, signals, errors, escalations) are declared by the events that name them.
"""

# ruff: noqa: A002 - id and type are BPMN's own attribute names

from __future__ import annotations

import re
from itertools import pairwise
from xml.sax.saxutils import escape

from engine.bpmn import lowering, reading
from engine.bpmn.model import Process
from tests.bpmn.drawn_activities import (
    call,
    event_sub,
    manual,
    multi,
    receive,
    rule_task,
    script,
    send,
    service,
    sub,
    task,
    user,
)
from tests.bpmn.drawn_events import (
    boundary,
    catch,
    end,
    error,
    escalation,
    link,
    message,
    signal,
    start,
    terminate,
    throw,
    timer,
)
from tests.bpmn.markup import (
    NAMESPACES,
    element,
    extended,
    headers,
    mapping,
    properties,
    zeebe,
)

__all__ = [
    "boundary",
    "call",
    "catch",
    "chain",
    "document",
    "draw",
    "draw_lowered",
    "draw_process",
    "element",
    "end",
    "error",
    "escalation",
    "event_gateway",
    "event_sub",
    "extended",
    "flow",
    "headers",
    "inclusive",
    "lanes",
    "link",
    "manual",
    "mapping",
    "message",
    "multi",
    "parallel",
    "path",
    "process",
    "properties",
    "receive",
    "rule_task",
    "script",
    "send",
    "service",
    "signal",
    "start",
    "sub",
    "task",
    "terminate",
    "throw",
    "timer",
    "user",
    "xor",
    "zeebe",
]


def draw(*parts: str, id: str = "p", extra: str = "", attributes: str = "") -> bytes:
    """Write a file with one executable process. `extra` stands beside the process."""
    return document(process(*parts, id=id, attributes=attributes), extra)


def document(*roots: str) -> bytes:
    """Write a file of root elements; events' definitions move from where they are used to here."""
    text = "\n".join(part for part in roots if part)
    declared = dict.fromkeys(re.findall(r"<!--root:(.*?)-->", text, flags=re.DOTALL))
    body = re.sub(r"<!--root:.*?-->", "", text, flags=re.DOTALL)
    return (
        f'<bpmn:definitions {NAMESPACES} id="definitions" targetNamespace="http://alur.test">\n'
        f"{''.join(declared)}\n{body}\n</bpmn:definitions>"
    ).encode()


def process(*parts: str, id: str = "p", attributes: str = "", executable: bool = True) -> str:
    flag = "true" if executable else "false"
    body = "\n".join(parts)
    return f'<bpmn:process id="{id}" isExecutable="{flag}" {attributes}>\n{body}\n</bpmn:process>'


def draw_process(*parts: str, id: str = "p") -> Process:
    """Read the drawn process into the model; refused like any file when it has faults."""
    return reading.read(draw(*parts, id=id), "test.bpmn").processes[0]


def draw_lowered(*parts: str, id: str = "p") -> Process:
    return lowering.lower(draw_process(*parts, id=id))


# ------------------------------------------------------------------------------------------ flows


def flow(source: str, target: str, condition: str = "", id: str = "") -> str:
    """Write a sequence flow; `condition` is FEEL without the leading "="."""
    body = (
        f"<bpmn:conditionExpression>={escape(condition)}</bpmn:conditionExpression>"
        if condition
        else ""
    )
    name = id or f"{source}-{target}"
    return element("sequenceFlow", name, body, sourceRef=source, targetRef=target)


def chain(*parts: str) -> tuple[str, ...]:
    """The given elements and flows that connect them one after the other."""
    ids = [re.search(r'id="([^"]*)"', part) for part in parts]
    names = [found.group(1) for found in ids if found]
    return (*parts, *(flow(a, b) for a, b in pairwise(names)))


def path(*ids: str) -> str:
    """Flows along the named elements."""
    return "".join(flow(a, b) for a, b in pairwise(ids))


# --------------------------------------------------------------------------------------- gateways


def xor(id: str, default: str | None = None) -> str:
    return element("exclusiveGateway", id, default=default)


def parallel(id: str) -> str:
    return element("parallelGateway", id)


def inclusive(id: str, default: str | None = None) -> str:
    return element("inclusiveGateway", id, default=default)


def event_gateway(id: str) -> str:
    return element("eventBasedGateway", id)


def lanes(**members: str) -> str:
    """A lane set: lane name -> ids of its nodes, separated by blanks."""
    inside = "".join(
        element(
            "lane",
            f"lane_{name}",
            "".join(f"<bpmn:flowNodeRef>{node}</bpmn:flowNodeRef>" for node in nodes.split()),
            name=name,
        )
        for name, nodes in members.items()
    )
    return element("laneSet", "lanes", inside)
