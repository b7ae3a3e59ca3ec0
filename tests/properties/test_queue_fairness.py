"""Fairness of the line, whatever comes: draws, calls, no-shows, returns, in any order."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final, TypeAlias

from hypothesis import given
from hypothesis import strategies as st

from office import queue
from office.queue import TicketClass, WaitingTicket

MOST: Final = 2
BEHIND: Final = 3
P, A = TicketClass.PRIORITY, TicketClass.ORDINARY


@dataclass
class Hall:
    """A waiting hall by the rules of `office.queue` alone."""

    waiting: list[WaitingTicket] = field(default_factory=list)
    away: list[WaitingTicket] = field(default_factory=list)
    called: list[tuple[WaitingTicket, bool]] = field(default_factory=list)
    run: int = 0
    drawn: int = 0
    came_back: set[str] = field(default_factory=set)

    def draw(self, kind: TicketClass) -> None:
        self.drawn += 1
        number = f"{kind.value}{self.drawn}"
        self.waiting.append(WaitingTicket(number=number, ticket_class=kind, place=self.drawn))

    def call(self, *, comes: bool) -> None:
        ticket = queue.next_ticket(self.waiting, self.run, MOST)
        if ticket is None:
            assert not self.waiting
            return
        self.waiting.remove(ticket)
        ordinary = queue.first(self.waiting, A) is not None
        self.run = queue.run_after(self.run, ticket.ticket_class, ordinary_waited=ordinary)
        self.called.append((ticket, ordinary))
        if not comes and ticket.number not in self.came_back:
            self.away.append(ticket)

    def come_back(self) -> None:
        if not self.away:
            return
        ticket = self.away.pop(0)
        same = sorted(
            (one for one in self.waiting if one.ticket_class is ticket.ticket_class),
            key=lambda one: one.place,
        )
        order = queue.back_in_line([one.number for one in same], ticket.number, BEHIND)
        assert order.index(ticket.number) == min(BEHIND, len(same))
        assert [number for number in order if number != ticket.number] == [
            one.number for one in same
        ]
        others = [one for one in self.waiting if one.ticket_class is not ticket.ticket_class]
        self.waiting = others + [
            WaitingTicket(number=number, ticket_class=ticket.ticket_class, place=place)
            for place, number in enumerate(order, start=1)
        ]
        self.came_back.add(ticket.number)


Event: TypeAlias = "tuple[str, bool]"
_EVENTS: Final = st.lists(
    st.tuples(st.sampled_from(["P", "A", "call", "call", "back"]), st.booleans()), max_size=80
)


def play(events: list[Event]) -> Hall:
    hall = Hall()
    for kind, flag in events:
        if kind == "call":
            hall.call(comes=flag)
        elif kind == "back":
            hall.come_back()
        else:
            hall.draw(TicketClass(kind))
    return hall


@given(events=_EVENTS)
def test_never_more_than_two_priorities_in_a_row_while_an_ordinary_waits(
    events: list[Event],
) -> None:
    run = 0
    for ticket, ordinary_waited in play(events).called:
        if ticket.ticket_class is A:
            run = 0
        elif ordinary_waited:
            run += 1
            assert run <= MOST


@given(events=_EVENTS)
def test_a_priority_is_never_passed_over_before_the_run_is_full(events: list[Event]) -> None:
    hall = Hall()
    for kind, flag in events:
        priority, run = queue.first(hall.waiting, P), hall.run
        if kind == "call":
            calls = len(hall.called)
            hall.call(comes=flag)
            if len(hall.called) > calls and priority is not None and run < MOST:
                assert hall.called[-1][0] == priority
        elif kind == "back":
            hall.come_back()
        else:
            hall.draw(TicketClass(kind))


@given(events=_EVENTS, ahead=st.integers(0, 20))
def test_no_ordinary_starves_however_many_priorities_come(events: list[Event], ahead: int) -> None:
    hall = play(events)
    hall.waiting = [ticket for ticket in hall.waiting if ticket.ticket_class is P]
    for _ in range(ahead + 1):
        hall.draw(A)
    last = max(hall.waiting, key=lambda ticket: (ticket.ticket_class is A, ticket.place))
    calls = 0
    while last in hall.waiting:
        hall.draw(P)  # they never stop coming
        hall.call(comes=True)
        calls += 1
    assert calls <= (ahead + 1) * (MOST + 1)


@given(events=st.lists(st.tuples(st.sampled_from(["P", "A", "call"]), st.booleans()), max_size=80))
def test_first_come_first_served_within_a_class(events: list[Event]) -> None:
    called = [ticket for ticket, _ in play(events).called]
    for kind in TicketClass:
        places = [ticket.place for ticket in called if ticket.ticket_class is kind]
        assert places == sorted(places)


@given(events=_EVENTS)
def test_the_place_told_beforehand_is_the_place_in_which_one_is_called(
    events: list[Event],
) -> None:
    hall = play(events)
    told = [ticket.number for ticket in queue.order(hall.waiting, hall.run, MOST)]
    before = len(hall.called)
    while hall.waiting:
        hall.call(comes=True)
    assert [ticket.number for ticket, _ in hall.called[before:]] == told
