"""The record of every change of a place in the line: append-only, for the days without stock."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Index, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from engine.store import keys
from engine.store.base import Base, Instant, Name, PrimaryKey


class PlaceChange(Base):
    """A place got another state (`office.stock.line.PlaceState`)."""

    __tablename__ = "blanko_antrean_jejak"
    __table_args__ = (Index(None, "kantor", "sejak"),)

    key: Mapped[PrimaryKey]
    kantor: Mapped[Name]
    no_register: Mapped[Name]
    keadaan: Mapped[Name]
    sejak: Mapped[Instant] = mapped_column()


def note(session: Session, office: str, no_register: str, state: str, at: datetime) -> None:
    """Keep a change."""
    session.add(
        PlaceChange(
            key=keys.next_key(session),
            kantor=office,
            no_register=no_register,
            keadaan=state,
            sejak=at,
        )
    )


def changes(session: Session, office: str, until: datetime) -> tuple[PlaceChange, ...]:
    """Give an office's changes before an instant, in the order of time."""
    wanted = select(PlaceChange).where(PlaceChange.kantor == office, PlaceChange.sejak < until)
    return tuple(session.execute(wanted.order_by(PlaceChange.sejak, PlaceChange.key)).scalars())
