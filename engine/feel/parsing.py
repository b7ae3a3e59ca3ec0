"""The Pratt parser of FEEL expressions and unary tests (DMN 1.5 §10.3.1.2): operators.

The phrases that begin with a word or a bracket are in `phrases`.
"""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal, DecimalException
from typing import Final

from engine.feel import nodes, phrases
from engine.feel.cursor import Cursor
from engine.feel.lexing import KEYWORDS, TokenKind
from engine.feel.limits import MAX_DEPTH, MAX_NODES
from engine.feel.names import Names
from engine.feel.nodes import Node
from engine.feel.values import NUMBERS

COMPARISONS: Final = frozenset({"=", "!=", "<", "<=", ">", ">="})
ANY, OR, AND, COMPARE, ADD, MULTIPLY, POWER, NEGATE, INSTANCE, ACCESS = range(10)
_BINDING: Final[dict[str, int]] = {
    "or": OR,
    "and": AND,
    **dict.fromkeys(COMPARISONS, COMPARE),
    "between": COMPARE,
    "in": COMPARE,
    "+": ADD,
    "-": ADD,
    "*": MULTIPLY,
    "/": MULTIPLY,
    "**": POWER,
    "instance": INSTANCE,
    ".": ACCESS,
    "[": ACCESS,
    "(": ACCESS,
}
#: What a "[" is followed by when it closes a range that excludes its end: `]1..3[`.
_AFTER_RANGE: Final = frozenset(
    {")", "]", ",", "}", "and", "or", "then", "else", "return", "satisfies", "="}
)


