"""Texts of the diagram, literal or FEEL, compiled once and evaluated against a token's variables.

The FEEL language itself is `engine.feel`; what is done with a value is up to the element.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Final, Protocol

from typing_extensions import override

from engine import feel
from engine.errors import Fault
from engine.feel import FeelValue
from engine.runtime.scopes import canonical
from engine.runtime.troubles import Trouble
from engine.values import JsonValue

#: for a fault of our own in FEEL: it becomes an incident here, not a refusal of what led here
_BROKE: Final = "The evaluation broke (%(error)s). Report the expression to the maintainers."

if TYPE_CHECKING:
    from engine.bpmn.model import Mapping1
    from engine.runtime.tasks import CaseTask
    from engine.runtime.workflows import CaseWorkflow


class Text(Protocol):
    """A compiled text. `raw` is as in the diagram, for messages and for recomputing."""

    @property
    def raw(self) -> str: ...

    def evaluate(self, view: View) -> feel.Outcome: ...


@dataclass(frozen=True, slots=True)
class Literal:
    raw: str

    def evaluate(self, view: View) -> feel.Outcome:  # noqa: ARG002 - the protocol's
        return feel.Outcome(value=self.raw)


@dataclass(frozen=True, slots=True)
class Formula:
    raw: str
    expression: feel.Expression

    def evaluate(self, view: View) -> feel.Outcome:
        try:
            return self.expression.evaluate(view, now=view.now)
        except feel.FeelLimit as limit:
            return feel.Outcome(value=None, reasons=(feel.Reason(message=str(limit)),))
        except Exception as error:  # noqa: BLE001  # our own fault must not reject the command
            broke = feel.Reason(message=_BROKE, params={"error": type(error).__name__})
            return feel.Outcome(value=None, reasons=(broke,))


class View(Mapping[str, JsonValue]):
    """The names an expression reads: `own`, then scopes outwards, then the office's context."""

    __slots__ = ("_case", "_scope", "now", "own")

    def __init__(
        self, case: CaseWorkflow, scope: int, own: Mapping[str, JsonValue] | None = None
    ) -> None:
        self._case = case
        self._scope = scope
        self.own: dict[str, JsonValue] = dict(own or {})
        self.now: datetime = case.inputs.now

    @classmethod
    def of(cls, task: CaseTask, own: Mapping[str, JsonValue] | None = None) -> View:
        return cls(task.case, task.scope_id, own)

    @override
    def __getitem__(self, name: str) -> JsonValue:
        if name in self.own:
            return self.own[name]
        holder = self._case.scopes.holder(self._scope, name)
        return self._case.inputs.context[name] if holder is None else holder.variables[name]

    @override
    def __iter__(self) -> Iterator[str]:
        seen = self._case.inputs.context.keys() | self.own.keys()
        return iter(sorted(seen | self._case.scopes.visible(self._scope).keys()))

    @override
    def __len__(self) -> int:
        return sum(1 for _ in self)


@dataclass(slots=True)
class Texts:
    """Compiles the texts of one process; what is no FEEL is collected in `faults`."""

    file: str
    names: frozenset[str] = frozenset()
    faults: list[Fault] = field(default_factory=list)

    def text(self, raw: str, element: str) -> Text:
        """A text that begins with "=" is FEEL, any other is itself."""
        return self.formula(raw, element) if feel.is_expression(raw) else Literal(raw)

    def formula(self, raw: str, element: str) -> Text:
        """A text that is FEEL with or without "="."""
        try:
            return Formula(raw, feel.compile_expression(feel.strip(raw), self.names))
        except feel.FeelInvalid as invalid:
            self.faults.append(invalid.located(file=self.file, element=element))
            return Literal(raw)

    def mappings(self, pairs: tuple[Mapping1, ...], element: str) -> tuple[tuple[Text, str], ...]:
        return tuple((self.text(pair.source, element), pair.target) for pair in pairs)


def feel_value_of(text: Text, view: View, code: str, what: str) -> FeelValue:
    """Evaluate. Null is a value, and what is not there is null; null for another reason is trouble.

    Raises:
        Trouble: (`code`) when the expression failed; `what` names the thing in the message.
    """
    outcome = text.evaluate(view)
    if outcome.value is None:
        failed = [reason for reason in outcome.reasons if not reason.absent]
        if failed:
            raise Trouble(code, f"{what} failed: {failed[0]}")
    return outcome.value


def value_of(text: Text, view: View, code: str, what: str) -> JsonValue:
    """Evaluate to a variable's value.

    Raises:
        Trouble: (`code`) when the expression failed, or its value is too large to keep.
    """
    value = feel_value_of(text, view, code, what)
    try:
        return canonical(feel.to_json(value))
    except feel.FeelLimit as limit:
        raise Trouble(code, f"{what} failed: {limit}") from limit


def text_of(text: Text, view: View, code: str, what: str) -> str:
    """Evaluate to a string; numbers are written out, null is "".

    Raises:
        Trouble: (`code`) on any other value.
    """
    value = feel_value_of(text, view, code, what)
    if value is None:
        return ""
    if isinstance(value, str):
        return value.strip()
    if isinstance(value, Decimal):
        return str(canonical(feel.to_json(value)))
    raise Trouble(code, f"{what} gave no text.")


def key_of(text: Text, view: View, code: str) -> str:
    """Evaluate a correlation key; "" only when none is drawn, which matches by name alone.

    Raises:
        Trouble: (`code`) on no text: it would take, or reach, what is meant for another case.
    """
    key = text_of(text, view, code, "The correlation key")
    if not key and text != Literal(""):
        raise Trouble(code, "The correlation key gave no text.")
    return key


def texts_of(text: Text, view: View, code: str, what: str) -> tuple[str, ...]:
    """Evaluate to several strings: a list, or one text with commas.

    Raises:
        Trouble: (`code`) on any other value.
    """
    value = feel_value_of(text, view, code, what)
    parts = value.split(",") if isinstance(value, str) else value or []
    if not isinstance(parts, list) or not all(isinstance(part, str) for part in parts):
        raise Trouble(code, f"{what} gave neither a text nor a list of texts.")
    return tuple(part.strip() for part in parts if isinstance(part, str) and part.strip())


def truth_of(text: Text, view: View, what: str) -> bool:
    """Evaluate a condition.

    Raises:
        Trouble: ("condition-error") when it gives anything but true or false.
    """
    outcome = text.evaluate(view)
    if not isinstance(outcome.value, bool):
        why = f": {outcome.reasons[0]}" if outcome.reasons else "."
        raise Trouble("condition-error", f"{what} gave neither true nor false{why}")
    return outcome.value
