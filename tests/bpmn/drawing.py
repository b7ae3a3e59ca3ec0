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
from xml.sax.saxutils import escape, quoteattr

from engine.bpmn import lowering, reading
from engine.bpmn.model import Process

NAMESPACES = (
    'xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL"'
    ' xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"'
    ' xmlns:zeebe="http://camunda.org/schema/zeebe/1.0"'
    ' xmlns:camunda="http://camunda.org/schema/1.0/bpmn"'
)


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


def element(tag: str, id: str, body: str = "", /, **attributes: str | bool | None) -> str:
    """Write any BPMN element; True and False become "true" and "false", None leaves out."""
    given = {
        name: str(value).lower() if isinstance(value, bool) else value
        for name, value in attributes.items()
        if value is not None
    }
    written = "".join(f" {name}={quoteattr(value)}" for name, value in given.items())
    return f'<bpmn:{tag} id="{id}"{written}>{body}</bpmn:{tag}>'


def zeebe(tag: str, **attributes: str | bool | None) -> str:
    return element(tag, "", **attributes).replace(' id=""', "").replace("bpmn:", "zeebe:")


def extended(*extensions: str) -> str:
    """Wrap zeebe: elements into extensionElements; nothing when there are none."""
    body = "".join(extensions)
    return f"<bpmn:extensionElements>{body}</bpmn:extensionElements>" if body else ""


def mapping(inputs: dict[str, str] | None = None, outputs: dict[str, str] | None = None) -> str:
    """zeebe:ioMapping from target -> source."""
    lines = [
        f"<zeebe:{tag} source={quoteattr(source)} target={quoteattr(target)}/>"
        for tag, pairs in (("input", inputs), ("output", outputs))
        for target, source in (pairs or {}).items()
    ]
    return f"<zeebe:ioMapping>{''.join(lines)}</zeebe:ioMapping>" if lines else ""


def properties(**pairs: str) -> str:
    lines = [f'<zeebe:property name="{name}" value={quoteattr(pairs[name])}/>' for name in pairs]
    return f"<zeebe:properties>{''.join(lines)}</zeebe:properties>" if lines else ""


def headers(**pairs: str) -> str:
    lines = [f'<zeebe:header key="{name}" value={quoteattr(pairs[name])}/>' for name in pairs]
    return f"<zeebe:taskHeaders>{''.join(lines)}</zeebe:taskHeaders>" if lines else ""


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


# ----------------------------------------------------------------------------------------- events


def start(id: str = "s", on: str = "", *extensions: str, **attributes: str | bool | None) -> str:
    """A start event; `on` is an event definition (`message`, `timer`, …)."""
    return element("startEvent", id, extended(*extensions) + on, **attributes)


def end(id: str = "e", on: str = "", *extensions: str) -> str:
    return element("endEvent", id, extended(*extensions) + on)


def catch(id: str, on: str, *extensions: str) -> str:
    return element("intermediateCatchEvent", id, extended(*extensions) + on)


def throw(id: str, on: str = "", *extensions: str) -> str:
    return element("intermediateThrowEvent", id, extended(*extensions) + on)


def boundary(id: str, host: str, on: str, *extensions: str, interrupting: bool = True) -> str:
    body = extended(*extensions) + on
    return element("boundaryEvent", id, body, attachedToRef=host, cancelActivity=interrupting)


def timer(duration: str = "", *, date: str = "", cycle: str = "") -> str:
    """A timer by exactly one of the three; texts as they stand, "=" before FEEL."""
    given = {"timeDuration": duration, "timeDate": date, "timeCycle": cycle}
    tag, text = next((tag, text) for tag, text in given.items() if text)
    inside = f"<bpmn:{tag}>{escape(text)}</bpmn:{tag}>"
    return f"<bpmn:timerEventDefinition>{inside}</bpmn:timerEventDefinition>"


def message(
    name: str, key: str = "", *, publish_key: str = "", message_id: str = "", ttl: str = ""
) -> str:
    """A message by name; `key` the subscription's correlation key (FEEL without "=")."""
    publish = ""
    if publish_key or message_id or ttl:
        publish = extended(
            zeebe(
                "publishMessage",
                correlationKey=f"={publish_key}" if publish_key else None,
                messageId=message_id or None,
                timeToLive=ttl or None,
            )
        )
    reference = _message_root(name, key)
    return (
        f'{reference[1]}<bpmn:messageEventDefinition messageRef="{reference[0]}">'
        f"{publish}</bpmn:messageEventDefinition>"
    )


def _message_root(name: str, key: str) -> tuple[str, str]:
    root = _identifier("message", name, key)
    subscription = extended(zeebe("subscription", correlationKey=f"={key}")) if key else ""
    return root, f"<!--root:{element('message', root, subscription, name=name)}-->"


def signal(name: str) -> str:
    return _referring("signal", name, name=name)


def error(code: str = "") -> str:
    """An error by code; without one it catches all."""
    return _referring("error", code, name=code, errorCode=code)


