"""What hangs in the hall and stands on the counters' screens: who waits, who is called, where."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from engine.services.kernel import Kernel
from engine.values import Actor
from office import authority, calling, config, queue, siak, tickets, timetable, windows
from office.calling import Called
from office.tickets import Ticket, TicketState
from office.windows import Window


@dataclass(frozen=True, slots=True, kw_only=True)
class Board:
    """Today's line: numbers in the order in which they will be called, those called, counters.

    `siak_down_since`: since when applications cannot be checked; None while SIAK can be opened.
    """

    waiting: tuple[str, ...]
    called: tuple[Called, ...]
    windows: tuple[Window, ...]
    siak_down_since: datetime | None = None


def read(kernel: Kernel, actor: Actor, office: str) -> Board:
    """Give the board of an office as it is now; numbers only, it names nobody.

    Raises:
        RightMissing, OfficeForbidden: the actor does not work there.
    """
    authority.require(actor, "work", office)
    now = kernel.clock.now()
    day = timetable.day_of(now)
    with kernel.reads.begin() as session:
        most = config.effective(session, office, now).number("antrean.prioritas_berturut_maks")
        run = calling.priorities_in_a_row(session, office, day)
        line = queue.order(tickets.waiting(session, office, day), run, most)
        called = select(Ticket).where(
            Ticket.kantor == office,
            Ticket.tanggal == day,
            Ticket.keadaan == TicketState.DIPANGGIL,
        )
        rows = session.execute(called.order_by(Ticket.dipanggil_pada)).scalars()
        return Board(
            waiting=tuple(ticket.number for ticket in line),
            called=tuple(
                Called(
                    number=row.nomor, window=row.loket or "", times=row.panggilan, case=row.kasus
                )
                for row in rows
            ),
            windows=windows.open_windows(session, office),
            siak_down_since=siak.down_since(session, office),
        )
