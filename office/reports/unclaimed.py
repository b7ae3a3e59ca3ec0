"""Cards that nobody collects (domain.md 4.4): by register number alone, never by NIK or name.

A list to decide from: nothing is destroyed or sent back by itself (T13).
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from sqlalchemy import select
from sqlalchemy.orm import Session

from engine.rules import iso8601
from office import config, progress
from office.applications import Application
from office.cards import Card, CardState
from office.notices.contacts import Contact
from office.notices.rows import Notice
from office.progress import Progress
from office.timetable import ZONE


class Reach(StrEnum):
    """How the owner can be reached at all."""

    SENDIRI = "SENDIRI"
    KELUARGA = "KELUARGA"
    TIDAK_ADA = "TIDAK_ADA"


class Choice(StrEnum):
    """What the list's column for the decision may say."""

    HUBUNGI_RW = "HUBUNGI_RW"
    SIMPAN = "SIMPAN"
    KEMBALIKAN = "KEMBALIKAN"
    MUSNAH = "MUSNAH"


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """One notice of a case, as far as it came."""

    channel: str
    outcome: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Unclaimed:
    """One card. `age`: whole days since it was ready; `overdue`: beyond T13, so to be decided.

    `channels`: those tried, each once, in the order of the first try; `last`: how the newest
    notice ended, "" without any. `village`: code of the kelurahan, "" when it is not known.
    """

    no_register: str
    shelf: str
    ready_at: datetime
    age: int
    overdue: bool
    channels: tuple[str, ...]
    last: str
    reach: Reach
    village: str


def unclaimed(session: Session, office: str, now: datetime) -> tuple[Unclaimed, ...]:
    """Give every card that lies ready, the longest first."""
    limit = iso8601.parse_duration(config.effective(session, office, now).text("batas.T13"))
    cards = select(Card, Application.kasus).join(
        Application, Application.no_register == Card.no_register
    )
    wanted = cards.where(Card.kantor == office, Card.status == CardState.SIAP)
    found = list(session.execute(wanted.order_by(Card.siap_pada, Card.no_register)))
    notices = _notices(session, [card.no_register for card, _ in found])
    keys = [case for _, case in found]
    reaches, villages = _reaches(session, keys), _villages(session, keys)
    return tuple(
        Unclaimed(
            no_register=card.no_register,
            shelf=card.rak or "",
            ready_at=card.siap_pada,
            age=_days(card.siap_pada, now),
            overdue=iso8601.add(card.siap_pada, limit, zone=ZONE.key) <= now,
            channels=tuple(dict.fromkeys(one.channel for one in notices[card.no_register])),
            last=notices[card.no_register][-1].outcome if notices[card.no_register] else "",
            reach=reaches.get(case, Reach.TIDAK_ADA),
            village=villages.get(case, ""),
        )
        for card, case in found
    )


def by_village(cards: Iterable[Unclaimed]) -> dict[str, int]:
    """Count the cards by kelurahan; "" for those of which it is not known."""
    return dict(sorted(Counter(card.village for card in cards).items()))


def _days(since: datetime, now: datetime) -> int:
    return max((now - since) // timedelta(days=1), 0)


def _notices(session: Session, numbers: Iterable[str]) -> Mapping[str, list[Told]]:
    wanted = select(Notice.no_register, Notice.saluran, Notice.keadaan).where(
        Notice.no_register.in_(list(numbers))
    )
    found: dict[str, list[Told]] = defaultdict(list)
    for number, channel, outcome in session.execute(wanted.order_by(Notice.key)):
        found[number].append(Told(channel=channel, outcome=outcome))
    return found


def _reaches(session: Session, cases: Iterable[int]) -> dict[int, Reach]:
    wanted = select(Contact.kasus, Contact.jenis).where(Contact.kasus.in_(list(cases)))
    found: dict[int, Reach] = {}
    for case, kind in session.execute(wanted.order_by(Contact.jenis)):
        found[case] = Reach(kind)  # KELUARGA before SENDIRI: the own number counts
    return found


def _villages(session: Session, cases: Iterable[int]) -> dict[int, str]:
    wanted = select(Progress.kasus, Progress.nilai).where(
        Progress.kasus.in_(list(cases)), Progress.nama == progress.VILLAGE
    )
    rows = session.execute(wanted.order_by(Progress.key))
    return {row.kasus: row.nilai for row in rows}
