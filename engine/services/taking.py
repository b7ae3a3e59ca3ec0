"""Takes the most urgent task there is. What a task may be taken by is `tasks.claim`'s to say."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Final

from engine.errors import Conflict, Forbidden, KeyReused, NotFound
from engine.services import answers as kept
from engine.services import reading, tasks
from engine.services.kernel import Kernel, Request
from engine.services.reading.views import Snoozed, SortBy, Whose, WorkListQuery
from engine.services.receipts import TaskReceipt

_PAGE: Final = 20


def claim_next(
    kernel: Kernel, request: Request, query: WorkListQuery | None = None
) -> TaskReceipt | None:
    """Take the most urgent task that the actor may take, of those a query allows; None for none.

    Whoever takes one at the same moment gets another; an officer is refused none while some are
    left. What the actor may not take (an earlier step was theirs) is passed over. A retry with the
    same idempotency key gets the task of the first time, a double click no second one.
    """
    wanted = replace(
        query or WorkListQuery(),
        whose=Whose.GROUPS,
        sort=SortBy.OVERDUE,
        snoozed=Snoozed.HIDDEN,
        size=_PAGE,
        after="",
    )
    asked = kept.fingerprint("claim-next", wanted)
    earlier = _recall(kernel, request, asked)
    if earlier is not None:
        return earlier
    for key in _most_urgent(kernel, request, wanted):
        try:
            return tasks.claim(kernel, request, key, asked=asked)
        except KeyReused:  # the other half of a double click was faster
            return _recall(kernel, request, asked)
        except (Conflict, Forbidden, NotFound):
            continue  # taken, done or withdrawn meanwhile, or not for this actor
    return None


def _most_urgent(kernel: Kernel, request: Request, query: WorkListQuery) -> Iterator[int]:
    """Keys in order, each page read when the one before is used up."""
    while True:
        page = reading.work_list(kernel, request.actor, query)
        yield from (row.key for row in page.items)
        if not page.after:
            return
        query = replace(query, after=page.after)


def _recall(kernel: Kernel, request: Request, asked: bytes) -> TaskReceipt | None:
    with kernel.reads.begin() as session:
        return kept.recall(kernel, session, request, asked, TaskReceipt)
