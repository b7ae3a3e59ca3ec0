"""FEEL's syntax tree to a Python function, built as Python syntax nodes of the kinds in `syntax`.

No text ever becomes code: names of variables and entries appear as constants only, and the helpers
the code calls are those of `HELPERS`. Parts inside loops, filters and functions become lambdas.
"""

from __future__ import annotations

import ast
from collections.abc import Mapping, Sequence
from decimal import Decimal
from functools import singledispatchmethod
from typing import Final

from engine.feel import access, arithmetic, comparing, kinds, loading, nodes, syntax
from engine.feel.errors import FeelInvalid
from engine.feel.functions import REGISTRY, Builtin, call_builtin
from engine.feel.nodes import Node, Place
from engine.feel.scopes import Scopes
from engine.feel.values import FeelValue, Range

_FAST: Final[dict[str, type[ast.cmpop]]] = {
    "=": ast.Eq,
    "!=": ast.NotEq,
    "<": ast.Lt,
    "<=": ast.LtE,
    ">": ast.Gt,
    ">=": ast.GtE,
}
_PLAIN: Final[dict[type, str]] = {Decimal: "Decimal", str: "str", bool: "bool"}
_RUN: Final = syntax.name("run")
HELPERS: Final[Mapping[str, object]] = {
    "__builtins__": {},
    "type": type,
    "Decimal": Decimal,
    "int": int,
    "str": str,
    "bool": bool,
    "make_range": loading.make_range,
    "make_function": loading.make_function,
    "load": loading.load,
    "dig": loading.dig,
    "calculate": arithmetic.calculate,
    "minus": arithmetic.minus,
    "compare": comparing.compare,
    "is_in": comparing.is_in,
    "passes": comparing.passes,
    "answers": comparing.answers,
    "negate": comparing.negate,
    "path": access.path,
    "index": access.index,
    "select": access.select,
    "entry": access.entry,
    "collect": access.collect,
    "quantify": access.quantify,
    "invoke": access.invoke,
    "invoke_named": access.invoke_named,
    "call_builtin": call_builtin,
    "instance_of": kinds.instance_of,
}


