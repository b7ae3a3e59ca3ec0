"""One evaluation under way: its instant, its budget of steps, and why values became null."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, tzinfo

from typing_extensions import override

from engine.feel.errors import FeelLimit
from engine.feel.limits import MAX_CALLS, MAX_LIST, MAX_REASONS, MAX_STEPS, MAX_STRING
from engine.feel.nodes import Place


@dataclass(frozen=True, slots=True, kw_only=True)
class Reason:
    """Why a value became null: types and places, never values; `message` is a gettext template.

    `absent` tells that something was not there (a variable, an entry), which is often meant so.
    """

    message: str
    params: Mapping[str, str | int] = field(default_factory=dict)
    line: int = 0
    column: int = 0
    absent: bool = False

    @override
    def __str__(self) -> str:
        text = self.message % self.params if self.params else self.message
        return f"{text} (line {self.line}, column {self.column})" if self.line else text


class Undefined(Exception):
    """Raised inside a built-in function: its result is null, for this reason."""

    def __init__(self, message: str, **params: str | int) -> None:
        self.message = message
        self.params = params
        super().__init__(message)


class Run:
    """Counts the steps of one evaluation and keeps its reasons."""

    __slots__ = ("calls", "now", "reasons", "steps", "zone")

    def __init__(self, now: datetime, zone: tzinfo) -> None:
        self.now = now
        self.zone = zone
        self.steps = MAX_STEPS
        self.calls = 0
        self.reasons: list[Reason] | None = None

    def tick(self, steps: int = 1) -> None:
        """Spend steps.

        Raises:
            FeelLimit: when the budget is spent.
        """
        self.steps -= steps
        if self.steps < 0:
            raise FeelLimit(what="the number of steps", limit=MAX_STEPS)

    def enter(self) -> None:
        """A function value is called; `leave` must follow."""
        self.calls += 1
        if self.calls > MAX_CALLS:
            raise FeelLimit(what="the nesting of function calls", limit=MAX_CALLS)

    def leave(self) -> None:
        self.calls -= 1

    def string(self, text: str) -> str:
        """Pass on a string that the expression made, if it is not too long."""
        if len(text) > MAX_STRING:
            raise FeelLimit(what="the length of a text", limit=MAX_STRING)
        self.tick(1 + len(text) // 16)
        return text

    def room(self, items: int) -> None:
        """Make sure a list of so many items may be made."""
        if items > MAX_LIST:
            raise FeelLimit(what="the length of a list", limit=MAX_LIST)

    def note(self, at: Place, message: str, **params: str | int) -> None:
        """Record why a value becomes null; at most MAX_REASONS, each once."""
        self._keep(Reason(message=message, params=params, line=at[0], column=at[1]))

    def missing(self, at: Place, message: str, **params: str | int) -> None:
        """As `note`, when the cause is only that something is not there."""
        self._keep(Reason(message=message, params=params, line=at[0], column=at[1], absent=True))

    def _keep(self, reason: Reason) -> None:
        if self.reasons is None:
            self.reasons = []
        if len(self.reasons) < MAX_REASONS and reason not in self.reasons:
            self.reasons.append(reason)
