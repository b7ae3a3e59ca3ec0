"""Broadcasts signals: first a durable record of everybody to reach, then each case by itself."""

from __future__ import annotations

from engine.services.kernel import Kernel, Request
from engine.services.receipts import SignalReceipt
from engine.values import Variables


def broadcast(
    kernel: Kernel, request: Request, name: str, variables: Variables, *, office: str = ""
) -> SignalReceipt:
    """Reach every case that waits for `name` now, and start one for each start event of that name.

    `office` is that of the cases started ("" the actor's only one); waiting cases of all offices
    the actor may see are reached. A case that cannot take the signal is skipped; a crash loses
    none: `deliver_due` reaches those left.
    """
    raise NotImplementedError


def deliver_due(kernel: Kernel, limit: int = 100) -> int:
    """Sweep: reach the cases that earlier broadcasts or thrown signals have left; how many."""
    raise NotImplementedError
