"""Grows random block-structured diagrams: any of them must run to its end and leave nothing."""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import count, pairwise
from typing import TypeAlias

from hypothesis import strategies as st

from tests.runtime.diagrams import (
    boundary,
    call,
    document,
    each,
    end,
    event_sub,
    exclusive,
    flow,
    inclusive,
    message,
    parallel,
    path,
    script,
    service,
    signal,
    start,
    sub,
    task,
    timer,
    user,
)

Block: TypeAlias = "tuple[str, list[Block]]"
_LEAVES = ("user", "service", "script", "none", "many", "each", "guarded", "nagged", "called")
_TREES = ("seq", "xor", "and", "or", "loop", "sub", "subs", "esp", "split")


def blocks() -> st.SearchStrategy[Block]:
    leaf: st.SearchStrategy[Block] = st.tuples(st.sampled_from(_LEAVES), st.just([]))
    return st.recursive(
        leaf,
        lambda inner: st.tuples(st.sampled_from(_TREES), st.lists(inner, min_size=2, max_size=3)),
        max_leaves=8,
    )


@dataclass
class Grown:
    """A block as XML, with the elements it is entered and left by."""

    first: str
    last: str
    xml: str


@dataclass
class Garden:
    numbers: count[int] = field(default_factory=lambda: count(1))

    def diagram(self, block: Block) -> bytes:
        return document(self._scope(block))

    def _scope(self, block: Block) -> str:
        begin, finish, inner = self._name("s"), self._name("e"), self._grow(block)
        return (
            start(begin)
            + end(finish)
            + path(begin, inner.first)
            + inner.xml
            + path(inner.last, finish)
        )

    def _name(self, kind: str) -> str:
        return f"{kind}{next(self.numbers)}"

    def _grow(self, block: Block) -> Grown:
        kind, inner = block
        if not inner:
            return self._leaf(kind)
        if kind in {"sub", "subs", "esp"}:
            return self._sub(kind, inner)
        if kind == "loop":
            return self._loop(inner)
        if kind == "seq":
            return self._sequence(inner)
        return self._branches(kind, inner)

    def _leaf(self, kind: str) -> Grown:
        name = self._name(kind)
        if kind == "guarded":
            return self._guarded(name)
        made = {
            "user": lambda: user(name),
            "service": lambda: service(name),
            "script": lambda: script(name, "n:=n + 1"),
            "none": lambda: task("task", name),
            "many": lambda: user(name, inside=each("daftar", inputElement="x")),
            "each": lambda: service(name, inside=each("daftar", sequential=True)),
            "nagged": lambda: service(name) + self._nagging(name),
            "called": lambda: call(name, "q"),
        }[kind]()
        return Grown(name, name, made)

    def _guarded(self, name: str) -> Grown:
        """A task that a timer interrupts; both ways meet again, or a join ahead would wait."""
        event, after, merge = self._name("b"), self._name("h"), self._name("m")
        xml = user(name) + boundary(event, name, timer("PT2H")) + user(after) + exclusive(merge)
        return Grown(name, merge, xml + path(name, merge) + path(event, after, merge))

    def _nagging(self, host: str) -> str:
        event, after, finish = self._name("b"), self._name("h"), self._name("e")
        xml = boundary(event, host, timer("PT2H"), cancel=False) + path(event, after, finish)
        return xml + user(after) + end(finish)

    def _sequence(self, inner: list[Block]) -> Grown:
        grown = [self._grow(block) for block in inner]
        xml = "".join(one.xml for one in grown)
        for one, other in pairwise(grown):
            xml += path(one.last, other.first)
        return Grown(grown[0].first, grown[-1].last, xml)

    def _branches(self, kind: str, inner: list[Block]) -> Grown:
        """Both or all branches; "split" leaves a task by several flows without a gateway."""
        opening, closing = self._name("o"), self._name("c")
        gateway = {"xor": exclusive, "or": inclusive}.get(kind, lambda key, _="": parallel(key))
        default = self._name("f") if kind in {"xor", "or"} else ""
        xml = task("task", opening) if kind == "split" else gateway(opening, default)
        xml += gateway(closing, "")
        for number, block in enumerate(inner):
            one = self._grow(block)
            last = number == len(inner) - 1
            condition = f"n > {number}" if default and not last else ""
            key = default if last else ""
            xml += flow(opening, one.first, condition, key) + one.xml + path(one.last, closing)
        return Grown(opening, closing, xml)

    def _loop(self, inner: list[Block]) -> Grown:
        first, last, out, variable = (self._name(kind) for kind in ("m", "x", "f", "v"))
        counter, body = self._name("t"), self._sequence(inner)
        xml = (
            exclusive(first)
            + exclusive(last, out)
            + script(counter, f"{variable}:=if {variable} = null then 1 else {variable} + 1")
        )
        xml += path(first, body.first) + body.xml + path(body.last, counter, last)
        after = self._name("a")
        xml += flow(last, first, f"{variable} &lt; 3") + flow(last, after, key=out)
        return Grown(first, after, xml + task("task", after))

    def _sub(self, kind: str, inner: list[Block]) -> Grown:
        name = self._name("sub")
        body = self._scope(("seq", inner))
        if kind == "esp":
            body += event_sub(self._name("E"), message("m2"), cancel=False)
            body += event_sub(self._name("F"), timer("PT3H"))
            body += event_sub(self._name("G"), signal(), cancel=False)
        loop = each("daftar", sequential=bool(len(inner) % 2)) if kind == "subs" else ""
        return Grown(name, name, sub(name, body, inside=loop))
