"""Hands out 64-bit keys: a counter shifted left by 24 bits. Knows nothing of what they are for.

The low bits of a root case's key are zero and count what happens inside it (`engine.values`), so
one counter serves cases, definitions, messages and notes, and no key is ever given twice.
"""

from __future__ import annotations

from sqlalchemy import text
from sqlalchemy.orm import Mapped, Session

from engine.store.base import Base, Key, PrimaryKey, is_postgresql
from engine.values import CASE_BITS


class KeyCounter(Base):
    """SQLite's stand-in for a sequence: one row, the last number handed out."""

    __tablename__ = "key_counter"

    id: Mapped[PrimaryKey]
    last: Mapped[Key]


_POSTGRESQL = text("SELECT nextval('alur_key') FROM generate_series(1, :count)")
_SQLITE = text("UPDATE key_counter SET last = last + :count WHERE id = 1 RETURNING last")


def next_keys(session: Session, count: int) -> list[int]:
    """`count` new keys, rising. Those of a rolled-back transaction may be lost, never repeated."""
    if is_postgresql(session):
        numbers = list(session.execute(_POSTGRESQL, {"count": count}).scalars())
    else:
        last = session.execute(_SQLITE, {"count": count}).scalar_one()
        numbers = list(range(last - count + 1, last + 1))
    return [number << CASE_BITS for number in numbers]


def next_key(session: Session) -> int:
    """One new key."""
    return next_keys(session, 1)[0]


def root_of(key: int) -> int:
    """The key of the root case that a task, job, timer, incident or called case belongs to."""
    return key >> CASE_BITS << CASE_BITS


def id_of(key: int) -> int:
    """The id inside its case that a key stands for; 0 for a root case's own key."""
    return key & ((1 << CASE_BITS) - 1)
