"""Stock that arrives, is lost, or leaves: movements that belong to no case, as use cases.

In the office these are the processes `terima_blanko` and `opname_blanko`, with a task for each of
two officers; here are the same movements for the command line and for programs.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from engine.services.kernel import Kernel, Request
from office import authority
from office.stock import arrivals, ledger, requests
from office.stock.arrivals import Counted, Receipt
from office.stock.ledger import Entry
from office.stock.rules import Balance, Material, Movement
from office.timetable import ZONE

LANE: Final = "gudang_blanko"


@dataclass(frozen=True, slots=True, kw_only=True)
class Delivery:
    """A supply that came in as noted: `document` is the note's number, used once."""

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
    """Book a delivery and give the new balances; lane `gudang_blanko`.

    Whoever books blanko allocates it or broadcasts the signal `blanko_tiba` afterwards.

    Raises:
        LaneMissing, OfficeForbidden: the actor may not.
        NoteUsed: the delivery note was booked before.
    """
    authority.require_lane(request.actor, LANE, delivery.office)
    now = kernel.clock.now()
    receipt = Receipt(
        office=delivery.office,
        document=delivery.document,
        day=now.astimezone(ZONE).date(),
        counted={
            material: Counted(noted=amount, found=amount)
            for material, amount in delivery.counted.items()
            if amount
        },
        by=request.actor.id,
        at=now,
    )
    with kernel.sessions.begin() as session:
        return arrivals.book(session, receipt)


def adjust(kernel: Kernel, request: Request, adjustment: Adjustment) -> Balance:
    """Book another movement and give the new balance; lane `gudang_blanko`.

    Raises:
        LaneMissing, OfficeForbidden: the actor may not.
        StockRefused: the stock does not allow it, or the second officer's approval is missing.
    """
    authority.require_lane(request.actor, LANE, adjustment.office)
    now = kernel.clock.now()
    entry = Entry(
        office=adjustment.office,
        movement=adjustment.movement,
        material=adjustment.material,
        amount=adjustment.amount,
        document=adjustment.document or None,
        by=request.actor.id,
        approved_by=adjustment.approved_by,
        at=now,
    )
    with kernel.sessions.begin() as session:
        ledger.lock(session, adjustment.office)
        ledger.book(session, [entry])
        requests.watch(session, adjustment.office, now)
        return ledger.balances(session, adjustment.office)[adjustment.material]
