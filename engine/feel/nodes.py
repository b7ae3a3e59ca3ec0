"""The syntax tree of FEEL: what a text says, and where. Nothing is evaluated here."""

from __future__ import annotations

from collections.abc import Iterator as Iterable
from dataclasses import dataclass, fields
from typing import TypeAlias

from engine.feel.values import FeelValue

#: (line, column), from 1
Place: TypeAlias = tuple[int, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Node:
    at: Place


@dataclass(frozen=True, slots=True, kw_only=True)
class Literal(Node):
    """A number, string, boolean, null or temporal literal."""

    value: FeelValue


@dataclass(frozen=True, slots=True, kw_only=True)
class Name(Node):
    """A variable; "?" is the value under test."""

    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ListOf(Node):
    items: tuple[Node, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry(Node):
    key: str
    value: Node


@dataclass(frozen=True, slots=True, kw_only=True)
class ContextOf(Node):
    entries: tuple[Entry, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class RangeOf(Node):
    start: Node
    end: Node
    start_included: bool
    end_included: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Test(Node):
    """A comparison with the value under test: `< 5`; as a value it is the range that passes."""

    operator: str
    operand: Node


@dataclass(frozen=True, slots=True, kw_only=True)
class Negation(Node):
    operand: Node


@dataclass(frozen=True, slots=True, kw_only=True)
class Arithmetic(Node):
    operator: str
    left: Node
    right: Node


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison(Node):
    operator: str
    left: Node
    right: Node


@dataclass(frozen=True, slots=True, kw_only=True)
class Logic(Node):
    """`and` or `or` over two or more operands."""

    operator: str
    operands: tuple[Node, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Between(Node):
    value: Node
    low: Node
    high: Node


@dataclass(frozen=True, slots=True, kw_only=True)
class In(Node):
    """The value passes at least one of the tests."""

    value: Node
    tests: tuple[Node, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class InstanceOf(Node):
    value: Node
    type: TypeNamed


@dataclass(frozen=True, slots=True, kw_only=True)
class TypeNamed(Node):
    """`number`, `list<string>`, `context<a: number>`, `function<number> -> string`, …"""

    name: str
    arguments: tuple[TypeNamed, ...] = ()
    keys: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Path(Node):
    base: Node
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Filter(Node):
    base: Node
    condition: Node


@dataclass(frozen=True, slots=True, kw_only=True)
class If(Node):
    condition: Node
    then: Node
    otherwise: Node


@dataclass(frozen=True, slots=True, kw_only=True)
class Iterator(Node):
    """`name in source` or, with `end`, `name in source..end`."""

    name: str
    source: Node
    end: Node | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class For(Node):
    iterators: tuple[Iterator, ...]
    body: Node


@dataclass(frozen=True, slots=True, kw_only=True)
class Quantified(Node):
    """`some` (`every` False) or `every` over all combinations of the iterators."""

    every: bool
    iterators: tuple[Iterator, ...]
    condition: Node


@dataclass(frozen=True, slots=True, kw_only=True)
class Call(Node):
    """An invocation; `names` is empty for positional arguments, else one a argument."""

    callee: Node
    arguments: tuple[Node, ...]
    names: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class FunctionOf(Node):
    parameters: tuple[str, ...]
    body: Node


@dataclass(frozen=True, slots=True, kw_only=True)
class Tests(Node):
    """Unary tests of a decision table's cell; none at all is `-`, which always passes."""

    tests: tuple[Node, ...]
    negated: bool = False


def children(node: Node) -> Iterable[Node]:
    """The nodes directly below, in the order they are written."""
    for field in fields(node):
        value: object = getattr(node, field.name)
        if isinstance(value, Node):
            yield value
        elif isinstance(value, tuple):
            yield from (part for part in value if isinstance(part, Node))


def measure(node: Node) -> tuple[int, int]:
    """(number of nodes, greatest depth) of a tree; never recurses."""
    count = depth = 0
    stack = [(node, 1)]
    while stack:
        at, level = stack.pop()
        count += 1
        depth = max(depth, level)
        stack.extend((child, level + 1) for child in children(at))
    return count, depth


def reads(node: Node, name: str) -> bool:
    """Whether the name is read anywhere in the tree."""
    stack = [node]
    while stack:
        at = stack.pop()
        if isinstance(at, Name) and at.name == name:
            return True
        stack.extend(children(at))
    return False
