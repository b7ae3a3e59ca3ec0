"""Who is called next (DMN-6) and how tickets are numbered. Holds no tickets: `office.tickets`."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final


class TicketClass(StrEnum):
    """A: ordinary; P: priority (elderly, disabled, pregnant, with a toddler, ill)."""

    ORDINARY = "A"
    PRIORITY = "P"


_ORDINARY: Final = frozenset({"", "TIDAK"})


@dataclass(frozen=True, slots=True, kw_only=True)
class WaitingTicket:
    """A ticket that waits, `place` its order within its class."""

    number: str
    ticket_class: TicketClass
    place: int


def ticket_class(priority: str) -> TicketClass:
    """Give the class of a self-declared priority (U1); no proof is asked."""
    return TicketClass.ORDINARY if priority in _ORDINARY else TicketClass.PRIORITY


def ticket_number(kind: TicketClass, serial: int) -> str:
    """Write a ticket's number: `A-017`."""
    return f"{kind.value}-{serial:03d}"


def next_ticket(
    waiting: Sequence[WaitingTicket], priorities_in_a_row: int, most_in_a_row: int = 2
) -> WaitingTicket | None:
    """Choose the next ticket: priority first, but at most `most_in_a_row` while an ordinary waits.

    `priorities_in_a_row` counts only calls made while an ordinary ticket waited (domain.md
    section 8).
    """
    first = {
        kind: min(
            (ticket for ticket in waiting if ticket.ticket_class is kind),
            key=lambda ticket: ticket.place,
            default=None,
        )
        for kind in TicketClass
    }
    ordinary, priority = first[TicketClass.ORDINARY], first[TicketClass.PRIORITY]
    if ordinary is None or priority is None:
        return priority or ordinary
    return ordinary if priorities_in_a_row >= most_in_a_row else priority


def place_again(places: Sequence[int], behind: int = 3) -> int:
    """Give the place of a ticket that comes back: behind the next `behind` tickets of its class.

    `places` are those waiting of the class; the answer lies between two of them or after the last,
    so that places are multiples of a large step (see `office.tickets`).
    """
    order = sorted(places)
    if not order:
        return 1
    if len(order) <= behind:
        return order[-1] + 1
    return order[behind - 1] + 1
