"""Timers on the case's own clock: due instants by ISO 8601, FEEL and office calendars.

They are set and told here; firing them is `specs.catching`, and when they are due somebody else
notices: a step reads no clock.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Final

from engine.bpmn.model import TimerKind
from engine.errors import AlurError
from engine.feel import OFFICE_ZONE, YearsMonths
from engine.rules import calendars, iso8601
from engine.rules.iso8601 import Cycle, Duration
from engine.runtime.expressions import Literal, Text, View, feel_value_of
from engine.runtime.troubles import Trouble

if TYPE_CHECKING:
    from engine.feel import FeelValue
    from engine.values import Calendar, Inputs


_DATE: Final = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)


@dataclass(frozen=True, slots=True, kw_only=True)
class Due:
    """When a timer fires next. `text` is the ISO 8601 text it was counted from, since `since`."""

    at: datetime
    text: str
    since: datetime
    number: int = 1


def first_due(kind: TimerKind, text: Text, view: View, calendar: Calendar | None) -> Due:
    """Tell when a timer set now is due for the first time.

    Raises:
        Trouble: ("timer-error") when its text is no date, duration or cycle, or past all calendars.
    """
    value = feel_value_of(text, view, "timer-error", "The timer")
    try:
        due = next_due(kind, iso_text(value), view.now, 1, calendar)
    except (iso8601.TextInvalid, AlurError) as error:
        why = f"The timer cannot be set: {_cause(text, error)}"
        raise Trouble("timer-error", why) from error
    if due is None:
        raise Trouble("timer-error", "The timer's cycle ends before it begins.")
    return due


def next_due(
    kind: TimerKind, text: str, since: datetime, number: int, calendar: Calendar | None
) -> Due | None:
    """Tell when a timer set at `since` fires for the `number`-th time, from 1; None: no more.

    By an office calendar each round is counted from the one before: then `since` is that instant.

    Raises:
        iso8601.TextInvalid, CalendarClosed: see there.
    """
    zone = calendar.zone if calendar else OFFICE_ZONE.key
    at: datetime | None
    if kind is TimerKind.DATE:
        at = iso8601.parse_instant(text, zone) if number == 1 else None
    elif kind is TimerKind.DURATION:
        at = after(since, iso8601.parse_duration(text), calendar) if number == 1 else None
    else:
        at = _occurrence(iso8601.parse_cycle(text, zone), since, number, calendar)
    return None if at is None else Due(at=at, text=text, since=since, number=number)


def after(since: datetime, duration: Duration, calendar: Calendar | None) -> datetime:
    """Count a duration by the office calendar, or by the clock when there is none."""
    if calendar is None:
        return iso8601.add(since, duration)
    return calendars.due(calendar, since, duration)


def date_of(text: Text, view: View, calendar: Calendar | None, what: str) -> Due | None:
    """Evaluate a due date: an instant, or a duration from now on. Null and "" are None.

    Raises:
        Trouble: ("expression-error") on anything else.
    """
    value = feel_value_of(text, view, "expression-error", what)
    if value is None or value == "":
        return None
    try:
        written = iso_text(value)
        kind = TimerKind.DURATION if written.startswith("P") else TimerKind.DATE
        return next_due(kind, written, view.now, 1, calendar)
    except (iso8601.TextInvalid, AlurError) as error:
        why = f"{what} is no date: {_cause(text, error)}"
        raise Trouble("expression-error", why) from error


def iso_text(value: FeelValue) -> str:
    """Write a FEEL date, duration or text in ISO 8601. A date alone means its first instant.

    What has no offset stays without: it is the office's time.

    Raises:
        iso8601.TextInvalid: on any other value.
    """
    if isinstance(value, str):
        text = value.strip()
        return f"{text}T00:00:00" if _DATE.fullmatch(text) else text
    if isinstance(value, datetime):
        aware = value.tzinfo is not None
        return iso8601.format_instant(value) if aware else value.isoformat()
    if isinstance(value, date):
        return f"{value.isoformat()}T00:00:00"
    if isinstance(value, timedelta):
        return iso8601.format_duration(iso8601.from_timedelta(value))
    if isinstance(value, YearsMonths):
        return iso8601.format_duration(Duration(months=value.months))
    raise iso8601.TextInvalid("It gives neither a date nor a duration.")


def calendar_of(properties: Mapping[str, str], inputs: Inputs, code: str) -> Calendar | None:
    """The office calendar an element names in its property "calendar".

    Raises:
        Trouble: (`code`) when the office has no calendar of that name.
    """
    name = properties.get("calendar", "")
    if not name:
        return None
    found = inputs.calendars.get(name)
    if found is None:
        raise Trouble(code, f"The office has no calendar {name}.")
    return found


def _cause(text: Text, error: Exception) -> str:
    """What is wrong with a text of the diagram, literally; never a value of the case."""
    if isinstance(text, Literal) or isinstance(error, AlurError):
        return str(error)
    return "its value is no date, duration or cycle."


def _occurrence(
    cycle: Cycle, since: datetime, number: int, calendar: Calendar | None
) -> datetime | None:
    if calendar is None:
        return iso8601.occurrence(cycle, since, number)
    if cycle.repetitions is not None and number > cycle.repetitions:
        return None
    first = number == 1 and cycle.start is not None
    at = cycle.start if first else calendars.due(calendar, since, cycle.duration)
    return None if at is None or (cycle.end is not None and at > cycle.end) else at
