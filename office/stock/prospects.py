"""The line as it stands now: everybody's rank and why, and who would get so many blanko.

It reserves nothing and notes no class; who shares out is `office.stock.sharing`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from engine.services.kernel import Kernel
from engine.values import Actor
from office.applications import Application
from office.stock import ledger, line, ranking, rankings, readers
from office.stock.line import Place, PlaceState
from office.stock.priorities import Priorities
from office.stock.ranking import Rank
from office.stock.rules import Balance, Material


@dataclass(frozen=True, slots=True, kw_only=True)
class Prospect:
    """The line now. `amount` blanko are granted in `ranks`; `available` could be.

    `modified`: the vulnerability modifier is in force. `promises`: by root case, the day its
    citizen was told last. `newest`: the key of the office's newest allocation, 0 for none.
    """

    ranks: tuple[Rank, ...]
    modified: bool
    stock: Mapping[Material, Balance]
    available: int
    amount: int
    promises: Mapping[int, date]
    newest: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Turn:
    """Where one case stands. `place` None: it has its blanko, or had it (`state`)."""

    no_register: str
    state: PlaceState
    place: int | None
    waiting: int
    priority_class: int
    since: datetime
    reserved_at: datetime | None


def of_line(kernel: Kernel, actor: Actor, office: str, amount: int | None = None) -> Prospect:
    """Give the line of an office, and who would get `amount` blanko (None: all there are).

    Raises:
        StockReadersOnly, OfficeForbidden: the actor may not read it.
    """
    office = readers.require(actor, office)
    now = kernel.clock.now()
    with kernel.reads.begin() as session:
        stock = ledger.balances(session, office)
        available = ranking.sufficient(stock)
        most = available if amount is None else amount
        ranks, modified = ranked(session, kernel, office, now, most)
        latest = rankings.latest(session, office, 1)
        return Prospect(
            ranks=ranks,
            modified=modified,
            stock=stock,
            available=available,
            amount=most,
            promises=_promises(session, (rank.candidate.case for rank in ranks)),
            newest=latest[0].key if latest else 0,
        )


def ranked(
    session: Session, kernel: Kernel, office: str, now: datetime, amount: int
) -> tuple[tuple[Rank, ...], bool]:
    """Rank everybody who waits, and say whether the vulnerability modifier is in force."""
    judged = Priorities(kernel.sealer, kernel.catalogue).look(session, office, now)
    ranks = ranking.rank(judged.candidates, modified=judged.modified, amount=amount)
    return ranks, judged.modified


def of_case(kernel: Kernel, case: int) -> Turn | None:
    """Give the place of a root case, by the classes noted last; None when it never was in the line.

    Whoever may read the case may know it: the caller asks.
    """
    with kernel.reads.begin() as session:
        place = session.execute(select(Place).where(Place.kasus == case)).scalar_one_or_none()
        if place is None:
            return None
        waiting = line.waiting(session, place.kantor)
        numbers = [one.no_register for one in waiting]
        state = PlaceState(place.keadaan)
        waits = state is PlaceState.MENUNGGU
        return Turn(
            no_register=place.no_register,
            state=state,
            place=numbers.index(place.no_register) + 1 if waits else None,
            waiting=len(waiting),
            priority_class=place.kelas,
            since=place.siap_cetak_pada,
            reserved_at=place.direservasi_pada,
        )


def _promises(session: Session, cases: Iterable[int]) -> dict[int, date]:
    wanted = select(Application.kasus, Application.estimasi_tgl).where(
        Application.kasus.in_(sorted(cases)), Application.estimasi_tgl.is_not(None)
    )
    return {case: day for case, day in session.execute(wanted) if day is not None}
