"""What a name means at a place: bound inside, an entry of a filtered item, or outside."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from engine.feel.emission import syntax
from engine.feel.nodes import Place


@dataclass(slots=True)
class Outside:
    """A variable read from the context; `quiet` when its absence is no reason to record."""

    identifier: str
    at: Place
    quiet: bool


class Scopes:
    """The names bound around the node being emitted. Python identifiers are made up here."""

    def __init__(self) -> None:
        self.free: dict[str, Outside] = {}
        self.mentioned: set[str] = set()
        #: dict: names bound there; str: the identifier of a filter's item
        self._scopes: list[dict[str, str] | str] = []
        self._count = 0

    def fresh(self) -> str:
        self._count += 1
        return f"t{self._count}"

    @contextmanager
    def names(self) -> Iterator[dict[str, str]]:
        """A scope the caller fills: FEEL name to Python identifier."""
        scope: dict[str, str] = {}
        self._scopes.append(scope)
        yield scope
        self._scopes.pop()

    @contextmanager
    def item(self) -> Iterator[str]:
        """Inside a filter; yields the identifier of the item."""
        identifier = self.fresh()
        self._scopes.append(identifier)
        yield identifier
        self._scopes.pop()

    def binds(self, name: str) -> bool:
        """Whether the name is bound inside the expression, at this place."""
        return any(isinstance(scope, dict) and name in scope for scope in self._scopes)

    def is_outside(self, name: str) -> bool:
        """Whether the name can only mean a variable of the context, at this place."""
        return name != "?" and not any(
            isinstance(scope, str) or name in scope for scope in self._scopes
        )

    def mention(self, name: str) -> None:
        """The name is read from the context by some other way than `read`."""
        self.mentioned.add(name)

    def read(self, name: str, at: Place) -> ast.expr:
        """The Python expression that reads the name."""
        if name == "?":
            return syntax.name("tested")
        items: list[str] = []
        value: ast.expr | None = None
        for scope in reversed(self._scopes):
            if isinstance(scope, dict):
                if name in scope:
                    value = syntax.name(scope[name])
                    break
            elif name == "item":
                value = syntax.name(scope)
                break
            else:
                items.append(scope)
        if value is None:
            value = self._outside(name, at, quiet=bool(items))
        for item in reversed(items):
            value = syntax.call("entry", syntax.name(item), syntax.constant(name), value)
        return value

    def _outside(self, name: str, at: Place, *, quiet: bool) -> ast.expr:
        known = self.free.get(name)
        if known is None:
            known = self.free[name] = Outside(f"v{len(self.free)}", at, quiet)
        known.quiet = known.quiet and quiet
        return syntax.name(known.identifier)
