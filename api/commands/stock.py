"""`alur stock`: how the stock of an office stands, who gets it, and who was overtaken."""

from __future__ import annotations

import argparse
from dataclasses import replace

from api.commands.opening import as_operator, opened
from engine.services.kernel import Request
from office.stock import allocations, deliveries, status
from office.stock.rankings import Allocation


def show(args: argparse.Namespace) -> int:
    """Print balances, reorder point, failure rate, and what is low."""
    with opened() as kernel:
        found = status.of_office(kernel, as_operator().actor, args.code)
    for material, balance in sorted(found.balances.items()):
        mark = "  LOW" if material in found.low else ""
        print(f"{material.value:8} {balance.on_hand} on hand, {balance.available} available{mark}")
    print(f"reorder point {'unknown' if found.point is None else found.point}")
    print(f"failed prints {found.failures.rate or 0} %{'  ALARM' if found.alarm else ''}")
    return 0


def allocate(args: argparse.Namespace) -> int:
    """Reserve what is available for the cases that wait, in the order of DMN-3."""
    operator = as_operator().actor
    keeper = Request(actor=replace(operator, groups=operator.groups | {deliveries.LANE}))
    with opened() as kernel:
        made = allocations.allocate(kernel, keeper, args.code)
    print(f"{made.granted} of {made.waiting} waiting cases have a blanko now")
    return 0


def rankings(args: argparse.Namespace) -> int:
    """Print an office's newest allocations, or the whole ranking of one."""
    actor = as_operator().actor
    with opened() as kernel:
        if args.key is None:
            for allocation in allocations.made(kernel, actor, args.code):
                print(_line(allocation))
            return 0
        allocation, ranks = allocations.ranking_of(kernel, actor, args.key)
    print(_line(allocation))
    print("place class fifo plain modified granted  register number     reason")
    for rank in ranks:
        print(
            f"{rank.place:5} {rank.priority_class:5} {rank.fifo:4} {rank.plain:5} "
            f"{rank.modified:8} {'yes' if rank.granted else 'no':7}  "
            f"{rank.no_register:19} {rank.criterion}: {rank.candidate.reason}"
        )
    return 0


def _line(allocation: Allocation) -> str:
    policy = "with" if allocation.rentan_aktif else "without"
    return (
        f"{allocation.key} {allocation.waktu:%Y-%m-%d %H:%M} {allocation.jenis} "
        f"{allocation.direservasi} of {allocation.menunggu}, {policy} the modifier, "
        f"by {allocation.oleh} {allocation.alasan}"
    ).rstrip()
