"""When a citizen is left in peace. Pure; which notices are exempt is `office.notices.outbox`."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from engine.rules import calendars
from engine.values import Calendar

_LONGEST_SEARCH = 400


@dataclass(frozen=True, slots=True, kw_only=True)
class Quiet:
    """Quiet hours, `begins` to `ends` by the local clock, past midnight when `ends` is earlier.

    Equal times: none. `working_days_only`: closed days of the calendar are quiet as a whole.
    """

    begins: time
    ends: time
    working_days_only: bool = False


def next_allowed(quiet: Quiet, calendar: Calendar, now: datetime, zone: ZoneInfo) -> datetime:
    """Give the first instant from `now` on at which a citizen may be written to."""
    moment = now.astimezone(zone)
    for _ in range(_LONGEST_SEARCH):
        if quiet.working_days_only and not calendars.is_working_day(calendar, moment.date()):
            moment = _at(moment.date() + timedelta(days=1), time.min, zone)
        elif (until := _quiet_until(quiet, moment, zone)) is not None:
            moment = until
        else:
            break
    return now if moment == now else moment.astimezone(now.tzinfo)


def _quiet_until(quiet: Quiet, moment: datetime, zone: ZoneInfo) -> datetime | None:
    clock, day = moment.timetz().replace(tzinfo=None), moment.date()
    if quiet.begins < quiet.ends:
        return _at(day, quiet.ends, zone) if quiet.begins <= clock < quiet.ends else None
    if quiet.begins == quiet.ends:
        return None
    if clock >= quiet.begins:
        return _at(day + timedelta(days=1), quiet.ends, zone)
    return _at(day, quiet.ends, zone) if clock < quiet.ends else None


def _at(day: date, clock: time, zone: ZoneInfo) -> datetime:
    return datetime.combine(day, clock, tzinfo=zone)
