"""Broadcasts signals: first a durable record of everybody to reach, then each case by itself."""

from __future__ import annotations

from dataclasses import replace

from engine.services import answers, delivering, mailing, rights, starting
from engine.services.kernel import Kernel, Request
from engine.services.mailing import Call
from engine.services.receipts import SignalReceipt
from engine.services.turns import FollowUps
from engine.store import subscriptions
from engine.values import Variables


def broadcast(
    kernel: Kernel, request: Request, name: str, variables: Variables, *, office: str = ""
) -> SignalReceipt:
    """Reach every case that waits for `name` now, and start one for each start event of that name.

    `office` is that of the cases started ("" the actor's only one); waiting cases of all offices
    the actor may see are reached. A case that cannot take the signal is skipped; a crash loses
    none: `deliver_due` reaches those left. Rights and refusals as for messages.
    """
    if request.actor.kind == "officer":
        rights.require(request.actor, "message", "supervise", "administer")
    answers.require_short(name)
    office = rights.office_for(request.actor, office)
    starting.require(kernel, request.actor, "signal", name, variables)
    asked = answers.fingerprint("broadcast", name, dict(variables), office)
    with kernel.sessions.begin() as session:
        earlier = answers.recall(kernel, session, request, asked, SignalReceipt)
        if earlier is not None:
            return earlier
        call = Call(
            name=name,
            variables=variables,
            offices=request.actor.offices,
            office=office,
            actor=request.actor.id,
            at=kernel.clock.now(),
        )
        receipt = SignalReceipt(key=mailing.post_signal(kernel, session, call))
        answers.keep(kernel, session, request, asked, receipt)
    reached = delivering.drain(kernel, FollowUps(signals=[receipt.key]))
    return replace(receipt, cases=reached)


def deliver_due(kernel: Kernel, limit: int = 100) -> int:
    """Sweep: reach the cases that earlier broadcasts or thrown signals have left; how many."""
    with kernel.reads.begin() as session:
        left = subscriptions.broadcasts_left(session, limit)
    for signal in left:
        delivering.drain(kernel, FollowUps(signals=[signal]))
    return len(left)
