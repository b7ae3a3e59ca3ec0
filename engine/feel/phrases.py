"""The phrases of FEEL that begin with a word or a bracket. Operators are in `parsing`."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Final

from engine.feel import nodes
from engine.feel.lexing import TokenKind
from engine.feel.nodes import Node
from engine.feel.temporal import parse_temporal

if TYPE_CHECKING:
    from engine.feel.parsing import Parser

_COMPARE: Final = 3
_OPENING: Final = {"(": False, "]": False, "[": True}
_CLOSING: Final = {")": False, "[": False, "]": True}


# brackets


def is_range(parser: Parser) -> bool:
    """Whether the bracket here opens a range: a `..` stands inside it before it closes."""
    depth = 0
    for token in parser.tokens[parser.index + 1 :]:
        if token.kind is TokenKind.END:
            return False
        if depth == 0 and token.kind is TokenKind.WORD and token.text in ("for", "some", "every"):
            return False
        if token.kind is not TokenKind.SYMBOL:
            continue
        if depth == 0 and token.text in ("..", ",", ")", "]"):
            return token.text == ".."
        depth += {"(": 1, "{": 1, "[": 1, ")": -1, "}": -1, "]": -1}.get(token.text, 0)
    return False


def bracketed(parser: Parser) -> Node:
    """A range, a list, or an expression in parentheses."""
    if parser.sees("]") or is_range(parser):
        return _range(parser)
    opening = parser.take()
    if opening.text == "[":
        return _list(parser, opening.at)
    was, parser.in_range_end = parser.in_range_end, False
    inner = parser.test()
    parser.in_range_end = was
    parser.expect(")")
    return inner


def _range(parser: Parser) -> Node:
    opening = parser.take()
    was, parser.in_range_end = parser.in_range_end, True
    start = parser.expression(_COMPARE)
    parser.expect("..")
    end = parser.expression(_COMPARE)
    parser.in_range_end = was
    closing = parser.token
    if not parser.accept(*_CLOSING):
        raise parser.wrong("Expected ), ] or [ to close the range.")
    return nodes.RangeOf(
        at=opening.at,
        start=start,
        end=end,
        start_included=_OPENING[opening.text],
        end_included=_CLOSING[closing.text],
    )


def _list(parser: Parser, at: nodes.Place) -> Node:
    was, parser.in_range_end = parser.in_range_end, False
    items: list[Node] = []
    while not parser.accept("]"):
        if items:
            parser.expect(",")
        items.append(parser.test())
    parser.in_range_end = was
    return nodes.ListOf(at=at, items=tuple(items))


def context(parser: Parser) -> Node:
    """`{key: value, …}`; later entries see earlier ones."""
    at = parser.expect("{").at
    entries: list[nodes.Entry] = []
    was, parser.in_range_end = parser.in_range_end, False
    with parser.scope() as scope:
        while not parser.accept("}"):
            if entries:
                parser.expect(",")
            entry = _entry(parser)
            if any(entry.key == earlier.key for earlier in entries):
                raise parser.wrong("The key %(key)s stands twice.", entry.at, key=entry.key)
            entries.append(entry)
            scope.add(entry.key)
    parser.in_range_end = was
    return nodes.ContextOf(at=at, entries=tuple(entries))


def _entry(parser: Parser) -> nodes.Entry:
    token = parser.token
    if token.kind in (TokenKind.STRING, TokenKind.QUOTED):
        key = parser.take().text
    else:
        key = parser.fresh_name(":", ",", "}")
    parser.expect(":")
    parser.remember_member(key)
    return nodes.Entry(at=token.at, key=key, value=parser.expression())


def at_literal(parser: Parser) -> Node:
    """`@"2026-11-24"`: a date, time, date and time or duration."""
    at = parser.expect("@").at
    token = parser.take()
    value = parse_temporal(token.text) if token.kind is TokenKind.STRING else None
    if value is None:
        raise parser.wrong("This is no date, time or duration.", token.at)
    return nodes.Literal(at=at, value=value)


# after a value


def access(parser: Parser, base: Node, operator: str) -> Node:
    """`base.name`, `base[condition]` or `base(arguments)`."""
    if operator == "[":
        return _filtered(parser, base)
    if operator == "(":
        return _call(parser, base)
    parser.take()
    return nodes.Path(at=base.at, base=base, name=parser.member_here())


def _filtered(parser: Parser, base: Node) -> Node:
    """`base[condition]`."""
    at = parser.expect("[").at
    was, parser.in_range_end = parser.in_range_end, False
    with parser.item_scope():
        inner = parser.expression()
    parser.in_range_end = was
    parser.expect("]")
    return nodes.Filter(at=at, base=base, condition=inner)


def _call(parser: Parser, callee: Node) -> Node:
    """`callee(a, b)` or `callee(name: a)`."""
    parser.expect("(")
    names: list[str] = []
    arguments: list[Node] = []
    was, parser.in_range_end = parser.in_range_end, False
    while not parser.accept(")"):
        if arguments:
            parser.expect(",")
        at = parser.at
        name = _argument_name(parser)
        if arguments and bool(name) is not bool(names):
            raise parser.wrong("Name all arguments or none.", at)
        if name:
            names.append(name)
        arguments.append(parser.expression())
    parser.in_range_end = was
    return nodes.Call(at=callee.at, callee=callee, arguments=tuple(arguments), names=tuple(names))


def _argument_name(parser: Parser) -> str:
    index = parser.index
    while parser.tokens[index].kind in (TokenKind.WORD, TokenKind.QUOTED):
        index += 1
    token = parser.tokens[index]
    if index == parser.index or token.kind is not TokenKind.SYMBOL or token.text != ":":
        return ""
    name = parser.fresh_name(":")
    parser.expect(":")
    return name


def instance_of(parser: Parser, value: Node) -> Node:
    """`value instance of type`."""
    at = parser.expect("instance").at
    parser.expect("of")
    return nodes.InstanceOf(at=at, value=value, type=type_named(parser))


# words


def condition(parser: Parser) -> Node:
    """`if … then … else …`."""
    at = parser.expect("if").at
    question = parser.expression()
    parser.expect("then")
    then = parser.expression()
    parser.expect("else")
    return nodes.If(at=at, condition=question, then=then, otherwise=parser.expression())


def iteration(parser: Parser) -> Node:
    """`for x in xs, y in ys return …`; `partial` is the list of the results so far."""
    at = parser.expect("for").at
    with parser.scope(("partial",)) as scope:
        iterators = _iterators(parser, scope.add)
        parser.expect("return")
        return nodes.For(at=at, iterators=iterators, body=parser.expression())


def quantified(parser: Parser) -> Node:
    """`some x in xs satisfies …` or `every …`."""
    word = parser.take()
    with parser.scope() as scope:
        iterators = _iterators(parser, scope.add)
        parser.expect("satisfies")
        return nodes.Quantified(
            at=word.at,
            every=word.text == "every",
            iterators=iterators,
            condition=parser.expression(),
        )


def _iterators(parser: Parser, bind: Callable[[str], None]) -> tuple[nodes.Iterator, ...]:
    iterators: list[nodes.Iterator] = []
    while not iterators or parser.accept(","):
        at = parser.at
        name = parser.fresh_name("in")
        parser.expect("in")
        source = parser.expression()
        end = parser.expression() if parser.accept("..") else None
        iterators.append(nodes.Iterator(at=at, name=name, source=source, end=end))
        bind(name)
    return tuple(iterators)


def function(parser: Parser) -> Node:
    """`function(a, b: number) body`; external functions are refused."""
    at = parser.expect("function").at
    parser.expect("(")
    parameters: list[str] = []
    while not parser.accept(")"):
        if parameters:
            parser.expect(",")
        parameters.append(parser.fresh_name(",", ")", ":"))
        if parser.accept(":"):
            type_named(parser)
    if parser.sees("external"):
        raise parser.wrong("External functions are not run. Write the function in FEEL.")
    with parser.scope(parameters):
        return nodes.FunctionOf(at=at, parameters=tuple(parameters), body=parser.expression())


# types


def type_named(parser: Parser) -> nodes.TypeNamed:
    """A type: words, and what stands between < and >."""
    at = parser.at
    name = _type_name(parser)
    keys: list[str] = []
    arguments: list[nodes.TypeNamed] = []
    with parser.deeper():
        if parser.accept("<"):
            while not parser.accept(">"):
                if arguments:
                    parser.expect(",")
                if name == "context":
                    keys.append(parser.fresh_name(":"))
                    parser.expect(":")
                arguments.append(type_named(parser))
        if name == "function" and parser.accept("->"):
            type_named(parser)
    return nodes.TypeNamed(at=at, name=name, arguments=tuple(arguments), keys=tuple(keys))


_LONG_TYPES: Final = tuple(
    tuple(name.split())
    for name in (
        "date and time",
        "days and time duration",
        "day time duration",
        "years and months duration",
        "year month duration",
    )
)


def _type_name(parser: Parser) -> str:
    for name in _LONG_TYPES:
        ahead = parser.tokens[parser.index : parser.index + len(name)]
        if tuple(token.text for token in ahead) == name:
            parser.index += len(name)
            return " ".join(name)
    if parser.token.kind is not TokenKind.WORD:
        raise parser.wrong("Expected the name of a type.")
    return parser.take().text
