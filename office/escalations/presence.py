"""When officers were last seen at their pages, to the minute. What follows is `deciding`."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Mapped, Session, mapped_column

from engine.services.kernel import Kernel
from engine.store.base import Base, Instant, Name, upsert


class Presence(Base):
    """An officer's last request."""

    __tablename__ = "petugas_terlihat"

    petugas: Mapped[Name] = mapped_column(primary_key=True)
    pada: Mapped[Instant]


def note(kernel: Kernel, officer: str) -> None:
    """Write down that an officer is at their pages now. Ask once a minute at most: it writes."""
    with kernel.sessions.begin() as session:
        statement = upsert(session, Presence, ("petugas",), ("pada",))
        session.execute(statement, {"petugas": officer, "pada": kernel.clock.now()})


def last_seen(session: Session, officers: Iterable[str]) -> dict[str, datetime]:
    """When each of these officers was last seen; who never was is left out."""
    wanted = select(Presence.petugas, Presence.pada).where(Presence.petugas.in_(sorted(officers)))
    return dict(session.execute(wanted).all())
