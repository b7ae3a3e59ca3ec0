"""Whether a line will still be served today, and if not, when: what U1 tells the citizen."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from statistics import median_low
from typing import Final

from sqlalchemy.orm import Session

from engine.rules import calendars
from engine.rules.iso8601 import Duration
from engine.values import Calendar
from office import calendar, calling, config, queue, tickets, timetable, windows
from office.config import Policies
from office.queue import Capacity, TicketClass, WaitingTicket

#: fewer noted services say nothing; the policy stands in
_FEWEST: Final = 10
#: who is next while the office is closed is called when it opens
_MOMENT: Final = timedelta(microseconds=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Outlook:
    """What somebody who draws a number now may expect. `place` counts from 1, today's line only."""

    day: date
    today_suffices: bool
    place: int


def of_new_ticket(session: Session, office: str, kind: TicketClass, now: datetime) -> Outlook:
    """Tell whether the next number of a class would be served today, else the next working day.

    Open time left today x open counters / median service time, against the place in the line by
    the rule of DMN-6. Nobody is served today when service is over or the office is closed.
    """
    hours, policies = calendar.current(session, office), config.effective(session, office, now)
    today = timetable.day_of(now)
    newcomer = WaitingTicket(number="", ticket_class=kind, place=2**31)
    run = calling.priorities_in_a_row(session, office, today)
    most = policies.number("antrean.prioritas_berturut_maks")
    line = queue.order([*tickets.waiting(session, office, today), newcomer], run, most)
    place = line.index(newcomer) + 1
    suffices = place <= capacity(session, office, hours, policies, now).citizens
    day = today if suffices else calendars.next_working_day(hours, today)
    return Outlook(day=day, today_suffices=suffices, place=place)


@dataclass(frozen=True, slots=True, kw_only=True)
class Expectation:
    """What somebody who waits may expect: how many are called before, and about when.

    `about` is None when the line reaches beyond today.
    """

    ahead: int
    about: datetime | None


def of_waiting(session: Session, office: str, number: str, now: datetime) -> Expectation | None:
    """Tell when a number that waits today is called, as far as it is known now.

    The citizens before it x median service time / open counters, in service hours from now.
    None: it does not wait today.
    """
    hours, policies = calendar.current(session, office), config.effective(session, office, now)
    today = timetable.day_of(now)
    run = calling.priorities_in_a_row(session, office, today)
    most = policies.number("antrean.prioritas_berturut_maks")
    line = queue.order(tickets.waiting(session, office, today), run, most)
    ahead = next((at for at, ticket in enumerate(line) if ticket.number == number), None)
    if ahead is None:
        return None
    day = capacity(session, office, hours, policies, now)
    wait = ahead * day.service / max(day.counters, 1)
    about = calendars.due(hours, now, Duration(time=wait + _MOMENT))
    return Expectation(ahead=ahead, about=about if timetable.day_of(about) == today else None)


def capacity(
    session: Session, office: str, hours: Calendar, policies: Policies, now: datetime
) -> Capacity:
    """Give what the rest of the day holds. No counter noted as open counts as one."""
    today = timetable.day_of(now)
    left = timedelta()
    if calendars.is_working_day(hours, today):
        end = calendars.closing(hours, today)
        left = calendars.working_time_between(hours, now, max(end, now))
    return Capacity(
        left=left,
        counters=len(windows.open_windows(session, office)),
        service=_service_time(session, office, policies),
    )


def _service_time(session: Session, office: str, policies: Policies) -> timedelta:
    seen = tickets.service_times(session, office, policies.number("antrean.layanan_diingat"))
    if len(seen) < _FEWEST:
        return timedelta(minutes=policies.number("antrean.menit_layanan"))
    return median_low(seen)
