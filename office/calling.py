"""Calls tickets to counters, one after the other however many counters call at once.

Whose class is next the deployed table `panggil_berikutnya` says (DMN-6). Every call is a row that
stays; the run of priority numbers is counted from them.
"""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import StrEnum
from typing import Final

from sqlalchemy import Date, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from engine.dmn import evaluation
from engine.errors import Conflict, Failed, Forbidden, NotFound
from engine.services import answers, deciding, rights
from engine.services import tasks as engine_tasks
from engine.services.kernel import Kernel, Request
from engine.store import tasks as task_rows
from engine.store.base import Base, Instant, Key, Name
from office import authority, config, counters, offices, queue, tickets, timetable, windows
from office.queue import TicketClass, WaitingTicket
from office.tickets import Ticket, TicketState

_DECISION: Final = "panggil_berikutnya"


class CallKind(StrEnum):
    """Its turn had come; others were passed by; taken from the work list; called once more."""

    GILIRAN = "GILIRAN"
    LUAR_GILIRAN = "LUAR_GILIRAN"
    LANGSUNG = "LANGSUNG"
    ULANG = "ULANG"


class Call(Base):
    """One call; `berturut` is `queue.run_after` it, `alasan` why it was out of turn."""

    __tablename__ = "tiket_panggilan"

    kantor: Mapped[Name] = mapped_column(primary_key=True)
    tanggal: Mapped[date] = mapped_column(Date, primary_key=True)
    urutan: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    tiket: Mapped[Key]
    jenis: Mapped[Name]
    loket: Mapped[Name]
    pada: Mapped[Instant] = mapped_column()
    oleh: Mapped[Name]
    biasa_menunggu: Mapped[bool]
    berturut: Mapped[int]
    alasan: Mapped[Name | None]


class NobodyWaits(Conflict):
    """The line is empty."""

    code = "queue-empty"
    message = "Nobody waits for a call."


class NotWaiting(Conflict):
    """Out of turn only who waits can be called."""

    code = "ticket-not-waiting"
    message = "Number %(number)s does not wait today. Look at the line again."


class NotCalled(Conflict):
    """A ticket is to be called again that was not called, or was called often enough."""

    code = "ticket-not-called"
    message = "Ticket %(number)s does not wait at a counter, or was called %(times)s times already."


class TableAnswersWrongly(Failed):
    """The deployed table names a class of which nobody waits."""

    code = "queue-table-wrong"
    message = "Table %(table)s answers %(answer)s, but nobody of that class waits. Correct it."


@dataclass(frozen=True, slots=True, kw_only=True)
class Called:
    """A ticket on its way to a counter. `case` is its root case's key."""

    number: str
    window: str
    times: int
    case: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Calling:
    """Who calls, at which counter ("" from the work list), when, and why if out of turn."""

    by: str
    at: datetime
    window: str = ""
    reason: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class OutOfTurn:
    """The number to call past the others, and why (1 to 4,000 characters)."""

    number: str
    reason: str


def call_next(kernel: Kernel, request: Request, office: str, window: str) -> Called:
    """Call the next ticket of today to an open counter and take its task; needs the right "work".

    Counters that call at once come one after the other: no ticket is called twice.

    Raises:
        RightMissing, OfficeForbidden.
        WindowClosed: the counter is not open.
        NobodyWaits: the line is empty.
        NotFound: the table is not deployed.
        TableAnswersWrongly: its answer is of no use.
    """
    return _call(kernel, request, office, window)


def call_out_of_turn(
    kernel: Kernel, request: Request, office: str, window: str, out: OutOfTurn
) -> Called:
    """Call a certain number that waits today, past the others; otherwise as `call_next`.

    The reason is kept with the call for ever. The run of priority numbers does not change.

    Raises:
        ReasonMissing: there is no reason.
        NotWaiting: the number does not wait today.
        RightMissing, OfficeForbidden, WindowClosed: as `call_next`.
    """
    out = replace(out, reason=rights.reason(out.reason))
    return _call(kernel, request, office, window, out)


def _call(
    kernel: Kernel, request: Request, office: str, window: str, out: OutOfTurn | None = None
) -> Called:
    authority.require(request.actor, "work", office)
    asked = answers.fingerprint("call", office, window, out)
    with kernel.sessions.begin() as session:
        called = answers.recall(kernel, session, request, asked, Called)
        if called is None:
            called = _call_one(kernel, session, request, (office, window), out)
            answers.keep(kernel, session, request, asked, called)
    take_task(kernel, request, called.case)
    return called


def _call_one(
    kernel: Kernel,
    session: Session,
    request: Request,
    where: tuple[str, str],
    out: OutOfTurn | None,
) -> Called:
    (office, window), now = where, kernel.clock.now()
    day = timetable.day_of(now)
    windows.require_open(session, office, window)
    place = _take_place(session, office, day)
    line = tickets.waiting(session, office, day)
    chosen = _named(line, out.number) if out else _chosen(kernel, session, office, line, now).number
    ticket = tickets.find(session, office, day, chosen)
    times = tickets.announce(session, ticket, now, window)
    reason, kind = (out.reason, CallKind.LUAR_GILIRAN) if out else (None, CallKind.GILIRAN)
    calling = Calling(by=request.actor.id, at=now, window=window, reason=reason)
    _note(session, ticket, calling, place, kind)
    return Called(number=ticket.nomor, window=window, times=times, case=ticket.kasus)


