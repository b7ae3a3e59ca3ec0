"""What keeps the tables in order as time passes. Touches no case."""

from __future__ import annotations

from datetime import timedelta
from typing import Final

from engine.services.kernel import Kernel
from engine.store import answers, append_only

#: Months made ahead: a server that stands still for half a year still finds its partition.
MONTHS_AHEAD: Final = 6
#: How long a write may be retried under its idempotency key.
KEPT: Final = timedelta(days=90)


def forget_answers(kernel: Kernel) -> int:
    """Drop kept answers to idempotency keys that nobody retries any more; how many.

    A message id is not forgotten: it is accepted once for ever.
    """
    with kernel.sessions.begin() as session:
        return answers.forget_before(session, kernel.clock.now() - KEPT)


def prepare_months(kernel: Kernel) -> int:
    """PostgreSQL: make the log's partitions of the coming months; how many were made."""
    if kernel.database.dialect.name != "postgresql":
        return 0
    now = kernel.clock.now()
    with kernel.sessions.begin() as session:
        wanted = append_only.months_from(now.year * 100 + now.month, MONTHS_AHEAD)
        connection = session.connection()
        missing = [month for month in wanted if not append_only.has_month(connection, month)]
        return sum(append_only.make_month(connection, month) for month in missing)
