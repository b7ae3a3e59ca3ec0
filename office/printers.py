"""The office's card printers and whether they work. Prints nothing: people do."""

from __future__ import annotations

from sqlalchemy import exists, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from engine.services.kernel import Kernel, Request
from engine.store.base import Base, Instant, Name
from office import authority


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