def _named(line: tuple[WaitingTicket, ...], number: str) -> str:
    if number not in {ticket.number for ticket in line}:
        raise NotWaiting(number=number)
    return number


def call_again(kernel: Kernel, request: Request, office: str, number: str) -> Called:
    """Call a ticket of today once more to its counter; needs the right "work".

    Raises:
        RightMissing, OfficeForbidden.
        NotFound: no such number was drawn.
        NotCalled: it is not on its way to a counter, or its calls are used up.
    """
    authority.require(request.actor, "work", office)
    now = kernel.clock.now()
    day = timetable.day_of(now)
    with kernel.sessions.begin() as session:
        place = _take_place(session, office, day)
        ticket = tickets.find(session, office, day, number)
        most = config.effective(session, office, now).number("antrean.panggilan_maks")
        if ticket.keadaan != TicketState.DIPANGGIL or ticket.panggilan >= most:
            raise NotCalled(number=number, times=ticket.panggilan)
        window = ticket.loket or ""
        times = tickets.announce(session, ticket, now, window)
        calling = Calling(by=request.actor.id, at=now, window=window)
        _note(session, ticket, calling, place, CallKind.ULANG)
    return Called(number=number, window=window, times=times, case=ticket.kasus)


def answer(session: Session, ticket: Ticket, by: str, now: datetime) -> int:
    """Note that a call was answered, and give how many calls there were.

    A call that no counter had made (the officer took the ticket from the work list) is noted now.
    """
    ticket.terjawab += 1
    if ticket.terjawab > ticket.panggilan:
        again = ticket.keadaan == TicketState.DIPANGGIL
        place = _take_place(session, ticket.kantor, ticket.tanggal)
        tickets.announce(session, ticket, now, ticket.loket)
        kind = CallKind.ULANG if again else CallKind.LANGSUNG
        _note(session, ticket, Calling(by=by, at=now, window=ticket.loket or ""), place, kind)
    session.flush()
    return ticket.panggilan


def priorities_in_a_row(session: Session, office: str, day: date) -> int:
    """Give the run of priority numbers called while an ordinary one waited, up to now."""
    wanted = select(Call.berturut).where(Call.kantor == office, Call.tanggal == day)
    return session.execute(wanted.order_by(Call.urutan.desc()).limit(1)).scalar() or 0


def of_day(session: Session, office: str, day: date) -> tuple[Call, ...]:
    """Give the calls of a day in their order."""
    wanted = select(Call).where(Call.kantor == office, Call.tanggal == day)
    return tuple(session.execute(wanted.order_by(Call.urutan)).scalars())


def _take_place(session: Session, office: str, day: date) -> int:
    """The call's number of the day; whoever calls meanwhile waits until this transaction ends."""
    return counters.next_number(session, office, f"panggilan:{day.isoformat()}")


def _chosen(
    kernel: Kernel,
    session: Session,
    office: str,
    line: tuple[WaitingTicket, ...],
    now: datetime,
) -> WaitingTicket:
    if not line:
        raise NobodyWaits
    waiting = [ticket.ticket_class for ticket in line]
    policies = config.effective(session, office, now)
    context: dict[str, object] = {
        "kantor": policies.context(offices.identity(session, office)),
        "prioritas_menunggu": waiting.count(TicketClass.PRIORITY),
        "biasa_menunggu": waiting.count(TicketClass.ORDINARY),
        "prioritas_berturut": priorities_in_a_row(session, office, timetable.day_of(now)),
    }
    model = deciding.newest(kernel.catalogue, session, _DECISION).model
    said = evaluation.evaluate(model, _DECISION, context, now=now).value
    for kind in TicketClass:
        if said == kind.value and (ticket := queue.first(line, kind)) is not None:
            return ticket
    raise TableAnswersWrongly(table=_DECISION, answer=str(said))


def _note(session: Session, ticket: Ticket, calling: Calling, place: int, kind: CallKind) -> None:
    run = priorities_in_a_row(session, ticket.kantor, ticket.tanggal)
    line = tickets.waiting(session, ticket.kantor, ticket.tanggal)
    waits = queue.first(line, TicketClass.ORDINARY) is not None
    if kind in {CallKind.GILIRAN, CallKind.LANGSUNG}:
        run = queue.run_after(run, TicketClass(ticket.kelas), ordinary_waited=waits)
    session.add(
        Call(
            kantor=ticket.kantor,
            tanggal=ticket.tanggal,
            urutan=place,
            tiket=ticket.key,
            jenis=kind.value,
            loket=calling.window,
            pada=calling.at,
            oleh=calling.by,
            biasa_menunggu=waits,
            berturut=run,
            alasan=calling.reason,
        )
    )
    session.flush()


def take_task(kernel: Kernel, request: Request, case: int) -> None:
    """Let the officer hold what the case waits at, unless somebody does or it is not theirs."""
    with kernel.reads.begin() as session:
        waiting = [task.key for task in task_rows.open_of_case(session, case)]
    for task in waiting:
        with suppress(Conflict, Forbidden, NotFound):  # the ticket is called all the same
            engine_tasks.claim(kernel, Request(actor=request.actor), task)
