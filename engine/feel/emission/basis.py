"""What all emission shares: the emitter's state and the dispatch over kinds of nodes."""

from __future__ import annotations

import ast
from decimal import Decimal
from functools import singledispatch
from typing import Final

from engine.feel import nodes
from engine.feel.emission import syntax
from engine.feel.emission.scopes import Scopes
from engine.feel.nodes import Node
from engine.feel.values import FeelValue, Range

RUN: Final = syntax.name("run")


class Emitter:
    """The state of one emission; `constants` and `scopes.free` are what its function needs besides.

    `known` names the variables that may hold functions. `lenient` lets calls pass that can only
    give null.
    """

    def __init__(self, known: frozenset[str], *, lenient: bool) -> None:
        self.constants: dict[str, object] = {}
        self.scopes = Scopes()
        self.known = known
        self.lenient = lenient

    def constant(self, value: object) -> ast.expr:
        """A value as it is: written out if Python can, else a global of the function."""
        if value is None or isinstance(value, bool | str):
            return syntax.constant(value)
        identifier = f"k{len(self.constants)}"
        self.constants[identifier] = value
        return syntax.name(identifier)


@singledispatch
def emit(node: Node, _emitter: Emitter) -> ast.expr:
    """The Python expression that computes the node; the kinds are registered beside."""
    raise AssertionError(node)


def weight(node: Node) -> ast.expr:
    """Steps that one evaluation of a loop's body costs."""
    return syntax.constant(nodes.measure(node)[0])


def helped(helper: str, node: Node, *arguments: ast.expr) -> ast.expr:
    return syntax.call(helper, *arguments, RUN, syntax.place(node.at))


def literal_value(node: Node) -> FeelValue:
    match node:
        case nodes.Literal(value=value):
            return value
        case nodes.Negation(operand=nodes.Literal(value=Decimal() as value)):
            return value.copy_negate()
    return None


def folded_range(node: Node) -> Range | None:
    """A range between two numbers in order that can be made here and now."""
    match node:
        case nodes.RangeOf(
            start=nodes.Literal(value=Decimal() as start),
            end=nodes.Literal(value=Decimal() as end),
        ) if start <= end:
            return Range(
                start=start,
                end=end,
                start_included=node.start_included,
                end_included=node.end_included,
            )
    return None
