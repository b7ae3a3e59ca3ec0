"""How long is left or has passed, in words, in the working time of the task's office."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta

from flask import g
from flask_babel import gettext, ngettext

from api import asking, languages
from engine.errors import NotFound
from engine.rules.nearness import Nearness, nearness
from engine.services.reading.views import TaskRow
from engine.values import Calendar
from office import calendar

_HOUR = timedelta(hours=1)
_MINUTE = timedelta(minutes=1)


def of(rows: Iterable[TaskRow]) -> dict[int, str]:
    """What is said of each task's due date, by its key; tasks without one are left out."""
    return {row.key: due(row.office, row.due_at) for row in rows if row.due_at is not None}


def due(office: str, instant: datetime) -> str:
    """How near an instant is: "2 working days left", "3 working hours late".

    By the clock where the office has no calendar.
    """
    now, days = asking.kernel().clock.now(), _calendar(office)
    if days is None:
        return languages.due(instant, now)
    return in_words(nearness(days, now, instant))


def in_words(near: Nearness) -> str:
    """Nearness as a person says it."""
    if near.days:
        return _days(near.days, past=near.past)
    if near.time >= _HOUR:
        return _hours(near.time // _HOUR, past=near.past)
    if near.time >= _MINUTE:
        return _minutes(near.time // _MINUTE, past=near.past)
    return str(gettext("just past") if near.past else gettext("before service opens again"))


def _days(number: int, *, past: bool) -> str:
    if past:
        return str(ngettext("%(num)s working day late", "%(num)s working days late", number))
    return str(ngettext("%(num)s working day left", "%(num)s working days left", number))


def _hours(number: int, *, past: bool) -> str:
    if past:
        return str(ngettext("%(num)s working hour late", "%(num)s working hours late", number))
    return str(ngettext("%(num)s working hour left", "%(num)s working hours left", number))


def _minutes(number: int, *, past: bool) -> str:
    if past:
        return str(ngettext("%(num)s working minute late", "%(num)s working minutes late", number))
    return str(ngettext("%(num)s working minute left", "%(num)s working minutes left", number))


def _calendar(office: str) -> Calendar | None:
    """The office's calendar, read once a request."""
    known: dict[str, Calendar | None] = g.setdefault("calendars", {})
    if office not in known:
        try:
            known[office] = calendar.of_office(asking.kernel(), office)
        except NotFound:
            known[office] = None
    return known[office]
