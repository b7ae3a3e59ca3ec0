"""Tiny BPMN diagrams, written as short as they are drawn."""

from __future__ import annotations

from itertools import count, pairwise

_NS = (
    'xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL" '
    'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" '
    'xmlns:zeebe="http://camunda.org/schema/zeebe/1.0"'
)
_numbers = count(1)
EVENTS = (
    '<bpmn:message id="m1" name="m1"><bpmn:extensionElements>'
    '<zeebe:subscription correlationKey="=nomor"/></bpmn:extensionElements></bpmn:message>'
    '<bpmn:message id="m2" name="m2"><bpmn:extensionElements>'
    '<zeebe:subscription correlationKey="=&#34;k&#34;"/></bpmn:extensionElements></bpmn:message>'
    '<bpmn:signal id="sg" name="sg"/>'
    '<bpmn:error id="er" name="er" errorCode="E1"/><bpmn:error id="er2" name="er2" errorCode="E2"/>'
    '<bpmn:escalation id="esc" name="esc" escalationCode="X1"/>'
)


def document(body: str, *, process: str = "p", more: str = "") -> bytes:
    return (
        f'<bpmn:definitions {_NS} id="d" targetNamespace="x">{EVENTS}'
        f'<bpmn:process id="{process}" isExecutable="true">{body}</bpmn:process>{more}'
        "</bpmn:definitions>"
    ).encode()


def flow(source: str, target: str, condition: str = "", key: str = "") -> str:
    inside = (
        f"<bpmn:conditionExpression>={condition}</bpmn:conditionExpression>" if condition else ""
    )
    name = key or f"{source}-{target}-{next(_numbers)}"
    return (
        f'<bpmn:sequenceFlow id="{name}" sourceRef="{source}" targetRef="{target}">{inside}'
        "</bpmn:sequenceFlow>"
    )


def path(*elements: str) -> str:
    """Flows from each element to the next."""
    return "".join(flow(source, target) for source, target in pairwise(elements))


def extended(inside: str) -> str:
    return f"<bpmn:extensionElements>{inside}</bpmn:extensionElements>" if inside else ""


def start(key: str = "s", event: str = "", attributes: str = "", ext: str = "") -> str:
    return f'<bpmn:startEvent id="{key}" {attributes}>{extended(ext)}{event}</bpmn:startEvent>'


def end(key: str = "e", event: str = "", ext: str = "") -> str:
    return f'<bpmn:endEvent id="{key}">{extended(ext)}{event}</bpmn:endEvent>'


def catch(key: str, event: str, ext: str = "") -> str:
    return (
        f'<bpmn:intermediateCatchEvent id="{key}">{extended(ext)}{event}'
        "</bpmn:intermediateCatchEvent>"
    )


def throw(key: str, event: str = "", ext: str = "") -> str:
    return (
        f'<bpmn:intermediateThrowEvent id="{key}">{extended(ext)}{event}'
        "</bpmn:intermediateThrowEvent>"
    )


def user(key: str, attributes: str = "", ext: str = "", inside: str = "") -> str:
    extra = "<zeebe:userTask/>" + ext
    return f'<bpmn:userTask id="{key}" name="{key}" {attributes}>{extended(extra)}{inside}</bpmn:userTask>'


def task(kind: str, key: str, ext: str = "", attributes: str = "", inside: str = "") -> str:
    return f'<bpmn:{kind} id="{key}" {attributes}>{extended(ext)}{inside}</bpmn:{kind}>'


def script(key: str, assignment: str, ext: str = "") -> str:
    name, _, expression = assignment.partition(":=")
    own = f'<zeebe:script expression="={expression}" resultVariable="{name}"/>'
    return task("scriptTask", key, own + ext)


def service(key: str, job: str = "work", ext: str = "", inside: str = "") -> str:
    own = f'<zeebe:taskDefinition type="{job}" retries="3"/>'
    return task("serviceTask", key, own + ext, inside=inside)


def mapping(inputs: dict[str, str] | None = None, outputs: dict[str, str] | None = None) -> str:
    inside = "".join(
        f'<zeebe:input source="{source}" target="{target}"/>'
        for target, source in (inputs or {}).items()
    ) + "".join(
        f'<zeebe:output source="{source}" target="{target}"/>'
        for target, source in (outputs or {}).items()
    )
    return f"<zeebe:ioMapping>{inside}</zeebe:ioMapping>"


