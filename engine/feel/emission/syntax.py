"""The few kinds of Python syntax nodes that FEEL becomes. `emitting` says what becomes what."""

from __future__ import annotations

import ast
from collections.abc import Sequence
from typing import Final, TypeAlias

from engine.feel.nodes import Place

FUNCTION_NAME: Final = "feel"
JsonScalar: TypeAlias = None | bool | int | str


def name(identifier: str) -> ast.expr:
    return ast.Name(id=identifier, ctx=ast.Load())


def constant(value: JsonScalar) -> ast.expr:
    return ast.Constant(value=value)


def place(at: Place) -> ast.expr:
    return ast.Tuple(elts=[ast.Constant(value=part) for part in at], ctx=ast.Load())


def bind(identifier: str, value: ast.expr) -> ast.expr:
    """`(identifier := value)`."""
    return ast.NamedExpr(target=ast.Name(id=identifier, ctx=ast.Store()), value=value)


def call(helper: str, *arguments: ast.expr, **named: ast.expr) -> ast.expr:
    keywords = [ast.keyword(arg=key, value=value) for key, value in named.items()]
    return ast.Call(func=name(helper), args=list(arguments), keywords=keywords)


def tuple_of(items: Sequence[ast.expr]) -> ast.expr:
    return ast.Tuple(elts=list(items), ctx=ast.Load())


def list_of(items: Sequence[ast.expr]) -> ast.expr:
    return ast.List(elts=list(items), ctx=ast.Load())


def dict_of(keys: Sequence[str], values: Sequence[ast.expr]) -> ast.expr:
    return ast.Dict(keys=[ast.Constant(value=key) for key in keys], values=list(values))


def choose(condition: ast.expr, then: ast.expr, otherwise: ast.expr) -> ast.expr:
    return ast.IfExp(test=condition, body=then, orelse=otherwise)


def identical(left: ast.expr, right: ast.expr) -> ast.expr:
    return ast.Compare(left=left, ops=[ast.Is()], comparators=[right])


def different(left: ast.expr, right: ast.expr) -> ast.expr:
    return ast.Compare(left=left, ops=[ast.IsNot()], comparators=[right])


def compare(left: ast.expr, *pairs: tuple[ast.cmpop, ast.expr]) -> ast.expr:
    return ast.Compare(
        left=left, ops=[sign for sign, _ in pairs], comparators=[right for _, right in pairs]
    )


def any_of(conditions: Sequence[ast.expr]) -> ast.expr:
    return (
        conditions[0] if len(conditions) == 1 else ast.BoolOp(op=ast.Or(), values=list(conditions))
    )


def all_of(conditions: Sequence[ast.expr]) -> ast.expr:
    return (
        conditions[0] if len(conditions) == 1 else ast.BoolOp(op=ast.And(), values=list(conditions))
    )


def type_is(value: ast.expr, kind: str) -> ast.expr:
    """`type(value) is kind`."""
    return identical(call("type", value), name(kind))


def parameters(identifiers: Sequence[str]) -> ast.arguments:
    return ast.arguments(
        posonlyargs=[],
        args=[ast.arg(arg=identifier) for identifier in identifiers],
        kwonlyargs=[],
        kw_defaults=[],
        defaults=[],
    )


def function_of(identifiers: Sequence[str], body: ast.expr) -> ast.expr:
    return ast.Lambda(args=parameters(identifiers), body=body)


def assign(identifier: str, value: ast.expr) -> ast.stmt:
    return ast.Assign(targets=[ast.Name(id=identifier, ctx=ast.Store())], value=value)


def method(owner: str, attribute: str) -> ast.expr:
    return ast.Attribute(value=name(owner), attr=attribute, ctx=ast.Load())


def when(condition: ast.expr, statement: ast.stmt) -> ast.stmt:
    return ast.If(test=condition, body=[statement], orelse=[])


def module(
    identifiers: Sequence[str], statements: Sequence[ast.stmt], result: ast.expr
) -> ast.Module:
    """A module that defines one function: the statements, then `return result`."""
    function = ast.FunctionDef(
        name=FUNCTION_NAME,
        args=parameters(identifiers),
        body=[*statements, ast.Return(value=result)],
        decorator_list=[],
    )
    return ast.fix_missing_locations(ast.Module(body=[function], type_ignores=[]))
