"""Who is on duty, for which lanes, and what each owes. Absences are kept by `office.absences`.

An officer on duty is active and not absent; a substitute is on duty for the lanes of the absent
one too, but stays one person: separate hands are judged by who somebody is, not by whom they
stand in for.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import Final

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from engine.services.kernel import Kernel
from engine.values import Actor
from office import absences, officers
from office.absences import Absence
from office.officers import Officer

#: asked before every step, so built once: the active officers of an office, their absence if any
_ROSTER: Final = (
    select(Officer.nama_masuk, Officer.peran, Absence.key, Absence.pengganti)
    .outerjoin(
        Absence,
        (Absence.petugas == Officer.nama_masuk) & absences.holds_at(bindparam("at")),
    )
    .where(Officer.aktif, Officer.kantor.in_([bindparam("office"), "*"]))
)


def actor_at(session: Session, row: Officer, at: datetime) -> Actor:
    """Make the actor that services judge at an instant (aware): with the lanes he stands in for.

    A role's rights come with its lane (who stands in for the Kasi supervises); the roles `auditor`
    and `admin`, and rights given to a person besides, do not.
    """
    actor = officers.actor_for(row)
    absent = absences.stood_for(session, row.nama_masuk, at)
    if not absent:
        return actor
    lanes = frozenset().union(*(officers.lanes(one) for one in absent))
    rights = frozenset().union(*(officers.ROLE_RIGHTS.get(lane, frozenset()) for lane in lanes))
    return replace(
        actor,
        groups=actor.groups | lanes,
        rights=actor.rights | rights | ({"work"} if lanes else frozenset()),
        stands_in_for=frozenset(one.nama_masuk for one in absent),
    )


def present(kernel: Kernel, office: str) -> tuple[Actor, ...]:
    """Give the officers of an office who are here now, by name, also for whom they stand in."""
    now = kernel.clock.now()
    with kernel.reads.begin() as session:
        away = absences.absent(session, now)
        return tuple(
            actor_at(session, row, now)
            for row in officers.officers(session, office)
            if row.nama_masuk not in away and row.aktif
        )


def roster(session: Session, office: str, at: datetime) -> Mapping[str, int]:
    """How many persons are on duty for each lane of an office at an instant (aware).

    A lane that nobody is registered for is missing; one whose officers are all absent is 0.
    """
    rows = session.execute(_ROSTER, {"office": office, "at": at}).all()
    lanes = {row.nama_masuk: officers.lanes_of(row.peran) for row in rows}
    serving = {row.nama_masuk: set(lanes[row.nama_masuk]) for row in rows if row.key is None}
    for row in rows:
        if row.key is not None and row.pengganti in serving:
            serving[row.pengganti] |= lanes[row.nama_masuk]
    counted = Counter(lane for held in serving.values() for lane in held)
    return {lane: counted[lane] for lane in sorted(frozenset().union(*lanes.values()))}


def on_duty(session: Session, office: str, lane: str, at: datetime) -> int:
    """How many persons are on duty for a lane at an instant (aware)."""
    return roster(session, office, at).get(lane, 0)
