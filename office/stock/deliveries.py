"""Stock that arrives, is lost, or is counted anew: movements that belong to no case."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy.orm import Session

from engine.services.kernel import Kernel, Request
from office import authority
from office.stock import ledger
from office.stock.ledger import Entry
from office.stock.rules import Balance, Material, Movement


@dataclass(frozen=True, slots=True, kw_only=True)
class Delivery:
    """A supply that came in: `document` is the note's number, used once."""

    office: str
    document: str
    counted: Mapping[Material, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Adjustment:
    """Another movement without a case: HILANG, KOREKSI_OPNAME, PINJAM_*, KEMBALI_KE_DINAS, …

    `approved_by` is the second officer, where the ledger asks for one.
    """

    office: str
    movement: Movement
    material: Material
    amount: int
    document: str = ""
    approved_by: str | None = None


def receive(kernel: Kernel, request: Request, delivery: Delivery) -> Mapping[Material, Balance]:
    """Book a delivery and give the new balances; needs the right "work" in the office.

    Whoever books blanko broadcasts the signal `blanko_tiba` afterwards.

    Raises:
        RightMissing: the actor may not.
        StockRefused: the delivery note was booked before.
    """
    authority.require(request.actor, "work", delivery.office)
    with kernel.sessions.begin() as session:
        ledger.lock(session, delivery.office)
        ledger.book(
            session,
            [
                Entry(
                    office=delivery.office,
                    movement=Movement.TERIMA,
                    material=material,
                    amount=amount,
                    document=delivery.document,
                    by=request.actor.id,
                    at=kernel.clock.now(),
                )
                for material, amount in sorted(delivery.counted.items())
                if amount
            ],
        )
        return ledger.balances(session, delivery.office)


def adjust(kernel: Kernel, request: Request, adjustment: Adjustment) -> Balance:
    """Book another movement and give the new balance; needs the right "work" in the office.

    Raises:
        RightMissing: the actor may not.
        StockRefused: the stock does not allow it, or the second officer's approval is missing.
    """
    authority.require(request.actor, "work", adjustment.office)
    with kernel.sessions.begin() as session:
        return _book(session, kernel, request, adjustment)


def _book(session: Session, kernel: Kernel, request: Request, adjustment: Adjustment) -> Balance:
    ledger.lock(session, adjustment.office)
    entry = Entry(
        office=adjustment.office,
        movement=adjustment.movement,
        material=adjustment.material,
        amount=adjustment.amount,
        document=adjustment.document or None,
        by=request.actor.id,
        approved_by=adjustment.approved_by,
        at=kernel.clock.now(),
    )
    ledger.book(session, [entry])
    return ledger.balances(session, adjustment.office)[adjustment.material]
