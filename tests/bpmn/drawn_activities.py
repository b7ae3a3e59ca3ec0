"""Activities as text: tasks with their zeebe: extensions, sub-processes, multi-instance."""

# ruff: noqa: A002 - id and type are BPMN's own attribute names

from __future__ import annotations

from xml.sax.saxutils import escape

from tests.bpmn.drawn_events import message_root
from tests.bpmn.markup import element, extended, zeebe


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
    reference, root = message_root(name, key)
    body = extended(*extensions) + loop
    return element("receiveTask", id, body, messageRef=reference) + root


def send(id: str, name: str, key: str = "", *extensions: str) -> str:
    """A send task that publishes a message by name with a correlation key (FEEL without "=")."""
    reference, root = message_root(name, key)
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
