"""Allocations: who of those waiting gets what is there, in one transaction, and the kept record.

Lock order is case, then balances, then places. What a policy orders is `office.stock.ranking`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from engine.errors import Conflict, NotFound
from engine.services import signals
from engine.services.kernel import Kernel, Request
from engine.values import SYSTEM_ACTOR, Actor
from office import authority
from office.stock import ledger, line, ranking, rankings, readers, requests
from office.stock.line import Movements, Place, PlaceState
from office.stock.priorities import Judged, Priorities
from office.stock.ranking import Overtaking, Rank
from office.stock.rankings import Allocation, Occasion, Record
from office.stock.rules import Balance, Material

#: broadcast when cases that wait should look at the stock again
ARRIVED: Final = "blanko_tiba"
LANE: Final = "gudang_blanko"


class ReasonNeeded(Conflict):
    """Somebody is to be served out of turn without a reason."""

    code = "stock-reason-missing"
    message = "Serving %(no_register)s out of turn needs a reason of the officer."


@dataclass(frozen=True, slots=True, kw_only=True)
class Occurrence:
    """Who allocates at which office, when and why. `cap`: at most so many; None: all there is."""

    office: str
    by: str
    at: datetime
    occasion: Occasion = Occasion.TANGAN
    cap: int | None = None
    document: str | None = None
    approved_by: str | None = None
    why: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Allocated:
    """What an allocation came to. `key` is its record's; None when nobody waited."""

    key: int | None
    granted: int
    waiting: int
    modified: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """A case's place in one allocation, and who overtook it."""

    allocation: Allocation
    rank: Rank
    overtaken_by: tuple[Overtaking, ...]


def allocate(kernel: Kernel, request: Request, office: str) -> Allocated:
    """Reserve what is available for those who wait, in the order of DMN-3, and wake them.

    All reservations and the record are one transaction; two officers at the same moment share the
    stock between them and never reserve more than there is. Lane `gudang_blanko`.

    Raises:
        LaneMissing, OfficeForbidden: the actor may not.
    """
    authority.require_lane(request.actor, LANE, office)
    with kernel.sessions.begin() as session:
        occurrence = Occurrence(office=office, by=request.actor.id, at=kernel.clock.now())
        priorities = Priorities(kernel.sealer, kernel.catalogue)
        allocated = reserve_for_all(session, priorities, occurrence)
    if allocated.granted:
        signals.broadcast(kernel, Request(actor=SYSTEM_ACTOR), ARRIVED, {}, office=office)
    return allocated


def reserve_for_all(session: Session, priorities: Priorities, occurrence: Occurrence) -> Allocated:
    """Reserve in the caller's transaction: exactly as many as every material and `cap` allow."""
    office = occurrence.office
    stock = ledger.lock(session, office)
    judged = priorities.judge(session, office, occurrence.at)
    amount = ranking.sufficient(stock, occurrence.cap)
    ranks = ranking.rank(judged.candidates, modified=judged.modified, amount=amount)
    chosen = [line.find(session, rank.no_register) for rank in ranks if rank.granted]
    line.reserve_all(session, office, chosen, by=occurrence.by, at=occurrence.at)
    key = None
    if ranks:
        key = rankings.keep(session, _record(occurrence, judged, stock, ranks))
    requests.watch(session, office, occurrence.at)
    return Allocated(key=key, granted=len(chosen), waiting=len(ranks), modified=judged.modified)


def reserve_one(session: Session, priorities: Priorities, movements: Movements) -> Place:
    """Reserve for one case whose turn it is; while stock is short, the ranking is kept.

    Short means: something is available, but not for everybody who waits. Then every class is asked
    anew first.

    Raises:
        NotFound: the case is not in the line.
        StockShort: it is not its turn, or something lacks.
    """
    stock = ledger.lock(session, movements.office)
    available = ranking.sufficient(stock)
    short = 0 < available < line.length(session, movements.office)
    if not short or line.find(session, movements.no_register).keadaan == PlaceState.DIRESERVASI:
        return line.reserve(session, movements)
    judged = priorities.judge(session, movements.office, movements.at)
    place = line.reserve(session, movements)
    occurrence = Occurrence(
        office=movements.office, by=movements.by, at=movements.at, occasion=Occasion.SATU, cap=1
    )
    ranks = _granting(judged, movements.no_register)
    rankings.keep(session, _record(occurrence, judged, stock, ranks))
    return place