def escalation(code: str = "") -> str:
    return _referring("escalation", code, name=code, escalationCode=code)


def link(name: str) -> str:
    return f"<bpmn:linkEventDefinition name={quoteattr(name)}/>"


def terminate() -> str:
    return "<bpmn:terminateEventDefinition/>"


def _referring(tag: str, given: str, **attributes: str) -> str:
    if not given:
        return f"<bpmn:{tag}EventDefinition/>"
    root = _identifier(tag, given)
    written = element(tag, root, **attributes)
    return f'<!--root:{written}--><bpmn:{tag}EventDefinition {tag}Ref="{root}"/>'


def _identifier(*parts: str) -> str:
    return re.sub(r"\W", "_", "_".join(part for part in parts if part))


# ------------------------------------------------------------------------------------- activities


def user(
    id: str,
    *extensions: str,
    form: str = "",
    groups: str = "",
    assignee: str = "",
    users: str = "",
    loop: str = "",
    **attributes: str | bool | None,
) -> str:
    """A user task with zeebe:userTask and, when given, its form and assignment."""
    given = [zeebe("userTask")]
    if form:
        given.append(zeebe("formDefinition", formId=form))
    if groups or assignee or users:
        given.append(
            zeebe(
                "assignmentDefinition",
                candidateGroups=groups or None,
                assignee=assignee or None,
                candidateUsers=users or None,
            )
        )
    body = extended(*given, *extensions) + loop
    return element("userTask", id, body, **{"name": id, **attributes})


def task(id: str, *extensions: str, loop: str = "", **attributes: str | bool | None) -> str:
    return element("task", id, extended(*extensions) + loop, **attributes)


def manual(id: str, **attributes: str | bool | None) -> str:
    return element("manualTask", id, **attributes)


def service(
    id: str,
    type: str = "work",
    *extensions: str,
    retries: str | None = None,
    loop: str = "",
    tag: str = "serviceTask",
    **attributes: str | bool | None,
) -> str:
    """A service task (or other `tag`) with a job of this type."""
    job = zeebe("taskDefinition", type=type, retries=retries)
    return element(tag, id, extended(job, *extensions) + loop, **attributes)


def script(id: str, variable: str, expression: str, *extensions: str, loop: str = "") -> str:
    """A script task: `variable` := FEEL `expression` (without "=")."""
    given = zeebe("script", expression=f"={expression}", resultVariable=variable)
    return element("scriptTask", id, extended(given, *extensions) + loop)


def rule_task(id: str, decision: str, variable: str, *extensions: str) -> str:
    given = zeebe("calledDecision", decisionId=decision, resultVariable=variable)
    return element("businessRuleTask", id, extended(given, *extensions))


def receive(id: str, name: str, key: str = "", *extensions: str, loop: str = "") -> str:
    reference, root = _message_root(name, key)
    body = extended(*extensions) + loop
    return element("receiveTask", id, body, messageRef=reference) + root


def send(id: str, name: str, key: str = "", *extensions: str) -> str:
    """A send task that publishes a message by name with a correlation key (FEEL without "=")."""
    reference, root = _message_root(name, key)
    return element("sendTask", id, extended(*extensions), messageRef=reference) + root


def call(
    id: str,
    called: str,
    *extensions: str,
    child_all: bool | None = None,
    parent_all: bool | None = None,
    loop: str = "",
    **attributes: str | bool | None,
) -> str:
    """A call activity; `child_all`/`parent_all`: propagateAll…Variables, None leaves them out."""
    given = zeebe(
        "calledElement",
        processId=called,
        propagateAllChildVariables=child_all,
        propagateAllParentVariables=parent_all,
    )
    return element("callActivity", id, extended(given, *extensions) + loop, **attributes)


def sub(
    id: str, /, *parts: str, extensions: str = "", loop: str = "", **attributes: str | bool | None
) -> str:
    """A sub-process with these parts inside; `extensions` are zeebe: elements."""
    body = extended(extensions) + "".join(parts) + loop
    return element("subProcess", id, body, **attributes)


def event_sub(id: str, /, *parts: str, name: str | None = None) -> str:
    """An event sub-process; its start (`start(…, isInterrupting=False)`) carries the event."""
    return sub(id, *parts, triggeredByEvent=True, name=name)


def multi(
    collection: str,
    item: str = "",
    *,
    sequential: bool = False,
    output: str = "",
    output_item: str = "",
    until: str = "",
) -> str:
    """Multi-instance: `collection`, `output_item` and `until` are FEEL without "="."""
    given = zeebe(
        "loopCharacteristics",
        inputCollection=f"={collection}",
        inputElement=item or None,
        outputCollection=output or None,
        outputElement=f"={output_item}" if output_item else None,
    )
    done = f"<bpmn:completionCondition>={escape(until)}</bpmn:completionCondition>" if until else ""
    flag = str(sequential).lower()
    return (
        f'<bpmn:multiInstanceLoopCharacteristics isSequential="{flag}">{extended(given)}{done}'
        "</bpmn:multiInstanceLoopCharacteristics>"
    )


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
