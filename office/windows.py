"""The office's counters (loket): which are open. Every opening and closing is a row that stays."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sqlalchemy import Index, func, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from engine.errors import Conflict, Fault, Invalid
from engine.services.kernel import Kernel, Request
from engine.store import keys
from engine.store.base import Base, Instant, Name, PrimaryKey
from office import authority, counters

_LONGEST_NAME = 40


class Turned(StrEnum):
    BUKA = "BUKA"
    TUTUP = "TUTUP"


class WindowTurn(Base):
    """A counter was opened or closed; the newest row of a counter says how it stands."""

    __tablename__ = "loket_buka_tutup"
    __table_args__ = (Index(None, "kantor", "loket", "key"),)

    key: Mapped[PrimaryKey]
    kantor: Mapped[Name]
    loket: Mapped[Name]
    kejadian: Mapped[Name]
    pada: Mapped[Instant] = mapped_column()
    oleh: Mapped[Name]


class WindowClosed(Conflict):
    """Somebody is to be called to a counter that is not open."""

    code = "counter-closed"
    message = "Counter %(window)s is closed. Open it first."


class WindowNameInvalid(Invalid):
    """A counter's name is missing or too long."""

    code = "counter-name-invalid"
    message = "Give the counter a name of 1 to 40 characters."


@dataclass(frozen=True, slots=True, kw_only=True)
class Window:
    """An open counter: since when, and who opened it."""

    name: str
    since: datetime
    by: str


def open_window(kernel: Kernel, request: Request, office: str, window: str) -> bool:
    """Open a counter; False when it is open already. Needs the right "work" in the office.

    Raises:
        RightMissing, OfficeForbidden.
        WindowNameInvalid: the name is empty or longer than 40 characters.
    """
    return _turn(kernel, request, office, window, Turned.BUKA)


def close_window(kernel: Kernel, request: Request, office: str, window: str) -> bool:
    """Close a counter; False when it is not open. Otherwise as `open_window`."""
    return _turn(kernel, request, office, window, Turned.TUTUP)


def open_windows(session: Session, office: str) -> tuple[Window, ...]:
    """Give the counters that are open, by name."""
    newest = (select(func.max(WindowTurn.key)).where(WindowTurn.kantor == office)).group_by(
        WindowTurn.loket
    )
    wanted = (
        select(WindowTurn)
        .where(WindowTurn.key.in_(newest), WindowTurn.kejadian == Turned.BUKA.value)
        .order_by(WindowTurn.loket)
    )
    rows = session.execute(wanted).scalars()
    return tuple(Window(name=row.loket, since=row.pada, by=row.oleh) for row in rows)


def require_open(session: Session, office: str, window: str) -> None:
    """Let pass only an open counter.

    Raises:
        WindowClosed: it is not.
    """
    if window not in {one.name for one in open_windows(session, office)}:
        raise WindowClosed(window=window)


def _turn(kernel: Kernel, request: Request, office: str, window: str, to: Turned) -> bool:
    authority.require(request.actor, "work", office)
    name = window.strip()
    if not 0 < len(name) <= _LONGEST_NAME:
        fault = Fault(rule=WindowNameInvalid.code, message=WindowNameInvalid.message)
        raise WindowNameInvalid((fault,))
    with kernel.sessions.begin() as session:
        counters.next_number(session, office, "loket")  # one turn after the other
        is_open = name in {one.name for one in open_windows(session, office)}
        if is_open == (to is Turned.BUKA):
            return False
        session.add(
            WindowTurn(
                key=keys.next_key(session),
                kantor=office,
                loket=name,
                kejadian=to.value,
                pada=kernel.clock.now(),
                oleh=request.actor.id,
            )
        )
    return True
