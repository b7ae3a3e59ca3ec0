"""What a counter does after a call: the person came, did not come, or comes back later.

Calling itself is `office.calling`. What follows in the case is the diagram's: here its own task is
answered, or its own message sent.
"""

from __future__ import annotations

from typing import Final

from engine.errors import Conflict
from engine.services import messages, reading, tasks
from engine.services.kernel import Kernel, Request
from engine.services.messages import Message
from engine.values import Actor
from office import authority, calling, tickets, timetable
from office.calling import NotCalled
from office.tickets import Ticket, TicketState

#: the tasks of U2 in the diagram `antrean`
_TASKS: Final = frozenset({"U2_panggil", "U2_panggil_ulang"})
_RETURN: Final = "masuk_lagi"


class MayNotReturn(Conflict):
    """A number was not passed over, or its one return is used up."""

    code = "ticket-may-not-return"
    message = "Number %(number)s cannot come back to the line. Let the person take a new one."


def answer(kernel: Kernel, request: Request, office: str, number: str, *, came: bool) -> int:
    """Note whether the person of a called number of today came, and give the root case.

    Who came is served: the officer then holds the case's next task, when it is for the own lane.

    Raises:
        RightMissing, OfficeForbidden: the actor does not work there.
        NotFound: no such number was drawn today.
        NotCalled: it is not on its way to a counter.
        TaskTaken, Forbidden: its task is somebody else's.
    """
    authority.require(request.actor, "work", office)
    ticket = _today(kernel, office, number)
    page = reading.case(kernel, request.actor, ticket.kasus)
    task = next((row for row in page.tasks if row.element in _TASKS), None)
    if ticket.keadaan != TicketState.DIPANGGIL or task is None:
        raise NotCalled(number=number, times=ticket.panggilan)
    tasks.complete(kernel, request, task.key, {"hadir": came})
    calling.take_task(kernel, request, ticket.kasus)
    return ticket.kasus


def bring_back(kernel: Kernel, request: Request, office: str, number: str) -> None:
    """Let a number that was passed over today come back to the line, as often as the office allows.

    Raises:
        RightMissing, OfficeForbidden: the actor does not work there.
        NotFound: no such number was drawn today.
        MayNotReturn: it was not passed over, or came back already.
    """
    authority.require(request.actor, "work", office)
    ticket = _today(kernel, office, number)
    if ticket.keadaan != TicketState.LEWAT:
        raise MayNotReturn(number=number)
    # the right "message" is for any message; this one is the counters' own
    clerk = Actor(id=request.actor.id, offices=frozenset({office}), kind="service")
    asked = Request(actor=clerk, idempotency_key=request.idempotency_key)
    message = Message(name=_RETURN, key=number, office=office)
    if ticket.kasus not in messages.publish(kernel, asked, message).cases:
        raise MayNotReturn(number=number)


def _today(kernel: Kernel, office: str, number: str) -> Ticket:
    with kernel.reads.begin() as session:
        day = timetable.day_of(kernel.clock.now())
        return tickets.find(session, office, day, number)
