"""The office's card printers and whether they work. Prints nothing: people do."""

from __future__ import annotations

from typing import Final

from sqlalchemy import exists, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from engine.errors import Fault, Invalid
from engine.services import signals
from engine.services.kernel import Kernel, Request
from engine.store.base import Base, Instant, Name
from engine.values import SYSTEM_ACTOR
from office import authority

#: broadcast when a printer works again
WORKS_AGAIN: Final = "printer_pulih"
_LONGEST: Final = 40


class PrinterUnnamed(Invalid):
    """A printer without a name that fits on a list."""

    code = "printer-unnamed"
    message = "Give the printer a name of 1 to 40 characters."


class Printer(Base):
    """A printer and its present state."""

    __tablename__ = "printer"

    kantor: Mapped[Name] = mapped_column(primary_key=True)
    nama: Mapped[Name] = mapped_column(primary_key=True)
    siap: Mapped[bool]
    diubah_pada: Mapped[Instant]
    oleh: Mapped[Name]


def is_any_up(session: Session, office: str) -> bool:
    """Tell whether at least one printer of the office works."""
    wanted = exists().where(Printer.kantor == office, Printer.siap.is_(True))
    return bool(session.execute(select(wanted)).scalar_one())


def report(kernel: Kernel, request: Request, office: str, name: str, *, up: bool) -> None:
    """Note that a printer works (again) or not, and wake the cases that wait for one.

    Raises:
        PrinterUnnamed: the name is empty or longer than 40 characters.
        RightMissing, OfficeForbidden: the actor may not.
    """
    name = " ".join(name.split())
    if not 0 < len(name) <= _LONGEST:
        fault = Fault(rule=PrinterUnnamed.code, element="nama", message=PrinterUnnamed.message)
        raise PrinterUnnamed((fault,))
    set_state(kernel, request, office, name, up=up)
    if up:
        signals.broadcast(kernel, Request(actor=SYSTEM_ACTOR), WORKS_AGAIN, {}, office=office)


def set_state(kernel: Kernel, request: Request, office: str, name: str, *, up: bool) -> None:
    """Add a printer or note that it works (again) or not; needs the right "work" in the office.

    Whoever notes that it works again broadcasts the signal `printer_pulih` afterwards.

    Raises:
        RightMissing: the actor may not.
    """
    authority.require(request.actor, "work", office)
    with kernel.sessions.begin() as session:
        row = session.get(Printer, (office, name)) or Printer(kantor=office, nama=name)
        row.siap, row.diubah_pada, row.oleh = up, kernel.clock.now(), request.actor.id
        session.add(row)
