"""Numbered paper lists for a power cut, and what was written on them entered afterwards.

A sheet's numbers are allotted once and for ever; a number begins one case and no second. Both
tables are append-only. Which stage an older paper case has reached is `office.paper_cases`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Mapped, Session, mapped_column

from engine.errors import Conflict, Fault, Invalid, NotFound
from engine.services import cases, tasks
from engine.services.cases import Start
from engine.services.kernel import Kernel, Request
from engine.services.turns import Turn
from engine.store.base import Base, Instant, Key, Name
from engine.values import Actor
from office import authority, config, counters, tickets, timetable
from office.kiosks import Wish

#: lines on one sheet of A4, and sheets printed at once
ROWS: Final = 20
_MOST_SHEETS: Final = 50
_LANE: Final = "loket"


class Sheet(Base):
    """A printed sheet: its numbers from `dari` to `sampai`, both included."""

    __tablename__ = "lembar_kertas"

    kantor: Mapped[Name] = mapped_column(primary_key=True)
    lembar: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    dari: Mapped[int]
    sampai: Mapped[int]
    dibuat_pada: Mapped[Instant]
    oleh: Mapped[Name]


class PaperNumber(Base):
    """A number of a paper list that was entered: its case, and when the person came."""

    __tablename__ = "nomor_kertas"

    kantor: Mapped[Name] = mapped_column(primary_key=True)
    nomor: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    kasus: Mapped[Key]
    terjadi_pada: Mapped[Instant]
    dicatat_pada: Mapped[Instant] = mapped_column()
    oleh: Mapped[Name]


class SheetCountInvalid(Invalid):
    """So many sheets are not printed at once."""

    code = "paper-sheets-invalid"
    message = "Print 1 to 50 sheets at once."


class NumberUsed(Conflict):
    """A number of a paper list was entered before."""

    code = "paper-number-used"
    message = "Number %(number)s was entered already. Compare the sheet with the screen."


class NumberUnknown(Conflict):
    """A number stands on no sheet of the office."""

    code = "paper-number-unknown"
    message = "Number %(number)s stands on no printed sheet. Look at the sheet again."


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A line of a sheet. `ticket` and the rest are empty until it is entered."""

    number: int
    case: int | None = None
    ticket: str = ""
    came_at: datetime | None = None
    by: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """What a line of the paper says. `came_at`, `served_at`: aware instants that have been.

    `served_at`: when the person stood at the counter; None while he or she still waits.
    """

    number: int
    wish: Wish
    came_at: datetime
    served_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Entered:
    """A line that became a case."""

    number: int
    case: int
    ticket: str


def allot(kernel: Kernel, request: Request, office: str, sheets: int) -> tuple[int, ...]:
    """Make new sheets, each with numbers that no other has; right "work" or "administer".

    Raises:
        RightMissing, OfficeForbidden.
        SheetCountInvalid: not 1 to 50.
    """
    _require(request.actor, office)
    if not 1 <= sheets <= _MOST_SHEETS:
        message = SheetCountInvalid.message
        raise SheetCountInvalid((Fault(rule="sheets", element="lembar", message=message),))
    with kernel.sessions.begin() as session:
        made = [counters.next_number(session, office, "lembar_kertas") for _ in range(sheets)]
        for number in made:
            session.add(
                Sheet(
                    kantor=office,
                    lembar=number,
                    dari=(number - 1) * ROWS + 1,
                    sampai=number * ROWS,
                    dibuat_pada=kernel.clock.now(),
                    oleh=request.actor.id,
                )
            )
    return tuple(made)


def sheets(kernel: Kernel, actor: Actor, office: str, newest: int = 50) -> tuple[Sheet, ...]:
    """Give the newest sheets of an office, the newest first; rights as `allot`."""
    _require(actor, office)
    wanted = select(Sheet).where(Sheet.kantor == office).order_by(Sheet.lembar.desc())
    with kernel.reads.begin() as session:
        return tuple(session.execute(wanted.limit(newest)).scalars())


