"""Who did how much in a stretch of time (domain.md 4.5): counts of tasks, not a judgement."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from engine.store.tasks import UserTask
from engine.values import UserTaskState


@dataclass(frozen=True, slots=True, kw_only=True)
class Load:
    """One officer's completed tasks; `late` were completed after their due instant.

    `by_element`: how many of each, by the element's id in the diagram.
    """

    officer: str
    done: int
    late: int
    by_element: dict[str, int]


def by_officer(session: Session, office: str, first: datetime, last: datetime) -> tuple[Load, ...]:
    """Count the tasks completed from `first` to before `last`, whoever did most first."""
    wanted = select(
        UserTask.completed_by, UserTask.element, UserTask.completed_at, UserTask.due_at
    ).where(
        UserTask.office == office,
        UserTask.state == UserTaskState.COMPLETED.value,
        UserTask.completed_at >= first,
        UserTask.completed_at < last,
    )
    elements: dict[str, dict[str, int]] = defaultdict(lambda: defaultdict(int))
    late: dict[str, int] = defaultdict(int)
    for officer, element, at, due in session.execute(wanted):
        elements[officer or ""][element] += 1
        late[officer or ""] += due is not None and at is not None and at > due
    found = [
        Load(
            officer=officer,
            done=sum(counts.values()),
            late=late[officer],
            by_element=dict(sorted(counts.items())),
        )
        for officer, counts in elements.items()
    ]
    return tuple(sorted(found, key=lambda load: (-load.done, load.officer)))
