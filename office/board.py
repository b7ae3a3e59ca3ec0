"""What the counters see of today's line, and what hangs in the hall: numbers, nobody's name."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Final

from sqlalchemy.orm import Session

from engine.rules import calendars
from engine.services.kernel import Kernel
from engine.values import Actor, Calendar
from office import (
    authority,
    calendar,
    calling,
    config,
    offices,
    queue,
    siak,
    speech,
    tickets,
    timetable,
    windows,
)
from office.calling import Call, CallKind
from office.queue import TicketClass
from office.tickets import Ticket, TicketState
from office.windows import Window

#: a call older than this is not spoken any more: whoever was meant has heard it or sees it
_FRESH: Final = timedelta(seconds=45)
_LAST_CALLS: Final = 6


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """A ticket of today. `since`: drawn, called, served or passed over, as its state has it."""

    number: str
    service: str
    since: datetime
    case: int
    window: str = ""
    times: int = 0

    @property
    def ticket_class(self) -> TicketClass:
        return TicketClass(self.number[0])


@dataclass(frozen=True, slots=True, kw_only=True)
class Counter:
    """An open counter, whom it calls and whom it serves."""

    window: Window
    called: tuple[Standing, ...] = ()
    serving: tuple[Standing, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class OutOfTurn:
    """A call that passed others by, and why."""

    number: str
    at: datetime
    by: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Board:
    """Today's line: who waits, in the order of the calls, and what each counter does.

    `called` are the calls that no open counter made, `passed_over` those who may still come back.
    `siak_down_since`: since when applications
    cannot be checked; None while SIAK can be opened.
    """

    waiting: tuple[Standing, ...]
    counters: tuple[Counter, ...]
    called: tuple[Standing, ...]
    passed_over: tuple[Standing, ...]
    out_of_turn: tuple[OutOfTurn, ...]
    siak_down_since: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Announcement:
    """A call as the hall sees and hears it.

    `place` counts the day's calls; `current`: the number is still on its way to the counter;
    `fresh`: it is to be spoken, if it was not.
    """

    place: int
    number: str
    window: str
    at: datetime
    text: str
    speech: str
    current: bool
    fresh: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Opening:
    """Whether the office serves now; `until` or from when on, None when nobody knows."""

    is_open: bool
    at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Hall:
    """What hangs in the hall. `announcements`: the newest first."""

    office: str
    day: date
    announcements: tuple[Announcement, ...]
    waiting: int
    waiting_priority: int
    windows: int
    opening: Opening
    siak_down: bool


def read(kernel: Kernel, actor: Actor, office: str) -> Board:
    """Give the line of an office as it is now; numbers only, it names no citizen.

    Raises:
        RightMissing, OfficeForbidden: the actor does not work there.
    """
    authority.require(actor, "work", office)
    now = kernel.clock.now()
    day = timetable.day_of(now)
    with kernel.reads.begin() as session:
        called = tickets.in_state(session, office, day, TicketState.DIPANGGIL)
        serving = tickets.in_state(session, office, day, TicketState.DILAYANI)
        passed = tickets.in_state(session, office, day, TicketState.LEWAT)
        returns = config.effective(session, office, now).number("antrean.masuk_lagi_maks")
        opened = windows.open_windows(session, office)
        names = {window.name for window in opened}
        return Board(
            waiting=_waiting(session, office, now),
            counters=tuple(_counter(window, called, serving) for window in opened),
            called=tuple(_standing(row) for row in called if row.loket not in names),
            passed_over=tuple(_standing(row) for row in passed if row.masuk_lagi < returns),
            out_of_turn=_out_of_turn(session, office, day),
            siak_down_since=siak.down_since(session, office),
        )


def hall(kernel: Kernel, office: str) -> Hall:
    """Give what everybody may see of an office's line; asks nobody who they are.

    Raises:
        NotFound: there is no such office, or it has no calendar.
    """
    now = kernel.clock.now()
    day = timetable.day_of(now)
    with kernel.reads.begin() as session:
        identity = offices.identity(session, office)
        line = tickets.waiting(session, office, day)
        priority = sum(ticket.ticket_class is TicketClass.PRIORITY for ticket in line)
        return Hall(
            office=identity.title,
            day=day,
            announcements=_announcements(session, office, now),
            waiting=len(line) - priority,
            waiting_priority=priority,
            windows=len(windows.open_windows(session, office)),
            opening=opening(calendar.current(session, office), now),
            siak_down=siak.down_since(session, office) is not None,
        )


def opening(hours: Calendar, now: datetime) -> Opening:
    """Tell until when an office serves, or when it opens again. Pure."""
    if calendars.is_open(hours, now):
        return Opening(is_open=True, at=_end_of_span(hours, now))
    try:
        return Opening(is_open=False, at=_next_span(hours, now))
    except calendars.CalendarClosed:
        return Opening(is_open=False, at=None)


def _end_of_span(hours: Calendar, now: datetime) -> datetime:
    local = now.astimezone(timetable.ZONE)
    spans = calendars.hours(hours, local.date())
    end = next(span.end for span in spans if span.start <= local.time() < span.end)
    return datetime.combine(local.date(), end, timetable.ZONE)


def _next_span(hours: Calendar, now: datetime) -> datetime:
    local = now.astimezone(timetable.ZONE)
    for span in calendars.hours(hours, local.date()):
        if span.start > local.time():
            return datetime.combine(local.date(), span.start, timetable.ZONE)
    return calendars.opening(hours, local.date() + timedelta(days=1))


def _waiting(session: Session, office: str, now: datetime) -> tuple[Standing, ...]:
    day = timetable.day_of(now)
    most = config.effective(session, office, now).number("antrean.prioritas_berturut_maks")
    run = calling.priorities_in_a_row(session, office, day)
    rows = {row.nomor: row for row in tickets.line_of(session, office, day)}
    line = queue.order(map(tickets.as_waiting, rows.values()), run, most)
    opened = calendars.opening(calendar.current(session, office), day)
    return tuple(
        replace(one, since=max(one.since, min(opened, now)))  # drawn on an earlier day
        for one in (_standing(rows[ticket.number]) for ticket in line)
    )


def _counter(window: Window, called: Sequence[Ticket], serving: Sequence[Ticket]) -> Counter:
    return Counter(
        window=window,
        called=tuple(_standing(row) for row in called if row.loket == window.name),
        serving=tuple(_standing(row) for row in serving if row.loket == window.name),
    )


def _standing(row: Ticket) -> Standing:
    since = {
        TicketState.DIPANGGIL: row.dipanggil_pada,
        TicketState.LEWAT: row.dipanggil_pada,
        TicketState.DILAYANI: row.dilayani_pada,
    }.get(TicketState(row.keadaan))
    return Standing(
        number=row.nomor,
        service=row.layanan,
        since=since or row.diambil_pada,
        case=row.kasus,
        window=row.loket or "",
        times=row.panggilan,
    )


def _out_of_turn(session: Session, office: str, day: date) -> tuple[OutOfTurn, ...]:
    calls = [
        call for call in calling.of_day(session, office, day) if call.jenis == CallKind.LUAR_GILIRAN
    ]
    numbers = tickets.numbers(session, [call.tiket for call in calls])
    return tuple(
        OutOfTurn(number=numbers[call.tiket], at=call.pada, by=call.oleh, reason=call.alasan or "")
        for call in calls
    )


def _announcements(session: Session, office: str, now: datetime) -> tuple[Announcement, ...]:
    """The last calls to a counter, one a number: calling it again moves it to the front."""
    day = timetable.day_of(now)
    newest: dict[int, Call] = {}
    for call in reversed(calling.of_day(session, office, day)):
        if call.loket and len(newest) < _LAST_CALLS:
            newest.setdefault(call.tiket, call)
    numbers = tickets.numbers(session, list(newest))
    called = {row.key for row in tickets.in_state(session, office, day, TicketState.DIPANGGIL)}
    return tuple(
        Announcement(
            place=call.urutan,
            number=numbers[ticket],
            window=call.loket,
            at=call.pada,
            text=speech.call_text(numbers[ticket], call.loket),
            speech=speech.call_speech(numbers[ticket], call.loket),
            current=ticket in called,
            fresh=ticket in called and now - call.pada < _FRESH,
        )
        for ticket, call in newest.items()
    )
