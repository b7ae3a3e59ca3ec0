"""Who is called next (DMN-6) and where a ticket stands. Pure: holds no tickets.

Tickets are `office.tickets`, calls `office.calling`. An office calls by its deployed table
`panggil_berikutnya`; the same rule stands here to tell a citizen beforehand how long the line is.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from typing import Final


class TicketClass(StrEnum):
    """A: ordinary; P: priority (elderly, disabled, pregnant, with a toddler, ill)."""

    ORDINARY = "A"
    PRIORITY = "P"


_ORDINARY: Final = frozenset({"", "TIDAK"})
#: a service that takes less is noted wrongly, or on a clock that stands
_SHORTEST: Final = timedelta(minutes=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class WaitingTicket:
    """A ticket that waits, `place` its order within its class."""

    number: str
    ticket_class: TicketClass
    place: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Capacity:
    """What the day still holds: open time left, counters that serve, time one citizen takes."""

    left: timedelta
    counters: int
    service: timedelta

    @property
    def citizens(self) -> int:
        """How many can still be served today."""
        return self.left * max(self.counters, 1) // max(self.service, _SHORTEST)


def ticket_class(priority: str) -> TicketClass:
    """Give the class of a self-declared priority (U1); no proof is asked."""
    return TicketClass.ORDINARY if priority in _ORDINARY else TicketClass.PRIORITY


def ticket_number(kind: TicketClass, serial: int) -> str:
    """Write a ticket's number: `A-017`."""
    return f"{kind.value}-{serial:03d}"


def first(waiting: Iterable[WaitingTicket], kind: TicketClass) -> WaitingTicket | None:
    """Give the first of a class; None when none of it waits."""
    of_class = (ticket for ticket in waiting if ticket.ticket_class is kind)
    return min(of_class, key=lambda ticket: ticket.place, default=None)


def next_ticket(
    waiting: Sequence[WaitingTicket], priorities_in_a_row: int, most_in_a_row: int = 2
) -> WaitingTicket | None:
    """Choose the next ticket: priority first, but at most `most_in_a_row` while an ordinary waits.

    `priorities_in_a_row` counts only calls made while an ordinary ticket waited (domain.md
    section 8): see `run_after`.
    """
    ordinary = first(waiting, TicketClass.ORDINARY)
    priority = first(waiting, TicketClass.PRIORITY)
    if ordinary is None or priority is None:
        return priority or ordinary
    return ordinary if priorities_in_a_row >= most_in_a_row else priority


def run_after(priorities_in_a_row: int, called: TicketClass, *, ordinary_waited: bool) -> int:
    """Count the run of priority numbers on: an ordinary call ends it."""
    return 0 if called is TicketClass.ORDINARY else priorities_in_a_row + ordinary_waited


def order(
    waiting: Iterable[WaitingTicket], priorities_in_a_row: int, most_in_a_row: int = 2
) -> tuple[WaitingTicket, ...]:
    """Give the tickets in the order in which they will be called if nobody else comes."""
    left, run, called = list(waiting), priorities_in_a_row, list[WaitingTicket]()
    while (ticket := next_ticket(left, run, most_in_a_row)) is not None:
        left.remove(ticket)
        ordinary_waited = first(left, TicketClass.ORDINARY) is not None
        run = run_after(run, ticket.ticket_class, ordinary_waited=ordinary_waited)
        called.append(ticket)
    return tuple(called)


def back_in_line(line: Sequence[str], number: str, behind: int = 3) -> tuple[str, ...]:
    """Give the order of a class after a ticket came back: behind the next `behind` of them.

    `line`: the numbers that wait in the class, the next first, without the one that comes back.
    """
    return (*line[:behind], number, *line[behind:])