class Emitter:
    """Emits one expression; `constants` and `scopes.free` are what its function needs besides."""

    def __init__(self, known: frozenset[str], *, lenient: bool) -> None:
        self.constants: dict[str, object] = {}
        self.scopes = Scopes()
        self._known = known
        self._lenient = lenient

    def constant(self, value: object) -> ast.expr:
        """A value as it is: written out if Python can, else a global of the function."""
        if value is None or isinstance(value, bool | str):
            return syntax.constant(value)
        identifier = f"k{len(self.constants)}"
        self.constants[identifier] = value
        return syntax.name(identifier)

    @singledispatchmethod
    def emit(self, node: Node) -> ast.expr:
        """The Python expression that computes the node."""
        raise AssertionError(node)

    @emit.register
    def _literal(self, node: nodes.Literal) -> ast.expr:
        return self.constant(node.value)

    @emit.register
    def _name(self, node: nodes.Name) -> ast.expr:
        return self.scopes.read(node.name, node.at)

    @emit.register
    def _list(self, node: nodes.ListOf) -> ast.expr:
        return syntax.list_of([self.emit(item) for item in node.items])

    @emit.register
    def _context(self, node: nodes.ContextOf) -> ast.expr:
        values: list[ast.expr] = []
        with self.scopes.names() as scope:
            for entry in node.entries:
                value = self.emit(entry.value)
                scope[entry.key] = self.scopes.fresh()
                values.append(syntax.bind(scope[entry.key], value))
        return syntax.dict_of([entry.key for entry in node.entries], values)

    @emit.register
    def _range(self, node: nodes.RangeOf) -> ast.expr:
        folded = self._folded(node)
        if folded is not None:
            return self.constant(folded)
        return syntax.call(
            "make_range",
            self.emit(node.start),
            self.emit(node.end),
            self.constant((node.start_included, node.end_included)),
            _RUN,
            syntax.place(node.at),
        )

    @staticmethod
    def _folded(node: Node) -> Range | None:
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

    @emit.register
    def _test(self, node: nodes.Test) -> ast.expr:
        ends = {"<": (None, False), "<=": (None, True), ">": (False, None), ">=": (True, None)}
        if node.operator not in ends:
            return self.compared(
                node.operator, self.scopes.read("?", node.at), node.operand, node.at
            )
        low, high = ends[node.operator]
        operand = self.emit(node.operand)
        nothing = syntax.constant(None)
        return syntax.call(
            "make_range",
            nothing if low is None else operand,
            nothing if high is None else operand,
            self.constant((bool(low), bool(high))),
            _RUN,
            syntax.place(node.at),
        )

    @emit.register
    def _negation(self, node: nodes.Negation) -> ast.expr:
        if isinstance(node.operand, nodes.Literal) and isinstance(node.operand.value, Decimal):
            return self.constant(-node.operand.value)
        return self._helped("minus", node, self.emit(node.operand))

    @emit.register
    def _arithmetic(self, node: nodes.Arithmetic) -> ast.expr:
        sign = syntax.constant(node.operator)
        return self._helped("calculate", node, sign, self.emit(node.left), self.emit(node.right))

    def _helped(self, helper: str, node: Node, *arguments: ast.expr) -> ast.expr:
        return syntax.call(helper, *arguments, _RUN, syntax.place(node.at))

    # comparison and logic

    @emit.register
    def _comparison(self, node: nodes.Comparison) -> ast.expr:
        return self.compared(node.operator, self.emit(node.left), node.right, node.at)

    def compared(self, sign: str, left: ast.expr, right: Node, at: Place) -> ast.expr:
        """`left sign right`, with a fast way for numbers, or for the type of a literal."""
        literal = self._literal_value(right)
        if right == nodes.Literal(at=right.at, value=None) and sign in ("=", "!="):
            test = syntax.identical if sign == "=" else syntax.different
            return test(left, syntax.constant(None))
        first, fast = self.scopes.fresh(), _FAST[sign]()
        kind = _PLAIN.get(type(literal))
        if kind is not None and not (kind == "bool" and sign not in ("=", "!=")):
            value = self.constant(literal)
            quick = syntax.type_is(syntax.bind(first, left), kind)
            other = value
        else:
            second = self.scopes.fresh()
            other = value = syntax.name(second)
            quick = syntax.compare(
                syntax.call("type", syntax.bind(first, left)),
                (ast.Is(), syntax.call("type", syntax.bind(second, self.emit(right)))),
                (ast.Is(), syntax.name("Decimal")),
            )
        slow = syntax.call(
            "compare", syntax.constant(sign), syntax.name(first), other, _RUN, syntax.place(at)
        )
        return syntax.choose(quick, syntax.compare(syntax.name(first), (fast, value)), slow)

    @staticmethod
    def _literal_value(node: Node) -> FeelValue:
        match node:
            case nodes.Literal(value=value):
                return value
            case nodes.Negation(operand=nodes.Literal(value=Decimal() as value)):
                return -value
        return None

    @emit.register
    def _logic(self, node: nodes.Logic) -> ast.expr:
        return self._joined([self.emit(part) for part in node.operands], stop=node.operator == "or")

    def _joined(self, parts: Sequence[ast.expr], *, stop: bool) -> ast.expr:
        """Three-valued `or` (`stop` True) or `and`: the stop value wins, else all must oppose."""
        names = [self.scopes.fresh() for _ in parts]
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
    def _between(self, node: nodes.Between) -> ast.expr:
        name = self.scopes.fresh()
        low = self.compared(">=", syntax.bind(name, self.emit(node.value)), node.low, node.at)
        high = self.compared("<=", syntax.name(name), node.high, node.at)
        return self._joined([low, high], stop=False)

    @emit.register
    def _in(self, node: nodes.In) -> ast.expr:
        name = self.scopes.fresh()
        first: ast.expr = syntax.bind(name, self.emit(node.value))
        tests: list[ast.expr] = []
        for test in node.tests:
            tests.append(self._tested(test, first, "is_in"))
            first = syntax.name(name)
        return tests[0] if len(tests) == 1 else self._joined(tests, stop=True)

    def _tested(self, test: Node, value: ast.expr, helper: str) -> ast.expr:
        if isinstance(test, nodes.Test):
            return self.compared(test.operator, value, test.operand, test.at)
        literal = self._literal_value(test)
        if isinstance(literal, Decimal | str):
            return self.compared("=", value, test, test.at)
        folded = self._folded(test)
        if folded is None:
            return self._helped(helper, test, value, self.emit(test))
        name, interval = self.scopes.fresh(), self.constant(folded)
        low, high = self.constant(folded.start), self.constant(folded.end)
        quick = syntax.compare(
            low,
            ((ast.LtE if folded.start_included else ast.Lt)(), syntax.name(name)),
            ((ast.LtE if folded.end_included else ast.Lt)(), high),
        )
        slow = self._helped("is_in", test, syntax.name(name), interval)
        return syntax.choose(syntax.type_is(syntax.bind(name, value), "Decimal"), quick, slow)

    @emit.register
    def _tests(self, node: nodes.Tests) -> ast.expr:
        if not node.tests:
            return syntax.constant(True)  # noqa: FBT003 - the value is the point
        tested = []
        for test in node.tests:
            helper = "answers" if nodes.reads(test, "?") else "passes"
            tested.append(self._tested(test, self.scopes.read("?", test.at), helper))
        whole = tested[0] if len(tested) == 1 else self._joined(tested, stop=True)
        return self._helped("negate", node, whole) if node.negated else whole

    # access

    @emit.register
    def _instance_of(self, node: nodes.InstanceOf) -> ast.expr:
        return syntax.call("instance_of", self.emit(node.value), self.constant(node.type), _RUN)

    @emit.register
    def _path(self, node: nodes.Path) -> ast.expr:
        steps: list[str] = []
        base: Node = node
        while isinstance(base, nodes.Path):
            steps.insert(0, base.name)
            base = base.base
        if isinstance(base, nodes.Name) and self.scopes.is_outside(base.name):
            self.scopes.mention(base.name)
            names = syntax.tuple_of([syntax.constant(step) for step in (base.name, *steps)])
            return self._helped("dig", node, syntax.name("context"), names)
        return self._helped("path", node, self.emit(node.base), syntax.constant(node.name))

    @emit.register
    def _filter(self, node: nodes.Filter) -> ast.expr:
        base = self.emit(node.base)
        if isinstance(self._literal_value(node.condition), Decimal):
            return self._helped("index", node, base, self.emit(node.condition))
        with self.scopes.item() as item:
            condition = syntax.function_of([item], self.emit(node.condition))
        return self._helped("select", node, base, condition, _weight(node.condition))

    @emit.register
    def _if(self, node: nodes.If) -> ast.expr:
        condition = syntax.identical(self.emit(node.condition), syntax.constant(True))  # noqa: FBT003
        return syntax.choose(condition, self.emit(node.then), self.emit(node.otherwise))

    # loops

    def _sources(self, iterators: Sequence[nodes.Iterator], scope: dict[str, str]) -> ast.expr:
        sources: list[ast.expr] = []
        bound: list[str] = []
        for iterator in iterators:
            first = syntax.function_of(bound, self.emit(iterator.source))
            last = syntax.constant(None)
            if iterator.end is not None:
                last = syntax.function_of(bound, self.emit(iterator.end))
            sources.append(syntax.tuple_of([first, last]))
            scope[iterator.name] = self.scopes.fresh()
            bound.append(scope[iterator.name])
        return syntax.tuple_of(sources)

    @emit.register
    def _for(self, node: nodes.For) -> ast.expr:
        with self.scopes.names() as scope:
            sources = self._sources(node.iterators, scope)
            bound = [scope[iterator.name] for iterator in node.iterators]
            scope["partial"] = self.scopes.fresh()
            body = syntax.function_of([*bound, scope["partial"]], self.emit(node.body))
        partial = syntax.constant(nodes.reads(node.body, "partial"))
        place = syntax.place(node.at)
        weight = _weight(node.body)
        return syntax.call("collect", sources, body, weight, _RUN, place, partial=partial)

    @emit.register
    def _quantified(self, node: nodes.Quantified) -> ast.expr:
        with self.scopes.names() as scope:
            sources = self._sources(node.iterators, scope)
            bound = [scope[iterator.name] for iterator in node.iterators]
            condition = syntax.function_of(bound, self.emit(node.condition))
        every, place = syntax.constant(node.every), syntax.place(node.at)
        weight = _weight(node.condition)
        return syntax.call("quantify", sources, condition, weight, _RUN, place, every=every)

    # functions

    @emit.register
    def _function(self, node: nodes.FunctionOf) -> ast.expr:
        with self.scopes.names() as scope:
            scope.update({name: self.scopes.fresh() for name in node.parameters})
            body = syntax.function_of(
                [scope[name] for name in node.parameters], self.emit(node.body)
            )
        return syntax.call(
            "make_function", self.constant(node.parameters), body, _weight(node.body), _RUN
        )

    @emit.register
    def _call(self, node: nodes.Call) -> ast.expr:
        callee = node.callee
        if isinstance(callee, nodes.Name) and not self.scopes.binds(callee.name):
            overloads = REGISTRY.get(callee.name)
            if overloads is not None:
                return self._builtin_call(node, callee.name, overloads)
            if callee.name not in self._known and not self._lenient:
                line, column = node.at
                raise FeelInvalid(
                    line, column, "There is no function %(function)s.", function=callee.name
                )
        arguments = syntax.tuple_of([self.emit(argument) for argument in node.arguments])
        if node.names:
            names = self.constant(node.names)
            return self._helped("invoke_named", node, self.emit(callee), names, arguments)
        return self._helped("invoke", node, self.emit(callee), arguments)

    def _builtin_call(
        self, node: nodes.Call, name: str, overloads: tuple[Builtin, ...]
    ) -> ast.expr:
        arguments: Sequence[ast.expr] = [self.emit(argument) for argument in node.arguments]
        if node.names:
            order = next((o for b in overloads if (o := b.arrange(node.names)) is not None), None)
            if order is not None:
                nothing = syntax.constant(None)
                arguments = [nothing if index < 0 else arguments[index] for index in order]
            elif not self._lenient:
                self._refuse(node, "%(function)s does not take these named arguments.", name)
        elif not self._lenient and not any(one.takes(len(arguments)) for one in overloads):
            self._refuse(node, "%(function)s does not take so many arguments.", name)
        if name == "not" and len(arguments) == 1:
            return self._helped("negate", node, arguments[0])
        chosen = self.constant(overloads)
        return self._helped("call_builtin", node, chosen, syntax.tuple_of(arguments))

    @staticmethod
    def _refuse(node: Node, message: str, name: str) -> None:
        line, column = node.at
        raise FeelInvalid(line, column, message, function=name)


def _weight(node: Node) -> ast.expr:
    """Steps that one evaluation of a loop's body costs."""
    return syntax.constant(nodes.measure(node)[0])