def properties(**values: str) -> str:
    inside = "".join(
        f'<zeebe:property name="{name}" value="{value}"/>' for name, value in values.items()
    )
    return f"<zeebe:properties>{inside}</zeebe:properties>"


def each(collection: str, *, sequential: bool = False, done: str = "", **given: str) -> str:
    more = "".join(f' {name}="{value}"' for name, value in given.items())
    condition = f"<bpmn:completionCondition>={done}</bpmn:completionCondition>" if done else ""
    return (
        f'<bpmn:multiInstanceLoopCharacteristics isSequential="{str(sequential).lower()}">'
        f"{extended(f'<zeebe:loopCharacteristics inputCollection={chr(34)}={collection}{chr(34)}{more}/>')}"
        f"{condition}</bpmn:multiInstanceLoopCharacteristics>"
    )


def exclusive(key: str, default: str = "") -> str:
    return _gateway("exclusive", key, default)


def inclusive(key: str, default: str = "") -> str:
    return _gateway("inclusive", key, default)


def parallel(key: str) -> str:
    return _gateway("parallel", key)


def event_gateway(key: str) -> str:
    return _gateway("eventBased", key)


def _gateway(kind: str, key: str, default: str = "") -> str:
    attribute = f' default="{default}"' if default else ""
    return f'<bpmn:{kind}Gateway id="{key}"{attribute}/>'


def timer(text: str, kind: str = "timeDuration") -> str:
    return (
        f"<bpmn:timerEventDefinition><bpmn:{kind}>{text}</bpmn:{kind}></bpmn:timerEventDefinition>"
    )


def message(ref: str = "m1") -> str:
    return f'<bpmn:messageEventDefinition messageRef="{ref}"/>'


def signal(ref: str = "sg") -> str:
    return f'<bpmn:signalEventDefinition signalRef="{ref}"/>'


def error(ref: str = "er") -> str:
    reference = f'errorRef="{ref}"' if ref else ""
    return f"<bpmn:errorEventDefinition {reference}/>"


def escalation(ref: str = "esc") -> str:
    reference = f'escalationRef="{ref}"' if ref else ""
    return f"<bpmn:escalationEventDefinition {reference}/>"


TERMINATE = "<bpmn:terminateEventDefinition/>"


def link(name: str) -> str:
    return f'<bpmn:linkEventDefinition name="{name}"/>'


def boundary(key: str, on: str, event: str, *, cancel: bool = True, ext: str = "") -> str:
    return (
        f'<bpmn:boundaryEvent id="{key}" attachedToRef="{on}" cancelActivity="{str(cancel).lower()}">'
        f"{extended(ext)}{event}</bpmn:boundaryEvent>"
    )


def sub(key: str, body: str, ext: str = "", attributes: str = "", inside: str = "") -> str:
    return (
        f'<bpmn:subProcess id="{key}" {attributes}>{extended(ext)}{inside}{body}</bpmn:subProcess>'
    )


def event_sub(key: str, event: str, *, cancel: bool = True, body: str = "", ext: str = "") -> str:
    """An event sub-process `id` with start event `st_id`; its body is one user task `u_id`."""
    inside = body or path(f"st_{key}", f"u_{key}", f"en_{key}") + user(f"u_{key}") + end(
        f"en_{key}"
    )
    begin = start(f"st_{key}", event, f'isInterrupting="{str(cancel).lower()}"', ext)
    return sub(key, begin + inside, attributes='triggeredByEvent="true"')


def call(key: str, process: str, ext: str = "", inside: str = "", **given: str) -> str:
    more = "".join(f' {name}="{value}"' for name, value in given.items())
    own = f'<zeebe:calledElement processId="{process}"{more}/>'
    return task("callActivity", key, own + ext, inside=inside)


def simple(*tasks: str, more: str = "") -> str:
    """A start, user tasks one after the other, an end."""
    return start() + path("s", *tasks, "e") + "".join(user(one) for one in tasks) + end() + more
