"""Emitting loops, function definitions and invocations."""

from __future__ import annotations

import ast
from collections.abc import Sequence

from engine.feel import nodes
from engine.feel.emission import syntax
from engine.feel.emission.basis import RUN, Emitter, emit, helped, weight
from engine.feel.errors import FeelInvalid
from engine.feel.functions import REGISTRY, Builtin
from engine.feel.nodes import Node


def sources(
    emitter: Emitter, iterators: Sequence[nodes.Iterator], scope: dict[str, str]
) -> ast.expr:
    sources: list[ast.expr] = []
    bound: list[str] = []
    for iterator in iterators:
        first = syntax.function_of(bound, emit(iterator.source, emitter))
        last = syntax.constant(None)
        if iterator.end is not None:
            last = syntax.function_of(bound, emit(iterator.end, emitter))
        sources.append(syntax.tuple_of([first, last]))
        scope[iterator.name] = emitter.scopes.fresh()
        bound.append(scope[iterator.name])
    return syntax.tuple_of(sources)


@emit.register
def _for(node: nodes.For, emitter: Emitter) -> ast.expr:
    with emitter.scopes.names() as scope:
        found = sources(emitter, node.iterators, scope)
        bound = [scope[iterator.name] for iterator in node.iterators]
        scope["partial"] = emitter.scopes.fresh()
        body = syntax.function_of([*bound, scope["partial"]], emit(node.body, emitter))
    partial = syntax.constant(nodes.reads(node.body, "partial"))
    place = syntax.place(node.at)
    cost = weight(node.body)
    return syntax.call("collect", found, body, cost, RUN, place, partial=partial)


@emit.register
def _quantified(node: nodes.Quantified, emitter: Emitter) -> ast.expr:
    with emitter.scopes.names() as scope:
        found = sources(emitter, node.iterators, scope)
        bound = [scope[iterator.name] for iterator in node.iterators]
        condition = syntax.function_of(bound, emit(node.condition, emitter))
    every, place = syntax.constant(node.every), syntax.place(node.at)
    cost = weight(node.condition)
    return syntax.call("quantify", found, condition, cost, RUN, place, every=every)


@emit.register
def _function(node: nodes.FunctionOf, emitter: Emitter) -> ast.expr:
    with emitter.scopes.names() as scope:
        scope.update({name: emitter.scopes.fresh() for name in node.parameters})
        body = syntax.function_of(
            [scope[name] for name in node.parameters], emit(node.body, emitter)
        )
    return syntax.call(
        "make_function", emitter.constant(node.parameters), body, weight(node.body), RUN
    )


@emit.register
def _call(node: nodes.Call, emitter: Emitter) -> ast.expr:
    callee = node.callee
    if isinstance(callee, nodes.Name) and not emitter.scopes.binds(callee.name):
        overloads = REGISTRY.get(callee.name)
        if overloads is not None:
            return builtin_call(emitter, node, callee.name, overloads)
        if callee.name not in emitter.known and not emitter.lenient:
            line, column = node.at
            raise FeelInvalid(
                line, column, "There is no function %(function)s.", function=callee.name
            )
    arguments = syntax.tuple_of([emit(argument, emitter) for argument in node.arguments])
    if node.names:
        names = emitter.constant(node.names)
        return helped("invoke_named", node, emit(callee, emitter), names, arguments)
    return helped("invoke", node, emit(callee, emitter), arguments)


def builtin_call(
    emitter: Emitter, node: nodes.Call, name: str, overloads: tuple[Builtin, ...]
) -> ast.expr:
    arguments: Sequence[ast.expr] = [emit(argument, emitter) for argument in node.arguments]
    if node.names:
        order = next((o for b in overloads if (o := b.arrange(node.names)) is not None), None)
        if order is not None:
            nothing = syntax.constant(None)
            arguments = [nothing if index < 0 else arguments[index] for index in order]
        elif not emitter.lenient:
            refuse(node, "%(function)s does not take these named arguments.", name)
    elif not emitter.lenient and not any(one.takes(len(arguments)) for one in overloads):
        refuse(node, "%(function)s does not take so many arguments.", name)
    if name == "not" and len(arguments) == 1:
        return helped("negate", node, arguments[0])
    chosen = emitter.constant(overloads)
    return helped("call_builtin", node, chosen, syntax.tuple_of(arguments))


def refuse(node: Node, message: str, name: str) -> None:
    line, column = node.at
    raise FeelInvalid(line, column, message, function=name)
