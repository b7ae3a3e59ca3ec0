"""The syntax tree back to text that reads back as the same tree, with all brackets."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date, time, timedelta
from decimal import Decimal
from functools import singledispatch
from typing import Final

from engine.feel import nodes
from engine.feel.lexing import KEYWORDS
from engine.feel.nodes import Node
from engine.feel.printing import print_number, quote
from engine.feel.temporal import print_temporal
from engine.feel.values import FeelValue, YearsMonths

_WORD: Final = re.compile(r"[^\W\d]\w*")


@singledispatch
def unparse(node: Node) -> str:
    """The node as FEEL. Names with spaces come between backticks: no scope is needed to read it."""
    raise AssertionError(node)


def _name(name: str) -> str:
    return name if name == "?" or (_WORD.fullmatch(name) and name not in KEYWORDS) else f"`{name}`"


def _listed(parts: Iterable[Node]) -> str:
    return ", ".join(unparse(part) for part in parts)


def _value(value: FeelValue) -> str:
    match value:
        case None:
            return "null"
        case bool():
            return "true" if value else "false"
        case Decimal():
            return print_number(value)
        case str():
            return quote(value)
        case date() | time() | timedelta() | YearsMonths():
            return f'@"{print_temporal(value)}"'
    raise AssertionError(value)


@unparse.register
def _literal(node: nodes.Literal) -> str:
    return _value(node.value)


@unparse.register
def _variable(node: nodes.Name) -> str:
    return "not" if node.name == "not" else _name(node.name)


@unparse.register
def _list(node: nodes.ListOf) -> str:
    return f"[{_listed(node.items)}]"


@unparse.register
def _context(node: nodes.ContextOf) -> str:
    entries = (f"{quote(entry.key)}: {unparse(entry.value)}" for entry in node.entries)
    return "{" + ", ".join(entries) + "}"


@unparse.register
def _range(node: nodes.RangeOf) -> str:
    opening, closing = "[" if node.start_included else "(", "]" if node.end_included else ")"
    return f"{opening}{unparse(node.start)}..{unparse(node.end)}{closing}"


@unparse.register
def _test(node: nodes.Test) -> str:
    return f"({node.operator} {unparse(node.operand)})"


@unparse.register
def _negation(node: nodes.Negation) -> str:
    return f"(-{unparse(node.operand)})"


@unparse.register
def _arithmetic(node: nodes.Arithmetic) -> str:
    return f"({unparse(node.left)} {node.operator} {unparse(node.right)})"


@unparse.register
def _comparison(node: nodes.Comparison) -> str:
    return f"({unparse(node.left)} {node.operator} {unparse(node.right)})"


@unparse.register
def _logic(node: nodes.Logic) -> str:
    return "(" + f" {node.operator} ".join(unparse(part) for part in node.operands) + ")"


@unparse.register
def _between(node: nodes.Between) -> str:
    return f"({unparse(node.value)} between {unparse(node.low)} and {unparse(node.high)})"


@unparse.register
def _in(node: nodes.In) -> str:
    return f"({unparse(node.value)} in ({_listed(node.tests)}))"


@unparse.register
def _instance_of(node: nodes.InstanceOf) -> str:
    return f"({unparse(node.value)} instance of {unparse(node.type)})"


@unparse.register
def _type(node: nodes.TypeNamed) -> str:
    if not node.arguments:
        return node.name
    parts: Iterable[str] = map(unparse, node.arguments)
    if node.keys:
        parts = (f"{key}: {part}" for key, part in zip(node.keys, parts, strict=True))
    return f"{node.name}<{', '.join(parts)}>"


@unparse.register
def _path(node: nodes.Path) -> str:
    return f"({unparse(node.base)}).{_name(node.name)}"


@unparse.register
def _filter(node: nodes.Filter) -> str:
    return f"({unparse(node.base)})[{unparse(node.condition)}]"


@unparse.register
def _if(node: nodes.If) -> str:
    then, otherwise = unparse(node.then), unparse(node.otherwise)
    return f"(if {unparse(node.condition)} then {then} else {otherwise})"


@unparse.register
def _iterator(node: nodes.Iterator) -> str:
    end = "" if node.end is None else f"..{unparse(node.end)}"
    return f"{_name(node.name)} in {unparse(node.source)}{end}"


@unparse.register
def _for(node: nodes.For) -> str:
    return f"(for {_listed(node.iterators)} return {unparse(node.body)})"


@unparse.register
def _quantified(node: nodes.Quantified) -> str:
    word = "every" if node.every else "some"
    return f"({word} {_listed(node.iterators)} satisfies {unparse(node.condition)})"


@unparse.register
def _call(node: nodes.Call) -> str:
    callee = unparse(node.callee)
    if not isinstance(node.callee, nodes.Name):
        callee = f"({callee})"
    if not node.names:
        return f"{callee}({_listed(node.arguments)})"
    pairs = zip(node.names, node.arguments, strict=True)
    return f"{callee}({', '.join(f'{_name(name)}: {unparse(value)}' for name, value in pairs)})"


@unparse.register
def _function(node: nodes.FunctionOf) -> str:
    return f"(function({', '.join(map(_name, node.parameters))}) {unparse(node.body)})"


@unparse.register
def _tests(node: nodes.Tests) -> str:
    if not node.tests:
        return "-"
    return f"not({_listed(node.tests)})" if node.negated else _listed(node.tests)
