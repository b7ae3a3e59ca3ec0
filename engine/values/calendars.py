"""An office calendar as data: opening hours and exceptions. Counting is
`engine.rules.calendars`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, time


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenSpan:
    """One stretch of service hours of a day, `start` < `end`, local time of the calendar's zone."""

    start: time
    end: time


@dataclass(frozen=True, slots=True, kw_only=True)
class Calendar:
    """Service hours. `hours`: seven entries, Monday first, each the day's spans in order (closed:
    empty).

    `exceptions` replace a date's hours altogether (holiday: empty tuple; short day: its spans).
    `version` names this very content in the append-only table it came from.
    """

    name: str
    version: int
    hours: tuple[tuple[OpenSpan, ...], ...]
    exceptions: Mapping[date, tuple[OpenSpan, ...]] = field(default_factory=dict)
    zone: str = "Asia/Jakarta"
