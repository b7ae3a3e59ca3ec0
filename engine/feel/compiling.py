"""FEEL texts to callables, compiled once for each (text, names). Semantics are elsewhere."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, tzinfo
from decimal import Decimal
from functools import lru_cache
from typing import Final, TypeAlias
from zoneinfo import ZoneInfo

from engine.feel import nodes
from engine.feel.comparing import Truth
from engine.feel.emission import HELPERS, Emitter, emit, syntax
from engine.feel.errors import FeelInvalid, FeelLimit
from engine.feel.functions import FUNCTION_NAMES
from engine.feel.loading import from_json
from engine.feel.nodes import Node
from engine.feel.parsing import Parser
from engine.feel.running import Reason, Run
from engine.feel.values import FeelValue

#: Where "today" is, unless the caller says otherwise.
OFFICE_ZONE: Final = ZoneInfo("Asia/Jakarta")
#: (context, value under test, run) -> value
_Compiled: TypeAlias = Callable[[Mapping[str, object], FeelValue, Run], FeelValue]
_CACHED: Final = 8192


@dataclass(frozen=True, slots=True)
class Outcome:
    """The value, and why parts of it became null; an empty tuple when nothing did."""

    value: FeelValue
    reasons: tuple[Reason, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Expression:
    """A compiled expression. `names` are the variables it reads from the context."""

    text: str
    names: frozenset[str]
    function: _Compiled

    def evaluate(
        self, context: Mapping[str, object], *, now: datetime, zone: tzinfo = OFFICE_ZONE
    ) -> Outcome:
        """Compute the value. What cannot be computed is null, with a reason (DMN 1.5 §10.3).

        `context` maps names to JSON or FEEL values; missing names are null. `now` is an aware
        instant; `today()` is its date in `zone`.

        Raises:
            FeelLimit: when the evaluation is stopped.
        """
        run = Run(now, zone)
        value = _guarded(self.function, context, None, run)
        return Outcome(value, tuple(run.reasons) if run.reasons else ())

    def compute(self, context: Mapping[str, object], run: Run) -> FeelValue:
        """As `evaluate`, within a run that already goes on (it keeps the reasons)."""
        return _guarded(self.function, context, None, run)


@dataclass(frozen=True, slots=True, kw_only=True)
class UnaryTests:
    """Compiled unary tests: the entry of a decision table's cell."""

    text: str
    names: frozenset[str]
    function: _Compiled

    def matches(
        self,
        value: object,
        context: Mapping[str, object],
        *,
        now: datetime,
        zone: tzinfo = OFFICE_ZONE,
    ) -> Truth:
        """Whether the value passes; None when that cannot be told.

        Raises:
            FeelLimit: when the evaluation is stopped.
        """
        return self.judge(from_json(value), context, Run(now, zone))

    def judge(self, value: FeelValue, context: Mapping[str, object], run: Run) -> Truth:
        """As `matches`, within a run that already goes on (it keeps the reasons)."""
        result = _guarded(self.function, context, value, run)
        return result if isinstance(result, bool) else None


def compile_expression(
    text: str, names: frozenset[str] = frozenset(), *, lenient: bool = False
) -> Expression:
    """Compile one expression (without the leading "=").

    `names` are the variables known to be there; only those may have spaces or signs in them
    (others can be written between backticks). A name "a.b" tells that a has an entry b. `lenient`
    lets calls pass that can only give null (unknown function, wrong number of arguments).

    Raises:
        FeelInvalid: with line, column and what is wrong.
    """
    return _expression(text, names, lenient)


def compile_unary(
    text: str, names: frozenset[str] = frozenset(), *, lenient: bool = False
) -> UnaryTests:
    """Compile unary tests: `-`, `< 5`, `[1..3], 7`, `not("A","B")`, `starts with(?, "x")`.

    Raises:
        FeelInvalid: with line, column and what is wrong.
    """
    return _unary(text, names, lenient)


def constants(text: str) -> tuple[FeelValue, ...]:
    """The literal values of a list of allowed values: `"A", "B"`; what is no literal is left out.

    Raises:
        FeelInvalid: with line, column and what is wrong.
    """
    node = _parsed(lambda: Parser(text, (), FUNCTION_NAMES).whole_tests())
    values: list[FeelValue] = []
    for test in nodes.children(node):
        match test:
            case nodes.Literal(value=value):
                values.append(value)
            case nodes.Negation(operand=nodes.Literal(value=Decimal() as value)):
                values.append(value.copy_negate())
    return tuple(values)


@lru_cache(maxsize=_CACHED)
def _expression(text: str, names: frozenset[str], lenient: bool) -> Expression:  # noqa: FBT001 - a cache key
    node = _parsed(lambda: Parser(text, names, FUNCTION_NAMES).whole_expression())
    function, read = _compiled(node, names, lenient=lenient)
    return Expression(text=text, names=read, function=function)


@lru_cache(maxsize=_CACHED)
def _unary(text: str, names: frozenset[str], lenient: bool) -> UnaryTests:  # noqa: FBT001 - a cache key
    node = _parsed(lambda: Parser(text, names, FUNCTION_NAMES).whole_tests())
    function, read = _compiled(node, names, lenient=lenient)
    return UnaryTests(text=text, names=read, function=function)


def _parsed(parse: Callable[[], Node]) -> Node:
    try:
        return parse()
    except RecursionError:
        raise FeelInvalid(1, 1, "The expression is nested too deeply.") from None


def _compiled(
    node: Node, names: frozenset[str], *, lenient: bool
) -> tuple[_Compiled, frozenset[str]]:
    emitter = Emitter(names, lenient=lenient)
    body = emit(node, emitter)
    statements = [syntax.assign("get", syntax.method("context", "get"))]
    for name, outside in emitter.scopes.free.items():
        identifier = outside.identifier
        place = syntax.constant(None) if outside.quiet else syntax.place(outside.at)
        loaded = syntax.call(
            "load",
            syntax.name(identifier),
            syntax.constant(name),
            syntax.name("context"),
            syntax.name("run"),
            place,
        )
        kind = syntax.call("type", syntax.name(identifier))
        plain = [syntax.different(kind, syntax.name(of)) for of in ("Decimal", "str", "bool")]
        whole = syntax.call("Decimal", syntax.name(identifier))
        value = syntax.choose(syntax.identical(kind, syntax.name("int")), whole, loaded)
        statements.append(syntax.assign(identifier, syntax.call("get", syntax.constant(name))))
        statements.append(syntax.when(syntax.all_of(plain), syntax.assign(identifier, value)))
    module = syntax.module(("context", "tested", "run"), statements, body)
    space: dict[str, object] = dict(HELPERS) | emitter.constants
    exec(compile(module, "<feel>", "exec"), space)  # noqa: S102 - nodes of our own emitter, never text
    function: _Compiled = space[syntax.FUNCTION_NAME]  # type: ignore[assignment] # just defined so
    return function, frozenset(emitter.scopes.free) | emitter.scopes.mentioned


def _guarded(
    function: _Compiled, context: Mapping[str, object], value: FeelValue, run: Run
) -> FeelValue:
    try:
        return function(context, value, run)
    except RecursionError:
        raise FeelLimit(what="the nesting of values", limit="the stack") from None
