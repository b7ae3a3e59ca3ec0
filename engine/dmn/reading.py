"""DMN XML to a decision model, every fault at once (DMN 1.2 to 1.5, as Camunda Modeler writes it).

The logic inside a decision is read in `tables`; nothing is evaluated here.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping

from engine.dmn.documents import MAX_NESTING, Element, Reader, parse
from engine.dmn.model import Decision, DecisionModel
from engine.dmn.tables import read_logic
from engine.errors import DeploymentRefused

_REFUSED = ("businessKnowledgeModel", "decisionService", "import")


def read(content: bytes, file: str) -> DecisionModel:
    """Read a DMN file.

    Raises:
        DeploymentRefused: with every fault: file, element, line, column, what is wrong.
    """
    root, faults = parse(content, file)
    if root is None:
        raise DeploymentRefused(faults)
    reader = Reader(root, file)
    _refuse_unsupported(reader)
    decisions = _decisions(reader)
    if not decisions and not reader.faults:
        reader.fault(root, "dmn-empty", "The file has no decision.", "Add a decision to it.")
    _check_cycles(reader, decisions)
    if reader.faults:
        raise DeploymentRefused(tuple(reader.faults))
    return DecisionModel(
        file=file,
        digest=hashlib.sha256(content).hexdigest(),
        id=root.get("id", ""),
        name=root.get("name", ""),
        namespace=root.get("namespace", ""),
        decisions=decisions,
    )


def _refuse_unsupported(reader: Reader) -> None:
    for tag in _REFUSED:
        for element in reader.children(reader.root, tag):
            reader.fault(
                element,
                "dmn-unsupported",
                "A %(what)s is not run.",
                "Write its logic into a decision, and require that.",
                what=tag,
            )


def _decisions(reader: Reader) -> dict[str, Decision]:
    elements: dict[str, Element] = {}
    for element in reader.children(reader.root, "decision"):
        identifier = element.get("id", "")
        if not identifier:
            reader.fault(element, "dmn-id", "A decision has no id.", "Give it one.")
        elif identifier in elements:
            reader.fault(element, "dmn-id", "The id stands twice.", "Give one another id.")
        else:
            elements[identifier] = element
    read_all = (_decision(reader, element, elements) for element in elements.values())
    return {decision.id: decision for decision in read_all if decision is not None}


def _decision(
    reader: Reader, element: Element, all_decisions: Mapping[str, Element]
) -> Decision | None:
    inputs = tuple(_required_inputs(reader, element))
    required = tuple(dict.fromkeys(_required_decisions(reader, element, all_decisions)))
    names = {name for other in required for name in _names(reader, all_decisions[other])}
    names |= {member for name in inputs for member in reader.members_of(name)}
    logic = read_logic(reader, element, frozenset(names | set(inputs)))
    if logic is None:
        return None
    return Decision(
        id=element.get("id", ""),
        name=element.get("name", ""),
        names=_names(reader, element),
        required=required,
        inputs=inputs,
        logic=logic,
        line=reader.line(element),
    )


def _names(reader: Reader, decision: Element) -> tuple[str, ...]:
    variable = reader.child(decision, "variable")
    named = "" if variable is None else variable.get("name", "")
    candidates = (named, decision.get("name", ""), decision.get("id", ""))
    return tuple(dict.fromkeys(name for name in candidates if name))


def _references(reader: Reader, decision: Element, tag: str) -> Iterator[tuple[Element, str]]:
    for requirement in reader.children(decision, "informationRequirement"):
        for reference in reader.children(requirement, tag):
            yield reference, reference.get("href", "").rpartition("#")[2]


def _required_decisions(
    reader: Reader, decision: Element, all_decisions: Mapping[str, Element]
) -> Iterator[str]:
    for reference, identifier in _references(reader, decision, "requiredDecision"):
        if identifier in all_decisions:
            yield identifier
        else:
            reader.fault(
                reference,
                "dmn-required",
                "The required decision %(required)s is not in this file.",
                "Draw the requirement again.",
                required=identifier,
            )


def _required_inputs(reader: Reader, decision: Element) -> Iterator[str]:
    known = {
        element.get("id", ""): element for element in reader.children(reader.root, "inputData")
    }
    for reference, identifier in _references(reader, decision, "requiredInput"):
        if identifier not in known:
            reader.fault(
                reference,
                "dmn-required",
                "The required input %(required)s is not in this file.",
                "Draw the requirement again.",
                required=identifier,
            )
            continue
        variable = reader.child(known[identifier], "variable")
        named = "" if variable is None else variable.get("name", "")
        yield named or known[identifier].get("name", "") or identifier


def _check_cycles(reader: Reader, decisions: Mapping[str, Decision]) -> None:
    """Take away decisions that require none any more; what stays is in or above a cycle."""
    left = {key: set(one.required) & decisions.keys() for key, one in decisions.items()}
    layers = 0
    while free := [key for key, required in left.items() if not required]:
        layers += 1
        if layers > MAX_NESTING:
            reader.fault(
                reader.root, "dmn-depth", "Decisions require each other too deeply.", "Join some."
            )
            return
        for key in free:
            del left[key]
        for required in left.values():
            required.difference_update(free)
    for key, others in left.items():
        reader.fault_at(
            key,
            decisions[key].line,
            "dmn-cycle",
            "The decision requires itself, over %(others)s.",
            "Take one of the requirements away.",
            others=", ".join(sorted(others)),
        )
