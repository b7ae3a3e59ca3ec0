"""Handing many tasks to one officer: each judged and written by itself, with one reason."""

from __future__ import annotations

from collections.abc import Sequence

from engine.errors import NotFound
from engine.services import bulk, rights, tasks
from engine.services.bulk import Outcome
from engine.services.kernel import Kernel, Request
from office import officers
from office.duties import actor_at


def reassign(
    kernel: Kernel, request: Request, keys: Sequence[int], to: str, *, reason: str
) -> tuple[Outcome, ...]:
    """Hand these tasks to the officer `to` (sign-in name); what cannot be done says why.

    Needs the right "supervise". An idempotency key covers each task by itself.

    Raises:
        RightMissing: the actor does not supervise.
        NotFound: there is no such active officer.
        ReasonMissing: no reason was given.
    """
    rights.require(request.actor, "supervise")
    why = rights.reason(reason)
    with kernel.reads.begin() as session:
        row = officers.officer(session, to)
        if not row.aktif:
            raise NotFound(kind="officer", key=to)
        taker = actor_at(session, row, kernel.clock.now())
    return bulk.each(
        request, keys, lambda one, key: tasks.assign(kernel, one, key, taker, reason=why)
    )
