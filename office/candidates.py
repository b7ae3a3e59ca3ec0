"""Which officers a user task may be given to. Whether one may do it is `engine.rules.assignment`'s.

Separate hands are judged there too, when the task is given: it needs the case's history.
"""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from engine.values import Actor
from office import absences
from office.duties import actor_at
from office.officers import Officer, officers


def candidates(
    session: Session, office: str, groups: frozenset[str], users: frozenset[str], at: datetime
) -> tuple[Officer, ...]:
    """Officers of `office`, active and not absent at an instant (aware), by name: who hold one of
    `groups` or are named in `users`, themselves or for whom they stand in.

    A task that names nobody is for everybody with a work list.
    """
    away = absences.absent(session, at)
    return tuple(
        row
        for row in officers(session, office)
        if row.aktif
        and row.nama_masuk not in away
        and _is_offered(actor_at(session, row, at), groups, users)
    )


def _is_offered(actor: Actor, groups: frozenset[str], users: frozenset[str]) -> bool:
    if not groups and not users:
        return "work" in actor.rights
    names = actor.stands_in_for | {actor.id}
    return bool(actor.groups & groups or names & users)
