"""Which officers a user task may be given to. Whether one may do it is `engine.rules.assignment`'s.

Separate hands are judged there too, when the task is given: it needs the case's history.
"""

from __future__ import annotations

from sqlalchemy.orm import Session

from engine.values import Actor
from office.officers import Officer, actor_for, officers


def candidates(
    session: Session, office: str, groups: frozenset[str], users: frozenset[str]
) -> tuple[Officer, ...]:
    """Active officers of `office` who hold one of `groups` or are named in `users`, by name.

    A task that names nobody is for everybody with a work list.
    """
    return tuple(
        row
        for row in officers(session, office)
        if row.aktif and _is_offered(actor_for(row), groups, users)
    )


def _is_offered(actor: Actor, groups: frozenset[str], users: frozenset[str]) -> bool:
    if not groups and not users:
        return "work" in actor.rights
    return bool(actor.groups & groups) or actor.id in users
