"""An officer shares out by hand what the store has: in the order of DMN-3, with a reason.

What an allocation is, and what a delivery allocates by itself, is `office.stock.allocations`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from sqlalchemy.orm import Session

from engine.errors import Conflict, Fault, Invalid
from engine.services import answers, signals
from engine.services.kernel import Kernel, Request
from engine.values import SYSTEM_ACTOR
from office import authority
from office.stock import allocations, ledger, line, ranking, rankings, readers
from office.stock.allocations import ARRIVED, Allocated, Occurrence
from office.stock.priorities import Priorities

_SHORTEST_REASON: Final = 10
_LONGEST_REASON: Final = 500
_MOST: Final = 100_000


class SharingInvalid(Invalid):
    """The number of blanko or the reason cannot be so."""

    code = "sharing-invalid"
    message = "%(count)s fields need your attention; nothing was allocated."


class SharedMeanwhile(Conflict):
    """Somebody allocated since the officer saw the line; nothing more was."""

    code = "shared-meanwhile"
    message = (
        "%(holder)s allocated meanwhile: %(granted)s of %(waiting)s cases got a blanko. "
        "Look at the line again."
    )


class NothingToShare(Conflict):
    """Nobody waits, or nothing is there that nobody has reserved."""

    code = "nothing-to-share"
    message = "Nobody waits for a blanko, or none is free: nothing was allocated."


@dataclass(frozen=True, slots=True, kw_only=True)
class Sharing:
    """What an officer wants. `amount`: at most so many; None: all that is free.

    `seen`: the key of the newest allocation when the officer looked (`Prospect.newest`).
    """

    office: str
    amount: int | None
    why: str
    seen: int


def share_out(kernel: Kernel, request: Request, sharing: Sharing) -> Allocated:
    """Reserve for those who wait and wake them; lane `gudang_blanko`. Twice the same: once.

    Of two officers who saw the same line one allocates; the other is told.

    Raises:
        LaneMissing, OfficeForbidden: the actor may not.
        SharingInvalid: with every fault; elements `jumlah`, `alasan`.
        SharedMeanwhile, NothingToShare: nothing was allocated.
    """
    authority.require_lane(request.actor, readers.LANE, sharing.office)
    faults = _faults(sharing)
    if faults:
        raise SharingInvalid(faults)
    asked = answers.fingerprint("share-out", sharing)
    with kernel.sessions.begin() as session:
        ledger.lock(session, sharing.office)  # before the answer: a double click waits for it
        made = answers.recall(kernel, session, request, asked, Allocated)
        if made is not None:
            return made
        made = _share(session, kernel, request, sharing)
        answers.keep(kernel, session, request, asked, made)
    signals.broadcast(kernel, Request(actor=SYSTEM_ACTOR), ARRIVED, {}, office=sharing.office)
    return made


def _share(session: Session, kernel: Kernel, request: Request, sharing: Sharing) -> Allocated:
    newest = next(iter(rankings.latest(session, sharing.office, 1)), None)
    if newest is not None and newest.key != sharing.seen:
        raise SharedMeanwhile(
            holder=newest.oleh, granted=newest.direservasi, waiting=newest.menunggu
        )
    free = ranking.sufficient(ledger.balances(session, sharing.office), sharing.amount)
    if not free or not line.length(session, sharing.office):
        raise NothingToShare
    occurrence = Occurrence(
        office=sharing.office,
        by=request.actor.id,
        at=kernel.clock.now(),
        cap=sharing.amount,
        why=sharing.why,
    )
    priorities = Priorities(kernel.sealer, kernel.catalogue)
    return allocations.reserve_for_all(session, priorities, occurrence)


def _faults(sharing: Sharing) -> tuple[Fault, ...]:
    found: list[Fault] = []
    if sharing.amount is not None and not 1 <= sharing.amount <= _MOST:
        found.append(_fault("jumlah", "Type a whole number from 1 to %(most)s.", most=_MOST))
    if not _SHORTEST_REASON <= len(sharing.why) <= _LONGEST_REASON:
        found.append(
            _fault(
                "alasan",
                "Say in %(least)s to %(most)s characters why you allocate now.",
                least=_SHORTEST_REASON,
                most=_LONGEST_REASON,
            )
        )
    return tuple(found)


def _fault(element: str, message: str, **params: str | int) -> Fault:
    return Fault(rule=SharingInvalid.code, element=element, message=message, params=params)
