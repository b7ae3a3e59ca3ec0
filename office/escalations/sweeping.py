"""The clockwork's round for escalations: once a minute an office's are looked at, at every round
what is due is sent.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Final

from sqlalchemy import update
from sqlalchemy.orm import Session

from engine.services.kernel import Kernel
from engine.store.base import dialect_insert
from office import offices
from office.escalations import finding, outbox, telling
from office.escalations.rows import Sweeping
from office.notices.letters import Send

_APART: Final = timedelta(minutes=1)
_NEVER: Final = datetime(1970, 1, 1, tzinfo=UTC)


def sweep(kernel: Kernel, send: Send) -> int:
    """Find new escalations, let them go up, write and send what is due; how many messages moved.

    Several sweepers at once are safe: an office's minute is taken by one of them.
    """
    with kernel.reads.begin() as session:
        everywhere = offices.codes(session)
    written = sum(_look(kernel, office) for office in everywhere)
    return written + outbox.deliver_due(kernel, send)


def _look(kernel: Kernel, office: str) -> int:
    now = kernel.clock.now()
    with kernel.reads.begin() as session:
        last = session.get(Sweeping, office)
        if last is not None and now - last.pada < _APART:
            return 0
    with kernel.sessions.begin() as session:
        if not _take_minute(session, office, now):
            return 0
        finding.register(session, kernel.catalogue, office)
        finding.close_gone(session, office, now)
        outbox.hear(session, office, now)
        return telling.queue(kernel, session, office, now)


def _take_minute(session: Session, office: str, now: datetime) -> bool:
    first = dialect_insert(session, Sweeping).values(kantor=office, pada=_NEVER)
    session.execute(first.on_conflict_do_nothing())
    taken = update(Sweeping).where(Sweeping.kantor == office, Sweeping.pada <= now - _APART)
    mine = session.execute(taken.values(pada=now).returning(Sweeping.kantor))
    return mine.first() is not None
