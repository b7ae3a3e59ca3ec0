"""Going straight on with a case: its next task that the same officer may do at once.

Who may do what is `engine.rules.assignment`'s; that a task waits for later its diagram says.
"""

from __future__ import annotations

from datetime import datetime
from typing import Final

from engine.errors import Conflict, Forbidden, NotFound
from engine.services import tasks
from engine.services.kernel import Kernel, Request
from engine.store import coding
from engine.store import tasks as store
from engine.store.tasks import UserTask
from engine.values import Actor

#: the diagram property of a user task that is not to be gone on with at once, and its one value
PROPERTY: Final = "follow"
LATER: Final = "later"


def take_next(kernel: Kernel, request: Request, root_key: int) -> int | None:
    """The key of the root case's next task, which the actor holds from now on; None without one.

    What the actor holds already goes first, then what is free, the newest first: it is what the
    step just done led to. Left out are tasks that wait: those with the property `follow` =
    `later` (they need their turn, or an answer from outside), and those to be looked at later
    (`follow_up_at`). Nothing is taken from anybody.
    """
    for key in _offered(kernel, request.actor, root_key):
        try:
            return tasks.claim(kernel, Request(actor=request.actor), key).key
        except (Conflict, Forbidden, NotFound):  # somebody was faster, or must do it instead
            continue
    return None


def _offered(kernel: Kernel, actor: Actor, root_key: int) -> list[int]:
    now = kernel.clock.now()
    with kernel.reads.begin() as session:
        found = [
            (row.assignee != actor.id, -row.key)
            for row in store.open_of_case(session, root_key)
            if row.assignee in {None, actor.id} and not _waits(row, now)
        ]
    return [-key for _, key in sorted(found)]


def _waits(row: UserTask, now: datetime) -> bool:
    is_later = coding.text_map(row.properties).get(PROPERTY) == LATER
    return is_later or (row.follow_up_at is not None and row.follow_up_at > now)
