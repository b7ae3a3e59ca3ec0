"""Waiting timers: a row from the step that sets one to the step that ends it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime

from sqlalchemy import Index, bindparam, delete, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from engine.store.base import (
    Base,
    Instant,
    Json,
    Key,
    Name,
    PrimaryKey,
    UtcInstant,
    table,
    upsert,
)
from engine.store.cases import Case
from engine.values import CaseState


class Timer(Base):
    """A timer that waits. `expression` and `since` let a changed `calendar` count it again."""

    __tablename__ = "timer"
    __table_args__ = (Index(None, "due_at", "key"), Index(None, "root_key", "due_at"))

    key: Mapped[PrimaryKey]
    root_key: Mapped[Key]
    case_key: Mapped[Key]
    element: Mapped[Name]
    due_at: Mapped[Instant]
    calendar: Mapped[Name]
    expression: Mapped[Json]
    since: Mapped[datetime | None] = mapped_column(UtcInstant)


_REMOVE = delete(table(Timer)).where(Timer.key.in_(bindparam("keys", expanding=True)))
_DUE_OF_CASE = (
    select(Timer.key)
    .where(Timer.root_key == bindparam("case"), Timer.due_at <= bindparam("at"))
    .order_by(Timer.due_at, Timer.key)
)


def replace(session: Session, rows: Iterable[Mapping[str, object]]) -> None:
    """Set timers; one that waits already (a cycle, or moved by hand) is set anew."""
    columns = ("due_at", "calendar", "expression", "since")
    session.execute(upsert(session, Timer, ("key",), columns), list(rows))


def remove(session: Session, keys: Iterable[int]) -> None:
    """Forget timers that fired or were cancelled; the history keeps them."""
    session.execute(_REMOVE, {"keys": list(keys)})


def due(session: Session, now: datetime, limit: int) -> list[int]:
    """Active cases' timers due at `now`, the oldest due first."""
    wanted = (
        select(Timer.key)
        .join(Case, Case.key == Timer.root_key)
        .where(Timer.due_at <= now, Case.state == CaseState.ACTIVE.value)
        .order_by(Timer.due_at, Timer.key)
        .limit(limit)
    )
    return list(session.execute(wanted).scalars())


def due_of_case(session: Session, root_key: int, now: datetime) -> list[int]:
    """The timers of one case due at `now`, the oldest due first."""
    return list(session.execute(_DUE_OF_CASE, {"case": root_key, "at": now}).scalars())


def of_case(session: Session, root_key: int) -> list[Timer]:
    """All waiting timers of a root case."""
    wanted = select(Timer).where(Timer.root_key == root_key).order_by(Timer.due_at, Timer.key)
    return list(session.execute(wanted).scalars())


def is_waiting(session: Session, timer_key: int) -> bool:
    """Whether a timer waits still."""
    return session.execute(select(Timer.key).where(Timer.key == timer_key)).first() is not None


def roots_counting(session: Session, office: str) -> list[int]:
    """Active root cases of an office in which a timer waits that a calendar counts."""
    wanted = (
        select(Timer.root_key)
        .join(Case, Case.key == Timer.root_key)
        .where(Timer.calendar != "", Case.office == office, Case.state == CaseState.ACTIVE.value)
        .distinct()
        .order_by(Timer.root_key)
    )
    return list(session.execute(wanted).scalars())
