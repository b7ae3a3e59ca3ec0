"""Where a ticket stands, for the citizen who holds it: the QR code on the ticket leads there.

Whoever has the number's code may look; it says nothing of a person or a case.
"""

from __future__ import annotations

import hmac
from base64 import urlsafe_b64encode
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from sqlalchemy import select

from engine.errors import NotFound
from engine.services.kernel import Kernel
from engine.store.cases import Case
from engine.store.sealing import Sealer
from office import offices, outlook, tickets, timetable
from office.outlook import Expectation
from office.tickets import TicketState

#: 72 bits: nobody guesses another's
_CODE_BYTES: Final = 9


@dataclass(frozen=True, slots=True, kw_only=True)
class Whereabouts:
    """A ticket now. `expected` only while it waits on its day; `over`: its case has ended."""

    office: str
    number: str
    day: date
    is_today: bool
    service: str
    drawn_at: datetime
    state: TicketState
    window: str
    over: bool
    expected: Expectation | None


def code_of(sealer: Sealer, office: str, day: date, number: str) -> str:
    """Give the code by which a ticket is looked at: 12 characters, of no use for another one."""
    digest = sealer.index("ticket", f"{office}|{day.isoformat()}|{number}")
    return urlsafe_b64encode(digest[:_CODE_BYTES]).decode()


def read(kernel: Kernel, office: str, day: date, number: str, code: str) -> Whereabouts:
    """Give where a ticket stands.

    Raises:
        NotFound: there is no such ticket, or the code is another one's: the answer is the same.
    """
    right = code_of(kernel.sealer, office, day, number)
    if not hmac.compare_digest(right.encode(), code.encode()):
        raise NotFound(kind="ticket", key=number)
    now = kernel.clock.now()
    with kernel.reads.begin() as session:
        ticket = tickets.find(session, office, day, number)
        ended = select(Case.ended_at).where(Case.key == ticket.kasus)
        return Whereabouts(
            office=offices.identity(session, office).title,
            number=number,
            day=day,
            is_today=day == timetable.day_of(now),
            service=ticket.layanan,
            drawn_at=ticket.diambil_pada,
            state=TicketState(ticket.keadaan),
            window=ticket.loket or "",
            over=session.execute(ended).scalar() is not None,
            expected=outlook.of_waiting(session, office, number, now),
        )
