"""Who is to be told of which escalation now, and when it goes up a level. Pure."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """The office's policies: `away` without a request counts as not signed in, `apart` is the
    least time between two messages to one officer, `climb` the service time until the next level,
    `ladder` the levels upwards.
    """

    away: timedelta
    apart: timedelta
    climb: timedelta
    ladder: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Open:
    """An escalation that nobody has taken. `since`: when its present level got it; `told`: officers
    to whom a message of it stands; `opened`: officers who looked at it.
    """

    task: int
    since: datetime
    told: frozenset[str] = frozenset()
    opened: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class Officer:
    """Somebody of an escalation's level. `seen`: their last request; `last`: their last message."""

    login: str
    seen: datetime | None = None
    last: datetime | None = None
    tasks: frozenset[int] = field(default_factory=frozenset)


def due(officer: Officer, escalations: Sequence[Open], terms: Terms, now: datetime) -> list[int]:
    """The escalations that a message to this officer tells of now, in order; [] for no message.

    Not before the last message is old enough. An officer who is at their pages is told of what they
    have not opened in the time `away`; one who is not, at once.
    """
    if officer.last is not None and now - officer.last < terms.apart:
        return []
    present = officer.seen is not None and now - officer.seen < terms.away
    return [
        one.task
        for one in escalations
        if one.task in officer.tasks
        and officer.login not in one.told | one.opened
        and (not present or now - one.since >= terms.away)
    ]


def next_level(level: str, groups: Collection[str], ladder: Sequence[str]) -> str | None:
    """The level above the present one (`level`, or "" for the task's own groups); None at the top.

    Groups that stand on no step of the ladder are below its first.
    """
    present = {level} if level else set(groups)
    places = [place for place, name in enumerate(ladder) if name in present]
    above = max(places, default=-1) + 1
    return ladder[above] if above < len(ladder) else None


def climbs(one: Open, waited: timedelta, terms: Terms) -> bool:
    """Whether it goes up: nobody of its level opened it in so much service time."""
    return not one.opened and waited >= terms.climb


def line(no_register: str, what: str, days: int) -> str:
    """One escalation in a message: "KRC-2611-00042-9 Cek SIAK belum selesai 3 hari kerja".

    `days`: how many working days, 0 to say nothing of them.
    """
    waited = f" {days} hari kerja" if days else ""
    return f"{no_register or 'tanpa nomor'} {what}{waited}"


def lines(named: Sequence[str], more: int) -> str:
    """The lines of a message, and how many more escalations there are."""
    shown = "; ".join(named)
    return f"{shown}; dan {more} lagi" if more else shown


def by_officer(levels: Mapping[int, Collection[str]]) -> dict[str, frozenset[int]]:
    """Task to the officers of its level, turned round."""
    found: dict[str, set[int]] = {}
    for task, logins in levels.items():
        for login in logins:
            found.setdefault(login, set()).add(task)
    return {login: frozenset(tasks) for login, tasks in found.items()}