class Parser(Cursor):
    """One parse of one text."""

    def __init__(self, text: str, names: Iterable[str], functions: Names) -> None:
        super().__init__(text, names, functions)
        #: binding power below which "[" closes a range instead of filtering
        self.in_range_end = False

    def whole_expression(self) -> Node:
        return self._whole(self.expression())

    def whole_tests(self) -> Node:
        return self._whole(self.unary_tests())

    def _whole(self, node: Node) -> Node:
        if self.token.kind is not TokenKind.END:
            raise self.unexpected()
        count, depth = nodes.measure(node)
        if depth > MAX_DEPTH:
            raise self.wrong(
                "The expression is nested deeper than %(limit)s levels.", limit=MAX_DEPTH
            )
        if count > MAX_NODES:
            raise self.wrong("The expression has more than %(limit)s parts.", limit=MAX_NODES)
        return node

    # expressions

    def expression(self, binding: int = ANY) -> Node:
        """Parse one expression whose operators bind tighter than `binding`."""
        with self.deeper():
            left = self._prefix()
            while True:
                operator = self._operator()
                if operator is None or _BINDING[operator] <= binding:
                    return left
                left = self._infix(left, operator)

    def _operator(self) -> str | None:
        token = self.token
        if token.kind not in (TokenKind.SYMBOL, TokenKind.WORD) or token.text not in _BINDING:
            return None
        if token.text == "[" and self.in_range_end and self._closes_range():
            return None
        return token.text

    def _closes_range(self) -> bool:
        return self.tokens[self.index + 1].kind is TokenKind.END or self.follows(*_AFTER_RANGE)

    def _infix(self, left: Node, operator: str) -> Node:
        if operator in COMPARISONS:
            return self._comparison(left, operator)
        match operator:
            case "and" | "or":
                return self._logic(left, operator)
            case "between":
                return self._between(left)
            case "in":
                return self._in(left)
            case "instance":
                return phrases.instance_of(self, left)
            case "." | "[" | "(":
                return phrases.access(self, left, operator)
        at = self.take().at
        right = self.expression(_BINDING[operator])
        return nodes.Arithmetic(at=at, operator=operator, left=left, right=right)

    def _comparison(self, left: Node, operator: str) -> Node:
        at = self.take().at
        right = self.expression(COMPARE)
        if self.sees(*COMPARISONS):
            raise self.wrong("Comparisons cannot be chained. Use between, or join two with and.")
        return nodes.Comparison(at=at, operator=operator, left=left, right=right)

    def _logic(self, left: Node, operator: str) -> Node:
        at, operands = self.at, [left]
        while self.accept(operator):
            operands.append(self.expression(_BINDING[operator]))
        return nodes.Logic(at=at, operator=operator, operands=tuple(operands))

    def _between(self, left: Node) -> Node:
        at = self.take().at
        low = self.expression(COMPARE)
        self.expect("and")
        return nodes.Between(at=at, value=left, low=low, high=self.expression(COMPARE))

    def _in(self, left: Node) -> Node:
        at = self.take().at
        if self.sees("(") and not phrases.is_range(self):
            self.take()
            tests = self._listed(")")
            self.expect(")")
            return nodes.In(at=at, value=left, tests=tests)
        return nodes.In(at=at, value=left, tests=(self.test(COMPARE),))

    # unary tests

    def unary_tests(self) -> Node:
        """`-`, `not(…)`, or tests with commas between."""
        at = self.at
        if self.sees("-") and self.tokens[self.index + 1].kind is TokenKind.END:
            self.take()
            return nodes.Tests(at=at, tests=())
        if self.sees("not") and self.follows("("):
            start = self.index
            self.index += 2
            tests = self._listed(")")
            self.expect(")")
            if self.token.kind is TokenKind.END:
                return nodes.Tests(at=at, tests=tests, negated=True)
            self.index = start
        return nodes.Tests(at=at, tests=self._listed(""))

    def _listed(self, closing: str) -> tuple[Node, ...]:
        tests = [self.test()]
        while self.accept(","):
            tests.append(self.test())
        if not (closing or self.token.kind is TokenKind.END):
            raise self.unexpected()
        return tuple(tests)

    def test(self, binding: int = ANY) -> Node:
        """One test: a comparison with the value under test, or an expression."""
        if self.sees(*COMPARISONS):
            token = self.take()
            operand = self.expression(COMPARE)
            return nodes.Test(at=token.at, operator=token.text, operand=operand)
        return self.expression(binding)

    # beginnings

    def _prefix(self) -> Node:
        token = self.token
        match token.kind:
            case TokenKind.NUMBER:
                return self._number()
            case TokenKind.STRING:
                self.take()
                return nodes.Literal(at=token.at, value=token.text)
            case TokenKind.SYMBOL:
                return self._symbol()
            case TokenKind.END:
                raise self.wrong("The expression ends too early.")
        name = self.name_here()
        if name is not None:
            return nodes.Name(at=token.at, name=name)
        return self._keyword()

    def _number(self) -> Node:
        token = self.take()
        try:
            value = NUMBERS.create_decimal(Decimal(token.text))
        except DecimalException:
            raise self.wrong("The number is too large.", token.at) from None
        return nodes.Literal(at=token.at, value=value)

    def _symbol(self) -> Node:
        token = self.token
        match token.text:
            case "-":
                self.take()
                return nodes.Negation(at=token.at, operand=self.expression(POWER))
            case "(" | "[" | "]":
                return phrases.bracketed(self)
            case "{":
                return phrases.context(self)
            case "@":
                return phrases.at_literal(self)
            case "?":
                self.take()
                return nodes.Name(at=token.at, name="?")
        raise self.unexpected()

    def _keyword(self) -> Node:
        token = self.token
        match token.text:
            case "true" | "false" | "null":
                self.take()
                value = {"true": True, "false": False}.get(token.text)
                return nodes.Literal(at=token.at, value=value)
            case "not":
                self.take()
                return nodes.Name(at=token.at, name="not")
            case "if":
                return phrases.condition(self)
            case "for":
                return phrases.iteration(self)
            case "some" | "every":
                return phrases.quantified(self)
            case "function":
                return phrases.function(self)
        assert token.text in KEYWORDS
        raise self.wrong("Unexpected word %(found)s.", found=token.text)