def reserve_out_of_turn(
    session: Session, priorities: Priorities, movements: Movements, *, why: str, approved_by: str
) -> Place:
    """Reserve for a case whoever stands before it, and keep whom it passed and why (U10).

    Again for one that has its reservation: no change and no second record.

    Raises:
        ReasonNeeded: there is no reason.
        NotFound: the case is not in the line.
        StockShort: nothing is available at all.
    """
    if not why:
        raise ReasonNeeded(no_register=movements.no_register)
    stock = ledger.lock(session, movements.office)
    if line.find(session, movements.no_register).keadaan == PlaceState.DIRESERVASI:
        return line.reserve(session, movements)
    judged = priorities.judge(session, movements.office, movements.at)
    place = line.reserve(session, movements, out_of_turn=True)
    occurrence = Occurrence(
        office=movements.office,
        by=movements.by,
        at=movements.at,
        occasion=Occasion.OVERRIDE,
        cap=1,
        approved_by=approved_by or None,
        why=why,
    )
    ranks = _granting(judged, movements.no_register)
    rankings.keep(session, _record(occurrence, judged, stock, ranks))
    return place


def order_now(session: Session, priorities: Priorities, office: str, now: datetime) -> None:
    """Ask every class anew when the stock is short, before anybody's turn is judged."""
    available = ranking.sufficient(ledger.balances(session, office))
    if 0 < available < line.length(session, office):
        ledger.lock(session, office)
        priorities.judge(session, office, now)


def standings(kernel: Kernel, actor: Actor, case: int) -> tuple[Standing, ...]:
    """Tell a root case's place in every allocation it was in, the oldest first.

    Raises:
        NotFound: the case is of an office the actor does not serve.
    """
    with kernel.reads.begin() as session:
        found: list[Standing] = []
        for allocation in rankings.of_case(session, case):
            _require_office(actor, allocation)
            ranks = rankings.ranks(session, allocation.key)
            rank = next(one for one in ranks if one.candidate.case == case)
            overtaking = ranking.overtakers(ranks, rank.no_register)
            if allocation.jenis == Occasion.OVERRIDE:
                overtaking += ranking.passed_by(ranks, rank.no_register)
            found.append(Standing(allocation=allocation, rank=rank, overtaken_by=overtaking))
        return tuple(found)


def is_ranked(kernel: Kernel, case: int) -> bool:
    """Tell whether a root case was in any allocation, or ever in the line."""
    with kernel.reads.begin() as session:
        waits = select(Place.no_register).where(Place.kasus == case)
        return bool(rankings.of_case(session, case) or session.execute(waits).scalar())


def was_passed(kernel: Kernel, case: int) -> bool:
    """Tell whether somebody was served out of turn before a root case that stood before them."""
    with kernel.reads.begin() as session:
        return rankings.was_passed(session, case)


def ranking_of(kernel: Kernel, actor: Actor, key: int) -> tuple[Allocation, tuple[Rank, ...]]:
    """Give one allocation and its whole ranking under every policy, for who may read the books.

    Raises:
        NotFound: there is none, or it is of an office the actor does not serve.
        StockReadersOnly: the actor may not.
    """
    readers.require_reader(actor)
    with kernel.reads.begin() as session:
        allocation = session.get(Allocation, key)
        if allocation is None:
            raise NotFound(kind="allocation", key=str(key))
        _require_office(actor, allocation)
        return allocation, rankings.ranks(session, key)


def made(
    kernel: Kernel, actor: Actor, office: str, *, before: int | None = None
) -> tuple[Allocation, ...]:
    """Give an office's newest allocations, or those older than the one with key `before`.

    Raises:
        StockReadersOnly, OfficeForbidden: the actor may not read them.
    """
    office = readers.require(actor, office)
    with kernel.reads.begin() as session:
        return rankings.latest(session, office, before=before)


def _granting(judged: Judged, no_register: str) -> tuple[Rank, ...]:
    """Everybody ranked, the blanko given to one."""
    ranks = ranking.rank(judged.candidates, modified=judged.modified, amount=0)
    return tuple(replace(rank, granted=rank.no_register == no_register) for rank in ranks)


def _record(
    occurrence: Occurrence,
    judged: Judged,
    stock: Mapping[Material, Balance],
    ranks: tuple[Rank, ...],
) -> Record:
    return Record(
        office=occurrence.office,
        at=occurrence.at,
        occasion=occurrence.occasion,
        by=occurrence.by,
        approved_by=occurrence.approved_by,
        why=occurrence.why,
        document=occurrence.document,
        modified=judged.modified,
        decision=judged.decision,
        stock=stock,
        cap=occurrence.cap,
        ranks=ranks,
    )


def _require_office(actor: Actor, allocation: Allocation) -> None:
    if "*" not in actor.offices and allocation.kantor not in actor.offices:
        raise NotFound(kind="allocation", key=str(allocation.key))