def used(kernel: Kernel, office: str, found: Sequence[Sheet]) -> dict[int, int]:
    """Give how many numbers of each of these sheets were entered."""
    with kernel.reads.begin() as session:
        return {
            sheet.lembar: sum(line.case is not None for line in _lines(session, sheet))
            for sheet in found
            if sheet.kantor == office
        }


def sheet(kernel: Kernel, actor: Actor, office: str, number: int) -> tuple[Sheet, tuple[Line, ...]]:
    """Give a sheet and its lines; rights as `allot`.

    Raises:
        NotFound: there is no such sheet.
    """
    _require(actor, office)
    with kernel.reads.begin() as session:
        found = session.get(Sheet, (office, number))
        if found is None:
            raise NotFound(kind="sheet", key=str(number))
        return found, _lines(session, found)


def enter(kernel: Kernel, request: Request, office: str, written: Written) -> Entered:
    """Begin the case of a line at the instant the person came; needs the lane `loket`.

    It draws a number for the day the person came. With `served_at` the call is noted as answered
    then, so that the case stands where it stood on paper; without it the number waits in the line.

    Raises:
        RightMissing, OfficeForbidden, LaneMissing.
        NumberUsed: the line was entered before; nothing was changed.
        NumberUnknown: the number stands on no sheet.
        AnswersInvalid: the form knows no such service or priority.
    """
    authority.require(request.actor, "work", office)
    authority.require_lane(request.actor, _LANE, office)
    answers = {"jenis_layanan": written.wish.service, "prioritas": written.wish.priority}

    def answer(turn: Turn) -> None:
        _mark(turn, request.actor, office, written)
        tasks.answer_only(turn, answers)
        if written.served_at is not None:
            tasks.answer_only(turn, {"hadir": True}, written.served_at)

    procedure = config.held(kernel, office).text("antrean.prosedur")
    start = Start(process_id=procedure, office=office)
    late = Request(actor=request.actor, occurred_at=written.came_at)
    case = cases.start(kernel, late, start, answer).key
    with kernel.reads.begin() as session:
        ticket = tickets.of_case(session, case)
    return Entered(number=written.number, case=case, ticket=ticket.nomor if ticket else "")


def needs_served(kernel: Kernel, came_at: datetime) -> bool:
    """Whether a line must say when the person was served: a number lapses with its day."""
    return timetable.day_of(came_at) < timetable.day_of(kernel.clock.now())


def _require(actor: Actor, office: str) -> None:
    authority.require(actor, "work" if "work" in actor.rights else "administer", office)


def _mark(turn: Turn, actor: Actor, office: str, written: Written) -> None:
    session = turn.session
    if session.get(PaperNumber, (office, written.number)) is not None:
        raise NumberUsed(number=written.number)
    printed = select(Sheet.lembar).where(
        Sheet.kantor == office, Sheet.dari <= written.number, Sheet.sampai >= written.number
    )
    if session.execute(printed).first() is None:
        raise NumberUnknown(number=written.number)
    session.add(
        PaperNumber(
            kantor=office,
            nomor=written.number,
            kasus=turn.case.key,
            terjadi_pada=written.came_at,
            dicatat_pada=turn.recorded_at,
            oleh=actor.id,
        )
    )
    session.flush()


def _lines(session: Session, found: Sheet) -> tuple[Line, ...]:
    wanted = select(PaperNumber).where(
        PaperNumber.kantor == found.kantor, PaperNumber.nomor.between(found.dari, found.sampai)
    )
    entered = {row.nomor: row for row in session.execute(wanted).scalars()}
    return tuple(
        _line(session, entered[number]) if number in entered else Line(number=number)
        for number in range(found.dari, found.sampai + 1)
    )


def _line(session: Session, row: PaperNumber) -> Line:
    ticket = tickets.of_case(session, row.kasus)
    return Line(
        number=row.nomor,
        case=row.kasus,
        ticket=ticket.nomor if ticket else "",
        came_at=row.terjadi_pada,
        by=row.oleh,
    )
