"""Emitting conditions: comparison, three-valued logic, membership, unary tests.

Numbers, and whatever a literal's type tells, are compared in the emitted code itself; all else goes
through the helpers.
"""

from __future__ import annotations

import ast
from collections.abc import Sequence
from decimal import Decimal
from typing import Final

from engine.feel import nodes
from engine.feel.emission import syntax
from engine.feel.emission.basis import RUN, Emitter, emit, folded_range, helped, literal_value
from engine.feel.nodes import Node, Place

_FAST: Final[dict[str, type[ast.cmpop]]] = {
    "=": ast.Eq,
    "!=": ast.NotEq,
    "<": ast.Lt,
    "<=": ast.LtE,
    ">": ast.Gt,
    ">=": ast.GtE,
}
_PLAIN: Final[dict[type, str]] = {Decimal: "Decimal", str: "str", bool: "bool"}


@emit.register
def _comparison(node: nodes.Comparison, emitter: Emitter) -> ast.expr:
    return compared(emitter, node.operator, emit(node.left, emitter), node.right, node.at)


def compared(emitter: Emitter, sign: str, left: ast.expr, right: Node, at: Place) -> ast.expr:
    """`left sign right`, with a fast way for numbers, or for the type of a literal."""
    literal = literal_value(right)
    if right == nodes.Literal(at=right.at, value=None) and sign in ("=", "!="):
        test = syntax.identical if sign == "=" else syntax.different
        return test(left, syntax.constant(None))
    first, fast = emitter.scopes.fresh(), _FAST[sign]()
    kind = _PLAIN.get(type(literal))
    if kind is not None and not (kind == "bool" and sign not in ("=", "!=")):
        value = emitter.constant(literal)
        quick = syntax.type_is(syntax.bind(first, left), kind)
        other = value
    else:
        second = emitter.scopes.fresh()
        other = value = syntax.name(second)
        quick = syntax.compare(
            syntax.call("type", syntax.bind(first, left)),
            (ast.Is(), syntax.call("type", syntax.bind(second, emit(right, emitter)))),
            (ast.Is(), syntax.name("Decimal")),
        )
    slow = syntax.call(
        "compare", syntax.constant(sign), syntax.name(first), other, RUN, syntax.place(at)
    )
    return syntax.choose(quick, syntax.compare(syntax.name(first), (fast, value)), slow)


@emit.register
def _logic(node: nodes.Logic, emitter: Emitter) -> ast.expr:
    return joined(
        emitter, [emit(part, emitter) for part in node.operands], stop=node.operator == "or"
    )


def joined(emitter: Emitter, parts: Sequence[ast.expr], *, stop: bool) -> ast.expr:
    """Three-valued `or` (`stop` True) or `and`: the stop value wins, else all must oppose."""
    names = [emitter.scopes.fresh() for _ in parts]
    stopped = syntax.any_of(
        [
            syntax.identical(syntax.bind(name, part), syntax.constant(stop))
            for name, part in zip(names, parts, strict=True)
        ]
    )
    opposite = syntax.all_of(
        [syntax.identical(syntax.name(name), syntax.constant(not stop)) for name in names]
    )
    rest = syntax.choose(opposite, syntax.constant(not stop), syntax.constant(None))
    return syntax.choose(stopped, syntax.constant(stop), rest)


@emit.register
def _between(node: nodes.Between, emitter: Emitter) -> ast.expr:
    name = emitter.scopes.fresh()
    low = compared(emitter, ">=", syntax.bind(name, emit(node.value, emitter)), node.low, node.at)
    high = compared(emitter, "<=", syntax.name(name), node.high, node.at)
    return joined(emitter, [low, high], stop=False)


@emit.register
def _in(node: nodes.In, emitter: Emitter) -> ast.expr:
    name = emitter.scopes.fresh()
    first: ast.expr = syntax.bind(name, emit(node.value, emitter))
    tests: list[ast.expr] = []
    for test in node.tests:
        tests.append(tested(emitter, test, first, "is_in"))
        first = syntax.name(name)
    return tests[0] if len(tests) == 1 else joined(emitter, tests, stop=True)


def tested(emitter: Emitter, test: Node, value: ast.expr, helper: str) -> ast.expr:
    if isinstance(test, nodes.Test):
        return compared(emitter, test.operator, value, test.operand, test.at)
    literal = literal_value(test)
    if isinstance(literal, Decimal | str):
        return compared(emitter, "=", value, test, test.at)
    folded = folded_range(test)
    if folded is None:
        return helped(helper, test, value, emit(test, emitter))
    name, interval = emitter.scopes.fresh(), emitter.constant(folded)
    low, high = emitter.constant(folded.start), emitter.constant(folded.end)
    quick = syntax.compare(
        low,
        ((ast.LtE if folded.start_included else ast.Lt)(), syntax.name(name)),
        ((ast.LtE if folded.end_included else ast.Lt)(), high),
    )
    slow = helped("is_in", test, syntax.name(name), interval)
    return syntax.choose(syntax.type_is(syntax.bind(name, value), "Decimal"), quick, slow)


@emit.register
def _tests(node: nodes.Tests, emitter: Emitter) -> ast.expr:
    if not node.tests:
        return syntax.constant(True)  # noqa: FBT003 - the value is the point
    parts: list[ast.expr] = []
    for test in node.tests:
        helper = "answers" if nodes.reads(test, "?") else "passes"
        parts.append(tested(emitter, test, emitter.scopes.read("?", test.at), helper))
    whole = parts[0] if len(parts) == 1 else joined(emitter, parts, stop=True)
    return helped("negate", node, whole) if node.negated else whole
