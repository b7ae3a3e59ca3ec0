"""`alur office`: opens an office and books what is delivered to it. The rules are `office`'s."""

from __future__ import annotations

import argparse
from dataclasses import replace

from api.commands.opening import as_operator, opened
from engine.services.kernel import Request
from office import founding
from office.stock import allocations, deliveries, status
from office.stock.rules import Material


def add(args: argparse.Namespace) -> int:
    """Open an office with its calendar of holidays, counter hours and printers."""
    new = founding.NewOffice(
        code=args.code,
        name=args.name,
        city=args.city,
        prefix=args.prefix,
        printers=tuple(args.printer) or ("Printer 1",),
    )
    with opened() as kernel:
        founding.found(kernel, as_operator(), new)
    print(f"office {args.code} is open")
    return 0


def receive(args: argparse.Namespace) -> int:
    """Book a delivery of cards and consumables, and allocate it to the cases that wait."""
    counted = {
        Material.BLANKO: args.blanko,
        Material.RIBBON: args.ribbon,
        Material.FILM: args.film,
    }
    delivery = deliveries.Delivery(office=args.code, document=args.note, counted=counted)
    operator = as_operator().actor
    keeper = Request(actor=replace(operator, groups=operator.groups | {deliveries.LANE}))
    with opened() as kernel:
        deliveries.receive(kernel, keeper, delivery)
        allocations.allocate(kernel, keeper, args.code)
        balances = status.of_office(kernel, operator, args.code).balances
    for material, balance in sorted(balances.items()):
        print(f"{material.value:8} {balance.on_hand} on hand, {balance.reserved} reserved")
    return 0
