"""What somebody who looks after notices may do by hand: look, and send a failed one again."""

from __future__ import annotations

from collections.abc import Collection

from engine.services.kernel import Kernel
from office.escalations import outbox as escalating
from office.notices import receipts, rows
from office.notices.rows import Notice, NoticeState


def newest(
    kernel: Kernel, office: str, states: Collection[NoticeState] = (), *, limit: int = 50
) -> tuple[Notice, ...]:
    """Give an office's notices in these states (none named: all), the newest first."""
    with kernel.reads.begin() as session:
        return rows.newest(session, office, frozenset(states), limit)


def strangers(kernel: Kernel) -> int:
    """Count the states that a gateway told of messages that are not ours."""
    with kernel.reads.begin() as session:
        return receipts.unknown(session) - escalating.heard(session)


def retry(kernel: Kernel, key: int) -> bool:
    """Queue a failed notice once more; False when there is none, or it went to no number."""
    with kernel.sessions.begin() as session:
        return rows.retry(session, key, kernel.clock.now())
