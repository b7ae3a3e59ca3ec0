"""The logic inside a decision: tables, literal expressions and boxed contexts, read from XML."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, TypeVar

from engine import feel
from engine.dmn.documents import MAX_NESTING, Element, Reader
from engine.dmn.model import (
    Aggregation,
    Boxed,
    HitPolicy,
    Input,
    Literal,
    Logic,
    Output,
    Rule,
    Table,
)

_OTHER_LOGIC: Final = (
    "invocation",
    "relation",
    "list",
    "functionDefinition",
    "conditional",
    "filter",
    "for",
    "some",
    "every",
)
_ORDERED: Final = frozenset({HitPolicy.PRIORITY, HitPolicy.OUTPUT_ORDER})
_Part = TypeVar("_Part")


def read_logic(
    reader: Reader, owner: Element, names: frozenset[str], depth: int = 0
) -> Logic | None:
    """The logic that stands directly in `owner`; None if it has faults."""
    for element in owner.iterchildren():
        match reader.tag(element):
            case "decisionTable":
                return _table(reader, element, names)
            case "literalExpression":
                expression = reader.expression(element, names, owner=element)
                return None if expression is None else Literal(expression=expression)
            case "context":
                return _context(reader, element, names, depth)
            case tag if tag in _OTHER_LOGIC:
                reader.fault(
                    element,
                    "dmn-unsupported",
                    "A boxed %(what)s is not run.",
                    "Use a table, a literal expression or a context.",
                    what=tag,
                )
                return None
    reader.fault(owner, "dmn-logic", "There is no logic in it.", "Add a table or an expression.")
    return None


def _context(reader: Reader, element: Element, names: frozenset[str], depth: int) -> Logic | None:
    if depth >= MAX_NESTING:
        reader.fault(element, "dmn-depth", "Contexts are nested too deeply.", "Split them.")
        return None
    entries: list[tuple[str, Logic]] = []
    result: Logic | None = None
    for entry in reader.children(element, "contextEntry"):
        variable = reader.child(entry, "variable")
        name = "" if variable is None else variable.get("name", "")
        logic = read_logic(reader, entry, names, depth + 1)
        if logic is None:
            continue
        if name:
            entries.append((name, logic))
            names |= {name}
        else:
            result = logic
    return Boxed(entries=tuple(entries), result=result)


def _table(reader: Reader, element: Element, names: frozenset[str]) -> Logic | None:
    before = len(reader.faults)
    policy, aggregation = _policy(reader, element)
    inputs = [_input(reader, one, names) for one in reader.children(element, "input")]
    outputs = [_output(reader, one, names) for one in reader.children(element, "output")]
    _check_outputs(reader, element, policy, outputs)
    if aggregation is not None and len(outputs) > 1:
        reader.fault(
            element,
            "dmn-aggregation",
            "Several outputs cannot be aggregated.",
            "Keep one output, or take the aggregation away.",
        )
    rules = [
        _rule(reader, one, number, (len(inputs), len(outputs)), names)
        for number, one in enumerate(reader.children(element, "rule"), start=1)
    ]
    if len(reader.faults) > before:
        return None
    return Table(
        hit_policy=policy,
        aggregation=aggregation,
        inputs=tuple(_present(inputs)),
        outputs=tuple(outputs),
        rules=tuple(_present(rules)),
    )


def _present(parts: Sequence[_Part | None]) -> list[_Part]:
    return [part for part in parts if part is not None]


def _policy(reader: Reader, element: Element) -> tuple[HitPolicy, Aggregation | None]:
    policy, aggregation = element.get("hitPolicy", "UNIQUE"), element.get("aggregation")
    try:
        chosen = HitPolicy(policy)
        return chosen, Aggregation(
            aggregation
        ) if aggregation and chosen is HitPolicy.COLLECT else None
    except ValueError:
        reader.fault(
            element,
            "dmn-hit-policy",
            "There is no hit policy %(policy)s %(aggregation)s.",
            "Choose one of the table's menu.",
            policy=policy,
            aggregation=aggregation or "",
        )
        return HitPolicy.UNIQUE, None


def _input(reader: Reader, element: Element, names: frozenset[str]) -> Input | None:
    question = reader.child(element, "inputExpression")
    if not reader.text(question)[0].strip():
        reader.fault(
            element, "dmn-input", "An input has no expression.", "Say what the column tests."
        )
        return None
    expression = reader.expression(question, names, owner=element)
    if expression is None or question is None:
        return None
    return Input(
        id=element.get("id", ""),
        label=element.get("label", ""),
        expression=expression,
        type=question.get("typeRef", ""),
    )


def _output(reader: Reader, element: Element, names: frozenset[str]) -> Output:
    default = reader.child(element, "defaultOutputEntry")
    return Output(
        id=element.get("id", ""),
        name=element.get("name", ""),
        label=element.get("label", ""),
        type=element.get("typeRef", ""),
        values=_values(reader, element),
        default=None if default is None else reader.expression(default, names, owner=element),
    )


def _values(reader: Reader, element: Element) -> tuple[feel.FeelValue, ...]:
    """The allowed values in their order; ranges and other tests have no place in a priority."""
    allowed = reader.child(element, "outputValues")
    text, holder = reader.text(allowed)
    if holder is None or not text.strip() or text.strip() == "-":
        return ()
    try:
        return feel.constants(text)
    except feel.FeelInvalid as error:
        reader.feel_fault(error, holder)
        return ()


def _check_outputs(
    reader: Reader, element: Element, policy: HitPolicy, outputs: Sequence[Output]
) -> None:
    if not outputs:
        reader.fault(element, "dmn-output", "The table has no output.", "Add one.")
    names = [output.name for output in outputs]
    if len(outputs) > 1 and (not all(names) or len(set(names)) < len(names)):
        reader.fault(
            element,
            "dmn-output",
            "Each of several outputs needs a name of its own.",
            "Name the columns.",
        )
    if policy in _ORDERED and not any(output.values for output in outputs):
        reader.fault(
            element,
            "dmn-priority",
            "The hit policy needs the order of the output values.",
            "List the allowed values of the output, the most important first.",
        )


def _rule(
    reader: Reader, element: Element, number: int, width: tuple[int, int], names: frozenset[str]
) -> Rule | None:
    tests = [reader.tests(one, names) for one in reader.children(element, "inputEntry")]
    entries = [
        reader.expression(one, names, owner=one) for one in reader.children(element, "outputEntry")
    ]
    if (len(tests), len(entries)) != width:
        reader.fault(
            element,
            "dmn-rule",
            "Rule %(number)s has %(tests)s and %(entries)s cells, the table %(inputs)s and"
            " %(outputs)s columns.",
            "Save the file again with the modeler.",
            number=number,
            tests=len(tests),
            entries=len(entries),
            inputs=width[0],
            outputs=width[1],
        )
        return None
    annotations = (reader.text(one)[0] for one in reader.children(element, "annotationEntry"))
    description = reader.child(element, "description")
    said = () if description is None or not description.text else (description.text,)
    return Rule(
        id=element.get("id", ""),
        number=number,
        tests=tuple(_present(tests)),
        entries=tuple(_present(entries)),
        annotations=(*said, *(text for text in annotations if text)),
    )
