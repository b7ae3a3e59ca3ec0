"""Reads what a job was given. Every wrong variable is named, none is shown."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from engine.errors import Failed
from engine.services.workers import JobContext
from engine.values import JsonValue
from office.timetable import ZONE

_DATE_LENGTH: Final = 10


class VariableWrong(Failed):
    """The diagram hands a job a variable it cannot use; the job fails and names it."""

    code = "variable-wrong"
    message = "Job %(type)s needs %(name)s as %(kind)s. Correct the variable or the diagram."


@dataclass(frozen=True, slots=True)
class Given:
    """A job's variables and headers, read by kind; a variable that is null counts as missing."""

    job: JobContext

    @property
    def today(self) -> date:
        """The local date of the step."""
        return self.job.now.astimezone(ZONE).date()

    def text(self, name: str) -> str:
        """A text that must be there and not empty."""
        value = self.maybe_text(name)
        if not value:
            raise self._wrong(name, "text")
        return value

    def maybe_text(self, name: str) -> str | None:
        """A text; None when missing or empty."""
        value = self.job.variables.get(name)
        if value is None or isinstance(value, str):
            return (value or "").strip() or None
        if isinstance(value, int) and not isinstance(value, bool):
            return str(value)
        raise self._wrong(name, "text")

    def typed(self, name: str) -> str:
        """A text exactly as it was typed; "" when missing."""
        value = self.job.variables.get(name)
        if value is None or isinstance(value, str):
            return value or ""
        raise self._wrong(name, "text")

    def flag(self, name: str) -> bool:
        """True only when the variable is true."""
        value = self.job.variables.get(name)
        if value is None or isinstance(value, bool):
            return value is True
        raise self._wrong(name, "yes or no")

    def number(self, name: str) -> int:
        """A whole number that must be there."""
        value = self.maybe_number(name)
        if value is None:
            raise self._wrong(name, "whole number")
        return value

    def maybe_number(self, name: str) -> int | None:
        """A whole number; None when missing."""
        value = self.job.variables.get(name)
        if value is None or (isinstance(value, int) and not isinstance(value, bool)):
            return value
        raise self._wrong(name, "whole number")

    def day(self, name: str) -> date:
        """A date that must be there."""
        value = self.maybe_day(name)
        if value is None:
            raise self._wrong(name, "date")
        return value

    def maybe_day(self, name: str) -> date | None:
        """A date (ISO text); None when missing."""
        value = self.maybe_text(name)
        try:
            return None if value is None else date.fromisoformat(value)
        except ValueError as error:
            raise self._wrong(name, "date") from error

    def maybe_instant(self, name: str) -> datetime | None:
        """An instant (ISO text with offset; a date is its local midnight); None when missing."""
        value = self.maybe_text(name)
        try:
            found = None if value is None else datetime.fromisoformat(value)
        except ValueError as error:
            raise self._wrong(name, "instant") from error
        if found is not None and found.tzinfo is None:
            if len(value or "") > _DATE_LENGTH:
                raise self._wrong(name, "instant")
            found = found.replace(tzinfo=ZONE)
        return found

    def entries(self, name: str) -> Mapping[str, JsonValue] | None:
        """A context; None when missing."""
        value = self.job.variables.get(name)
        if value is None or isinstance(value, dict):
            return value
        raise self._wrong(name, "context")

    def header(self, name: str, default: str = "") -> str:
        """A task header of the diagram; without default it must be there."""
        value = self.job.headers.get(name, default)
        if not value:
            raise self._wrong(f"header {name}", "text")
        return value

    def by(self, name: str = "oleh") -> str:
        """Who acts: the variable if there is one, else who set the step off."""
        return self.maybe_text(name) or self.job.actor.id

    def is_given(self, name: str) -> bool:
        """Tell whether something is there at all: a text, a file reference, a yes."""
        value = self.job.variables.get(name)
        return value is not None and value is not False and value not in ("", [], {})

    def _wrong(self, name: str, kind: str) -> VariableWrong:
        return VariableWrong(type=self.job.type, name=name, kind=kind)


def instant(moment: datetime) -> str:
    """Write an instant as variables hold it: ISO text with Jakarta's offset."""
    return moment.astimezone(ZONE).isoformat()
