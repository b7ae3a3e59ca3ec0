"""Emitting values: literals, names, lists, contexts, ranges, arithmetic, paths and filters."""

from __future__ import annotations

import ast
from decimal import Decimal

from engine.feel import nodes
from engine.feel.emission import syntax
from engine.feel.emission.basis import (
    RUN,
    Emitter,
    emit,
    folded_range,
    helped,
    literal_value,
    weight,
)
from engine.feel.emission.conditions import compared
from engine.feel.nodes import Node


@emit.register
def _literal(node: nodes.Literal, emitter: Emitter) -> ast.expr:
    return emitter.constant(node.value)


@emit.register
def _name(node: nodes.Name, emitter: Emitter) -> ast.expr:
    return emitter.scopes.read(node.name, node.at)


@emit.register
def _list(node: nodes.ListOf, emitter: Emitter) -> ast.expr:
    return syntax.list_of([emit(item, emitter) for item in node.items])


@emit.register
def _context(node: nodes.ContextOf, emitter: Emitter) -> ast.expr:
    values: list[ast.expr] = []
    with emitter.scopes.names() as scope:
        for entry in node.entries:
            value = emit(entry.value, emitter)
            scope[entry.key] = emitter.scopes.fresh()
            values.append(syntax.bind(scope[entry.key], value))
    return syntax.dict_of([entry.key for entry in node.entries], values)


@emit.register
def _range(node: nodes.RangeOf, emitter: Emitter) -> ast.expr:
    folded = folded_range(node)
    if folded is not None:
        return emitter.constant(folded)
    return syntax.call(
        "make_range",
        emit(node.start, emitter),
        emit(node.end, emitter),
        emitter.constant((node.start_included, node.end_included)),
        RUN,
        syntax.place(node.at),
    )


@emit.register
def _test(node: nodes.Test, emitter: Emitter) -> ast.expr:
    ends = {"<": (None, False), "<=": (None, True), ">": (False, None), ">=": (True, None)}
    if node.operator not in ends:
        return compared(
            emitter, node.operator, emitter.scopes.read("?", node.at), node.operand, node.at
        )
    low, high = ends[node.operator]
    operand = emit(node.operand, emitter)
    nothing = syntax.constant(None)
    return syntax.call(
        "make_range",
        nothing if low is None else operand,
        nothing if high is None else operand,
        emitter.constant((bool(low), bool(high))),
        RUN,
        syntax.place(node.at),
    )


@emit.register
def _negation(node: nodes.Negation, emitter: Emitter) -> ast.expr:
    if isinstance(node.operand, nodes.Literal) and isinstance(node.operand.value, Decimal):
        return emitter.constant(node.operand.value.copy_negate())
    return helped("minus", node, emit(node.operand, emitter))


@emit.register
def _arithmetic(node: nodes.Arithmetic, emitter: Emitter) -> ast.expr:
    sign = syntax.constant(node.operator)
    return helped("calculate", node, sign, emit(node.left, emitter), emit(node.right, emitter))


@emit.register
def _instance_of(node: nodes.InstanceOf, emitter: Emitter) -> ast.expr:
    return syntax.call("instance_of", emit(node.value, emitter), emitter.constant(node.type), RUN)


@emit.register
def _path(node: nodes.Path, emitter: Emitter) -> ast.expr:
    steps: list[str] = []
    base: Node = node
    while isinstance(base, nodes.Path):
        steps.insert(0, base.name)
        base = base.base
    if isinstance(base, nodes.Name) and emitter.scopes.is_outside(base.name):
        emitter.scopes.mention(base.name)
        names = syntax.tuple_of([syntax.constant(step) for step in (base.name, *steps)])
        return helped("dig", node, syntax.name("context"), names)
    return helped("path", node, emit(node.base, emitter), syntax.constant(node.name))


@emit.register
def _filter(node: nodes.Filter, emitter: Emitter) -> ast.expr:
    base = emit(node.base, emitter)
    if isinstance(literal_value(node.condition), Decimal):
        return helped("index", node, base, emit(node.condition, emitter))
    with emitter.scopes.item() as item:
        condition = syntax.function_of([item], emit(node.condition, emitter))
    return helped("select", node, base, condition, weight(node.condition))


@emit.register
def _if(node: nodes.If, emitter: Emitter) -> ast.expr:
    condition = syntax.identical(emit(node.condition, emitter), syntax.constant(True))  # noqa: FBT003 - the literal true of the emitted code
    return syntax.choose(condition, emit(node.then, emitter), emit(node.otherwise, emitter))
