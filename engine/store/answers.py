"""First answers to writes, kept so that an unacknowledged retry gets the same one."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import bindparam, delete, insert, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from engine.store.base import Base, Bytes, Instant, Name, table


class KeptAnswer(Base):
    """`request` is the digest of what was asked, `response` the sealed receipt."""

    __tablename__ = "kept_answer"

    actor: Mapped[Name] = mapped_column(primary_key=True)
    key: Mapped[Name] = mapped_column(primary_key=True)
    request: Mapped[Bytes]
    response: Mapped[Bytes]
    recorded_at: Mapped[Instant]


_FIND = select(KeptAnswer.request, KeptAnswer.response).where(
    KeptAnswer.actor == bindparam("actor"), KeptAnswer.key == bindparam("key")
)


def find(session: Session, actor: str, key: str) -> tuple[bytes, bytes] | None:
    """(request, response) kept under an actor's idempotency key."""
    return session.execute(_FIND, {"actor": actor, "key": key}).one_or_none()


def forget_before(session: Session, instant: datetime) -> int:
    """Delete answers recorded before `instant`; how many."""
    old = select(KeptAnswer.actor, KeptAnswer.key).where(KeptAnswer.recorded_at < instant)
    count = len(session.execute(old).all())
    session.execute(delete(table(KeptAnswer)).where(KeptAnswer.recorded_at < instant))
    return count


def keep(
    session: Session, actor: str, key: str, request: bytes, response: bytes, *, at: datetime
) -> None:
    """Keep a first answer; a second one under the same key violates the primary key."""
    row = {"actor": actor, "key": key, "request": request, "response": response, "recorded_at": at}
    session.execute(insert(table(KeptAnswer)), [row])
