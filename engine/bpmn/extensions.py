"""Reads the zeebe: extensions of an element, and notices what is there but not run.

Default values are Camunda 8's. Nothing here judges a value.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from typing import Final

from lxml.etree import _Element as Element

from engine.bpmn.documents import (
    BPMN,
    FOREIGN,
    ZEEBE,
    attribute,
    bpmn_child,
    bpmn_children,
    is_true,
    local,
    text,
    zeebe_child,
)
from engine.bpmn.model import Assignment, Called, Extensions, Loop, Mapping1

_EMPTY: Final = Extensions()
#: Prefix of the form keys by which Camunda 8 embeds a form into the diagram.
_EMBEDDED: Final = "camunda-forms:"


def read_extensions(*elements: Element) -> Extensions:
    """Read the zeebe: extensions of an element, and of its event definition if given as well."""
    extensions = _EMPTY
    for child in _zeebe(*elements):
        reader = _READERS.get(local(child))
        if reader is not None:
            extensions = reader(extensions, child)
    return extensions


def read_features(element: Element) -> tuple[str, ...]:
    """Name the zeebe: extensions that Camunda 8 executes and Alur does not."""
    found = [
        f"zeebe:{local(child)}"
        for child in _zeebe(element)
        if local(child) not in _READERS and local(child) not in _ELSEWHERE
    ]
    form = zeebe_child(element, "formDefinition")
    if attribute(form, "formKey").startswith(_EMBEDDED):
        found.append("zeebe:userTaskForm")
    return tuple(found)


def read_foreign(element: Element) -> tuple[str, ...]:
    """Name the attributes and extensions other engines would execute, as "camunda:assignee"."""
    names = [str(name) for name in element.attrib]
    for container in bpmn_children(element, "extensionElements"):
        names += [str(child.tag) for child in container.iterchildren("{*}*")]
    found = []
    for name in names:
        namespace, _, rest = name.removeprefix("{").rpartition("}")
        if namespace in FOREIGN:
            found.append(f"{FOREIGN[namespace]}:{rest}")
    return tuple(dict.fromkeys(found))


def read_loop(element: Element) -> Loop | None:
    """Read multi-instance; without zeebe:loopCharacteristics its collection is empty text."""
    loop = bpmn_child(element, "multiInstanceLoopCharacteristics")
    if loop is None:
        return None
    zeebe = zeebe_child(loop, "loopCharacteristics")
    return Loop(
        sequential=is_true(loop, "isSequential"),
        input_collection=attribute(zeebe, "inputCollection"),
        input_element=attribute(zeebe, "inputElement"),
        output_collection=attribute(zeebe, "outputCollection"),
        output_element=attribute(zeebe, "outputElement"),
        completion_condition=text(bpmn_child(loop, "completionCondition")),
    )


def read_properties(element: Element) -> Mapping[str, str]:
    return read_extensions(element).properties


def read_version_tag(element: Element) -> str:
    return attribute(zeebe_child(element, "versionTag"), "value")


def _zeebe(*elements: Element) -> Iterator[Element]:
    for element in elements:
        for container in element.iterchildren(f"{{{BPMN}}}extensionElements"):
            yield from container.iterchildren(f"{{{ZEEBE}}}*")


def _user_task(extensions: Extensions, _: Element) -> Extensions:
    return replace(extensions, user_task=True)


def _assignment(extensions: Extensions, element: Element) -> Extensions:
    assignment = Assignment(
        assignee=attribute(element, "assignee"),
        candidate_groups=attribute(element, "candidateGroups"),
        candidate_users=attribute(element, "candidateUsers"),
    )
    return replace(extensions, assignment=assignment)


def _form(extensions: Extensions, element: Element) -> Extensions:
    key = attribute(element, "formKey")
    return replace(
        extensions,
        form_id=attribute(element, "formId"),
        form_binding=attribute(element, "bindingType", "latest"),
        form_version_tag=attribute(element, "versionTag"),
        external_form=attribute(element, "externalReference")
        or ("" if key.startswith(_EMBEDDED) else key),
    )


def _schedule(extensions: Extensions, element: Element) -> Extensions:
    return replace(
        extensions,
        due_date=attribute(element, "dueDate"),
        follow_up_date=attribute(element, "followUpDate"),
    )


def _priority(extensions: Extensions, element: Element) -> Extensions:
    return replace(extensions, priority=attribute(element, "priority"))


def _job(extensions: Extensions, element: Element) -> Extensions:
    return replace(
        extensions,
        job_type=attribute(element, "type"),
        job_retries=attribute(element, "retries", "3"),
    )


def _headers(extensions: Extensions, element: Element) -> Extensions:
    pairs = {attribute(header, "key"): attribute(header, "value") for header in element}
    return replace(extensions, headers=pairs)


def _properties(extensions: Extensions, element: Element) -> Extensions:
    pairs = {attribute(pair, "name"): attribute(pair, "value") for pair in element}
    return replace(extensions, properties=pairs)


def _mapping(extensions: Extensions, element: Element) -> Extensions:
    def mappings(tag: str) -> tuple[Mapping1, ...]:
        found = element.iterchildren(f"{{{ZEEBE}}}{tag}")
        return tuple(
            Mapping1(source=attribute(one, "source"), target=attribute(one, "target"))
            for one in found
        )

    return replace(extensions, inputs=mappings("input"), outputs=mappings("output"))


def _called_process(extensions: Extensions, element: Element) -> Extensions:
    called = Called(
        id=attribute(element, "processId"),
        binding=attribute(element, "bindingType", "latest"),
        version_tag=attribute(element, "versionTag"),
        propagate_all_child=is_true(element, "propagateAllChildVariables", default=True),
        propagate_all_parent=is_true(element, "propagateAllParentVariables", default=True),
    )
    return replace(extensions, called=called)


def _called_decision(extensions: Extensions, element: Element) -> Extensions:
    decision = Called(
        id=attribute(element, "decisionId"),
        binding=attribute(element, "bindingType", "latest"),
        version_tag=attribute(element, "versionTag"),
        result_variable=attribute(element, "resultVariable"),
    )
    return replace(extensions, decision=decision)


def _script(extensions: Extensions, element: Element) -> Extensions:
    return replace(
        extensions,
        script=attribute(element, "expression"),
        result_variable=attribute(element, "resultVariable"),
    )


_READERS: Final[Mapping[str, Callable[[Extensions, Element], Extensions]]] = {
    "userTask": _user_task,
    "assignmentDefinition": _assignment,
    "formDefinition": _form,
    "taskSchedule": _schedule,
    "priorityDefinition": _priority,
    "taskDefinition": _job,
    "taskHeaders": _headers,
    "properties": _properties,
    "ioMapping": _mapping,
    "calledElement": _called_process,
    "calledDecision": _called_decision,
    "script": _script,
}
#: Read by `events`, `read_loop` and `read_version_tag`, or of no meaning when running.
_ELSEWHERE: Final = frozenset(
    {"subscription", "publishMessage", "loopCharacteristics", "versionTag", "userTaskForm"}
)
