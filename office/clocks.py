"""The two clocks of a case, counted from the record of its states. Pure: reads no table, no clock.

The **citizen clock** runs from registration to the end. The **standard clock** starts when the
requirements are declared complete and stops while the case waits for somebody else (domain.md 0.9,
2.8); each stop is a pause with its cause. Working time is counted by the office's calendar.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from enum import StrEnum
from itertools import pairwise
from typing import Final

from engine.rules import calendars
from engine.values import Calendar

YES: Final = "true"
_STATE: Final = "keadaan"
_PAPERS: Final = "hasil_berkas"
_COMPLETE: Final = "LENGKAP"
_SIAK: Final = "siak_tidak_tersedia"
_MISSED: Final = "terlewat_rekam"
#: the variables whose changes make the clocks
WATCHED: Final = frozenset({_STATE, _PAPERS, _SIAK, _MISSED})


class Cause(StrEnum):
    """Who or what a paused case waits for."""

    PEMOHON = "PEMOHON"
    SIAK = "SIAK"
    PUSAT = "PUSAT"
    USIA = "USIA"
    BLANKO = "BLANKO"
    PENGAMBILAN = "PENGAMBILAN"


_STOPS: Final[Mapping[str, Cause]] = {
    "BERKAS_KURANG": Cause.PEMOHON,
    "MENUNGGU_PUSAT": Cause.PUSAT,
    "DUPLIKAT": Cause.PUSAT,
    "MENUNGGU_USIA": Cause.USIA,
    "MENUNGGU_BLANKO": Cause.BLANKO,
    "SIAP_DIAMBIL": Cause.PENGAMBILAN,
}
_ENDS: Final = frozenset({"SELESAI", "DITOLAK", "GUGUR", "BATAL", "MENINGGAL"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """A watched variable got another value."""

    name: str
    value: str
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Pause:
    """A stretch in which the standard clock stood; `until` None: it still stands."""

    cause: Cause
    since: datetime
    until: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Clocks:
    """Both clocks at one instant, in working time. `own` is what the standard clock counted.

    `started` is None until the papers are complete, `ended` while the case is open. `citizen` is
    from registration on, waits and all; `waited` is the working time of the pauses by cause.
    """

    registered: datetime
    started: datetime | None
    ended: datetime | None
    own: timedelta
    citizen: timedelta
    waited: Mapping[Cause, timedelta]
    pauses: tuple[Pause, ...]

    @property
    def paused_by(self) -> Cause | None:
        """What the case waits for at this instant; None when its own clock runs."""
        last = self.pauses[-1] if self.pauses else None
        return last.cause if last is not None and last.until is None else None


@dataclass(slots=True)
class _Standing:
    """The newest value of every watched variable while the marks are read."""

    values: dict[str, str] = field(default_factory=dict)

    def cause(self) -> Cause | None:
        state = self.values.get(_STATE, "")
        if self.values.get(_SIAK) == YES:
            return Cause.SIAK
        if state == "MENUNGGU_REKAM" and self.values.get(_MISSED) == YES:
            return Cause.PEMOHON
        return _STOPS.get(state)


def count(
    marks: Iterable[Mark], calendar: Calendar, *, registered: datetime, now: datetime
) -> Clocks:
    """Count both clocks of a case up to `now` (aware), or to its end.

    `marks` are in the order written. The standard clock counts from the first instant at which the
    papers were complete; while an earlier check runs nothing is counted. Nothing is negative, and
    own time plus waits is the working time from start to end.
    """
    ordered = sorted(marks, key=lambda mark: mark.at)  # stable: a late entry finds its place
    ended = next((m.at for m in ordered if m.name == _STATE and m.value in _ENDS), None)
    started = next((m.at for m in ordered if m.name == _PAPERS and m.value == _COMPLETE), None)
    last = ended or now
    pauses = _pauses(ordered, started, last, still_open=ended is None)
    waited = _waited(pauses, calendar, last)
    running = timedelta()
    if started is not None and started < last:
        running = calendars.working_time_between(calendar, started, last)
    return Clocks(
        registered=registered,
        started=started,
        ended=ended,
        own=running - sum(waited.values(), timedelta()),
        citizen=calendars.working_time_between(calendar, registered, max(last, registered)),
        waited=waited,
        pauses=pauses,
    )


def _pauses(
    marks: list[Mark], started: datetime | None, last: datetime, *, still_open: bool
) -> tuple[Pause, ...]:
    """The stretches with one cause between start and end, neighbours of one cause as one."""
    if started is None:
        return ()
    standing, steps = _Standing(), list[tuple[datetime, Cause | None]]()
    for mark in marks:
        standing.values[mark.name] = mark.value
        steps.append((min(max(mark.at, started), last), standing.cause()))
    steps.append((last, None))
    found: list[Pause] = []
    for at, ((since, cause), (until, _)) in enumerate(pairwise(steps), start=2):
        end = None if still_open and at == len(steps) else until
        if cause is None or since == end:
            continue
        if found and found[-1].cause is cause and found[-1].until == since:
            found[-1] = replace(found[-1], until=end)
        else:
            found.append(Pause(cause=cause, since=since, until=end))
    return tuple(found)


def _waited(
    pauses: tuple[Pause, ...], calendar: Calendar, last: datetime
) -> dict[Cause, timedelta]:
    waited: dict[Cause, timedelta] = {}
    for pause in pauses:
        span = calendars.working_time_between(calendar, pause.since, pause.until or last)
        waited[pause.cause] = waited.get(pause.cause, timedelta()) + span
    return waited
