"""The variables of a case: a tree of scopes as in Camunda 8. Evaluates nothing.

A scope belongs to the case (id 1), a called process, a sub-process, a multi-instance body or
instance, or an element with input mappings; its id is that of the element instance.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from engine.values import (
    CaseState,
    Effect,
    JsonValue,
    ScopeClosed,
    ScopeOpened,
    Variables,
    VariableWritten,
)


@dataclass(slots=True)
class Scope:
    """`definition` is the key of a (called) process: nothing further out is seen from inside it."""

    id: int
    parent: int | None
    element: str
    definition: int | None = None
    variables: dict[str, JsonValue] = field(default_factory=dict)


class Scopes:
    """The living scopes of one case; every change is added to `effects`."""

    def __init__(self, effects: list[Effect]) -> None:
        self._effects = effects
        self._scopes: dict[int, Scope] = {}

    def __contains__(self, scope: int) -> bool:
        return scope in self._scopes

    def __iter__(self) -> Iterator[Scope]:
        return iter(self._scopes.values())

    def __getitem__(self, scope: int) -> Scope:
        return self._scopes[scope]

    def restore(self, scope: Scope) -> None:
        self._scopes[scope.id] = scope

    def open(
        self, scope: int, parent: int | None, element: str, definition: int | None = None
    ) -> None:
        self._scopes[scope] = Scope(scope, parent, element, definition)
        self._effects.append(
            ScopeOpened(scope=scope, parent=parent, element=element, definition=definition)
        )

    def close(self, scope: int, state: CaseState) -> None:
        """Forget a scope with its variables; one that is not open is left alone."""
        if self._scopes.pop(scope, None) is not None:
            self._effects.append(ScopeClosed(scope=scope, state=state))

    def outwards(self, scope: int) -> Iterator[Scope]:
        """The scopes seen from `scope`, innermost first, up to its process's own."""
        at: int | None = scope
        while at is not None:
            found = self._scopes[at]
            yield found
            at = found.parent if found.definition is None else None

    def holder(self, scope: int, name: str) -> Scope | None:
        """The nearest scope that has the variable, or None."""
        return next((at for at in self.outwards(scope) if name in at.variables), None)

    def visible(self, scope: int) -> dict[str, JsonValue]:
        """All variables seen from `scope`; inner ones hide outer ones."""
        seen: dict[str, JsonValue] = {}
        for at in self.outwards(scope):
            seen = at.variables | seen
        return dict(sorted(seen.items()))

    def local(self, scope: int) -> dict[str, JsonValue]:
        return dict(sorted(self._scopes[scope].variables.items()))

    def write(self, scope: int, values: Variables) -> dict[str, int]:
        """Write into `scope` itself; gives the owner of every name written."""
        return {name: self._put(self._scopes[scope], name, values[name]) for name in sorted(values)}

    def propagate(self, scope: int, values: Variables) -> dict[str, int]:
        """Write each where the nearest scope has it, else into the process's own scope."""
        owners = {}
        for name in sorted(values):
            *_, outermost = self.outwards(scope)
            owners[name] = self._put(self.holder(scope, name) or outermost, name, values[name])
        return owners

    def _put(self, scope: Scope, name: str, value: JsonValue) -> int:
        kept = canonical(value)
        scope.variables[name] = kept
        self._effects.append(VariableWritten(scope=scope.id, name=name, value=kept))
        return scope.id


def canonical(value: object) -> JsonValue:
    """Copy a JSON value into the one form the snapshot keeps, so that saving never changes it.

    Names of objects are sorted, integral decimals without exponent are ints, binary floats become
    the decimal they print as, NaN and infinities null. Nothing of the original is shared.
    """
    if value is None or isinstance(value, bool | str):
        return value
    if isinstance(value, int):
        return int(value)
    if isinstance(value, float | Decimal):
        return _canonical_number(value if isinstance(value, Decimal) else Decimal(repr(value)))
    if isinstance(value, Mapping):
        return {str(name): canonical(value[name]) for name in sorted(value, key=str)}
    if isinstance(value, list | tuple):
        return [canonical(item) for item in value]
    raise TypeError(type(value).__name__)


def _canonical_number(number: Decimal) -> JsonValue:
    if not number.is_finite():
        return None
    return int(number) if number.as_tuple().exponent == 0 else number
