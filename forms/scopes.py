"""What a form's expressions can read: answers over variables, a row's over the form's."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, tzinfo
from decimal import Decimal
from zoneinfo import ZoneInfo

from typing_extensions import override

from engine import feel
from engine.errors import AnswersInvalid, Fault
from engine.values import JsonValue
from forms import paths
from forms.messages import N_
from forms.model import Bound

DEFAULT_ZONE = "Asia/Jakarta"


@dataclass(frozen=True, slots=True, kw_only=True)
class Moment:
    """When and where a form is answered: `now` aware, `zone` an IANA name."""

    now: datetime
    zone: str = DEFAULT_ZONE

    @property
    def place(self) -> tzinfo:
        return ZoneInfo(self.zone)

    @property
    def today(self) -> date:
        return self.now.astimezone(self.place).date()


class Scope(Mapping[str, object]):
    """One level of names. It grows while the form is resolved, in reading order.

    A row's scope also knows `this`, `parent` and `i` (its number, from 1).
    """

    def __init__(
        self,
        data: Mapping[str, JsonValue],
        moment: Moment,
        parent: Scope | None = None,
        number: int = 0,
    ) -> None:
        self.data = dict(data)
        self.moment = moment
        self._parent = parent
        self._number = number

    @override
    def __getitem__(self, name: str) -> object:
        if name in self.data:
            return self.data[name]
        if self._parent is None:
            raise KeyError(name)
        match name:
            case "this":
                return self.data
            case "parent":
                return self._parent.visible()
            case "i":
                return self._number
            case _:
                return self._parent[name]

    @override
    def __iter__(self) -> Iterator[str]:
        return iter(self.visible())

    @override
    def __len__(self) -> int:
        return len(self.visible())

    def visible(self) -> dict[str, JsonValue]:
        """Give everything that can be read here, the inner names over the outer ones."""
        outer = self._parent.visible() if self._parent is not None else {}
        return outer | self.data

    def set(self, key: str, value: JsonValue) -> None:
        """Let a field's value be read from now on."""
        paths.put(self.data, key, value)

    def evaluate(self, expression: feel.Expression) -> feel.FeelValue:
        """Compute an expression here; null when it cannot be computed.

        Raises:
            AnswersInvalid: when the answers make it too much work.
        """
        try:
            outcome = expression.evaluate(self, now=self.moment.now, zone=self.moment.place)
        except feel.FeelLimit as limit:
            message = N_("The answers are too long to be checked. Shorten them.")
            raise AnswersInvalid((Fault(rule="answers-size", message=message),)) from limit
        return outcome.value

    def holds(self, expression: feel.Expression | None) -> bool:
        """Tell whether a condition is true; null and anything else are not."""
        return expression is not None and self.evaluate(expression) is True

    def limit(self, bound: Bound | None) -> Decimal | None:
        """Tell what a limit amounts to; None when there is none, or it is no number."""
        if isinstance(bound, feel.Expression):
            value = self.evaluate(bound)
            return value if isinstance(value, Decimal) else None
        return bound
