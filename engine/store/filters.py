"""Filters of work lists that officers saved under a name, each officer's own."""

from __future__ import annotations

from sqlalchemy import UniqueConstraint, select, update
from sqlalchemy.orm import Mapped, Session, mapped_column

from engine.errors import NotFound
from engine.store.base import Base, Instant, Json, Name, PrimaryKey, table


class SavedFilter(Base):
    """A saved filter; `terms` is a JSON object of texts, `is_default` at most one of an officer."""

    __tablename__ = "saved_filter"
    __table_args__ = (UniqueConstraint("officer", "name"),)

    key: Mapped[PrimaryKey]
    officer: Mapped[Name]
    name: Mapped[Name]
    terms: Mapped[Json]
    is_default: Mapped[bool]
    saved_at: Mapped[Instant] = mapped_column()


def of_officer(session: Session, officer: str) -> list[SavedFilter]:
    """An officer's filters by name."""
    wanted = select(SavedFilter).where(SavedFilter.officer == officer)
    return list(session.execute(wanted.order_by(SavedFilter.name)).scalars())


def find(session: Session, officer: str, key: int) -> SavedFilter:
    """An officer's filter.

    Raises:
        NotFound: there is none, or it is somebody else's.
    """
    row = session.get(SavedFilter, key)
    if row is None or row.officer != officer:
        raise NotFound(kind="saved filter", key=str(key))
    return row


def choose(session: Session, officer: str, key: int | None) -> None:
    """Make one of an officer's filters the default, or none."""
    own = update(table(SavedFilter)).where(SavedFilter.officer == officer)
    session.execute(own.values(is_default=SavedFilter.key == (key or 0)))
