"""The print room: what waits for the printer, lies in it, or waits for its check. Reads only.

Cards are found by the forms that their tasks ask: these are the contract with any diagram
(docs/forms.md). What is done with them is `office.print_batches`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from engine.services import rights
from engine.services.kernel import Kernel
from engine.services.reading.views import TaskRow
from engine.values import Actor
from office import config, reconciliation, stages, timetable
from office.applications import Application
from office.cards import PrintAttempt
from office.printers import Printer
from office.reconciliation import Reconciliation
from office.stages import Stage
from office.stock import rules
from office.stock.line import Place
from office.stock.rules import Waiting

LANE: Final = "cetak"
START: Final = "mulai_cetak"
RESULT: Final = "hasil_cetak"
CHECK: Final = "uji_mutu"
FORMS: Final = frozenset({START, RESULT, CHECK})
READERS: Final = ("work", "supervise", "administer", "audit")


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """One card on its way. `serial`, `since` and `by`: of the print that runs or was run.

    `priority` and `kind` are the class and the kind of application; None and "" where the office
    does not know them (a case outside its own line).
    """

    task: TaskRow
    form: str
    no_register: str
    kind: str
    priority: int | None
    serial: str
    since: datetime | None
    by: str

    def is_for(self, actor: Actor) -> bool:
        """Whether the task is for the actor's lanes; who must not do it is told on taking it."""
        return bool(actor.groups & set(self.task.groups))


@dataclass(frozen=True, slots=True, kw_only=True)
class Desk:
    """What the print room sees. `left`: how many more today by the capacity; None without one.

    `heat` is the temperature that the reader noted last; `books` are blanko used beside cards made.
    """

    office: str
    site: str
    capacity: int | None
    printed: int
    heat: int | None
    printers: tuple[Printer, ...]
    to_print: tuple[Item, ...]
    printing: tuple[Item, ...]
    to_check: tuple[Item, ...]
    books: Reconciliation

    @property
    def left(self) -> int | None:
        return None if self.capacity is None else max(0, self.capacity - self.printed)

    def items(self, form: str) -> tuple[Item, ...]:
        """The cards whose task asks this form."""
        return {START: self.to_print, RESULT: self.printing, CHECK: self.to_check}.get(form, ())


@dataclass(frozen=True, slots=True, kw_only=True)
class _About:
    """What the office knows of the cases on the desk, by register number."""

    places: Mapping[str, Place]
    kinds: Mapping[str, str]
    prints: Mapping[str, PrintAttempt]


def read(kernel: Kernel, actor: Actor, office: str) -> Desk:
    """Give the print room of an office, cards to print in the order of the line.

    Raises:
        RightMissing, OfficeForbidden: the actor may not see it.
    """
    rights.require(actor, *READERS)
    office = rights.office_for(actor, office)
    now = kernel.clock.now()
    with kernel.reads.begin() as session:
        policies = config.effective(session, office, now)
        items = _items(session, stages.of_office(session, office, FORMS, now))
        printers = select(Printer).where(Printer.kantor == office).order_by(Printer.nama)
        return Desk(
            office=office,
            site=policies.text("kantor.print_site"),
            capacity=policies.number("kantor.kapasitas_cetak_harian") or None,
            printed=_printed(session, office, now),
            heat=_last_heat(session, actor.id),
            printers=tuple(session.execute(printers).scalars()),
            to_print=items[START],
            printing=items[RESULT],
            to_check=items[CHECK],
            books=reconciliation.reconcile(session, office),
        )


def _items(session: Session, found: tuple[Stage, ...]) -> dict[str, tuple[Item, ...]]:
    numbers = sorted({stage.task.business_key for stage in found})
    about = _About(
        places={row.no_register: row for row in session.execute(_places(numbers)).scalars()},
        kinds=dict(session.execute(_kinds(numbers)).all()),
        prints={row.no_register: row for row in session.execute(_prints(numbers)).scalars()},
    )
    items = [_item(stage, about) for stage in found]
    order = _order(about.places)
    return {
        form: tuple(
            sorted(
                (item for item in items if item.form == form),
                key=lambda item: order.get(item.no_register, len(order)),
            )
        )
        for form in FORMS
    }


def _item(stage: Stage, about: _About) -> Item:
    number = stage.task.business_key
    place, running = about.places.get(number), about.prints.get(number)
    return Item(
        task=stage.task,
        form=stage.form,
        no_register=number,
        kind=about.kinds.get(number, ""),
        priority=None if place is None else place.kelas,
        serial="" if running is None else running.blanko_seri or "",
        since=None if running is None else running.dimulai_pada,
        by="" if running is None else running.oleh,
    )


def _places(numbers: Sequence[str]) -> Select[Place]:
    return select(Place).where(Place.no_register.in_(numbers))


def _kinds(numbers: Sequence[str]) -> Select[str, str]:
    columns = select(Application.no_register, Application.jenis)
    return columns.where(Application.no_register.in_(numbers))


def _prints(numbers: Sequence[str]) -> Select[PrintAttempt]:
    """The prints that run, or wait for QC."""
    open_ones = PrintAttempt.selesai_pada.is_(None)
    return select(PrintAttempt).where(PrintAttempt.no_register.in_(numbers), open_ones)


def _order(places: Mapping[str, Place]) -> dict[str, int]:
    line = rules.ranked(
        Waiting(
            no_register=place.no_register,
            priority_class=place.kelas,
            print_ready_at=place.siap_cetak_pada,
            returned=place.gagal > 0,
        )
        for place in places.values()
    )
    return {waiting.no_register: number for number, waiting in enumerate(line)}


def _printed(session: Session, office: str, now: datetime) -> int:
    """How many prints were begun today."""
    begun = PrintAttempt.dimulai_pada >= timetable.start_of(timetable.day_of(now))
    wanted = select(func.count()).select_from(PrintAttempt)
    return session.execute(wanted.where(PrintAttempt.kantor == office, begun)).scalar_one()


def _last_heat(session: Session, officer: str) -> int | None:
    wanted = select(PrintAttempt.suhu).where(PrintAttempt.oleh == officer)
    return session.execute(wanted.order_by(PrintAttempt.key.desc()).limit(1)).scalar()
