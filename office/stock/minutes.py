"""What two officers signed: deliveries, counts, other approved movements; read and printed.

Reads; how they are booked is `office.stock.arrivals`, `countings` and `ledger`.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby
from typing import Final, TypeVar

from sqlalchemy import select

from engine.errors import NotFound
from engine.services.kernel import Kernel
from engine.values import Actor
from office import offices
from office.offices import Identity
from office.stock import readers, rules
from office.stock.arrivals import Arrival
from office.stock.countings import Counting
from office.stock.ledger import Line
from office.stock.rules import Movement

Row = TypeVar("Row", Arrival, Counting, Line)
#: how many of each a list shows
_SHOWN: Final = 50
#: approved movements that have minutes of their own; a count's correction has the count's
OTHER: Final = rules.SECONDED - {Movement.KOREKSI_OPNAME}


@dataclass(frozen=True, slots=True, kw_only=True)
class Delivered:
    """One delivery note with what was counted of each material; `first` holds what they share."""

    first: Arrival
    materials: tuple[Arrival, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Minutes:
    """An office's newest minutes, each kind the newest first."""

    deliveries: tuple[Delivered, ...]
    counts: tuple[Counting, ...]
    others: tuple[Line, ...]


def made(kernel: Kernel, actor: Actor, office: str) -> Minutes:
    """Give an office's newest minutes.

    Raises:
        StockReadersOnly, OfficeForbidden: the actor may not read them.
    """
    office = readers.require(actor, office)
    counted = select(Counting).where(Counting.kantor == office)
    other = select(Line).where(Line.kantor == office, Line.jenis.in_(sorted(OTHER)))
    arrived = select(Arrival).where(Arrival.kantor == office)
    with kernel.reads.begin() as session:
        rows = session.execute(arrived.order_by(Arrival.key.desc()).limit(_SHOWN)).scalars().all()
        return Minutes(
            deliveries=tuple(
                _delivered(tuple(same)[::-1])
                for _, same in groupby(rows, key=lambda row: row.no_surat_jalan)
            ),
            counts=tuple(
                session.execute(counted.order_by(Counting.key.desc()).limit(_SHOWN)).scalars()
            ),
            others=tuple(session.execute(other.order_by(Line.key.desc()).limit(_SHOWN)).scalars()),
        )


def delivery(kernel: Kernel, actor: Actor, key: int) -> tuple[Identity, Delivered]:
    """Give the office and the delivery note that this row of it belongs to.

    Raises:
        StockReadersOnly: the actor may not read it.
        NotFound: there is none, or it is of another office.
    """
    readers.require_reader(actor)
    with kernel.reads.begin() as session:
        row = _of_actor(actor, session.get(Arrival, key), key)
        wanted = select(Arrival).where(
            Arrival.kantor == row.kantor, Arrival.no_surat_jalan == row.no_surat_jalan
        )
        rows = session.execute(wanted.order_by(Arrival.key)).scalars()
        return offices.identity(session, row.kantor), _delivered(tuple(rows))


def count(kernel: Kernel, actor: Actor, key: int) -> tuple[Identity, Counting]:
    """Give the office and a count.

    Raises:
        StockReadersOnly: the actor may not read it.
        NotFound: there is none, or it is of another office.
    """
    readers.require_reader(actor)
    with kernel.reads.begin() as session:
        row = _of_actor(actor, session.get(Counting, key), key)
        return offices.identity(session, row.kantor), row


def other(kernel: Kernel, actor: Actor, key: int) -> tuple[Identity, Line]:
    """Give the office and a movement that a second officer approved.

    Raises:
        StockReadersOnly: the actor may not read it.
        NotFound: there is none with minutes of its own, or it is of another office.
    """
    readers.require_reader(actor)
    with kernel.reads.begin() as session:
        row = _of_actor(actor, session.get(Line, key), key)
        if row.jenis not in OTHER:
            raise NotFound(kind="minutes", key=str(key))
        return offices.identity(session, row.kantor), row


def _delivered(rows: tuple[Arrival, ...]) -> Delivered:
    return Delivered(first=rows[0], materials=rows)


def _of_actor(actor: Actor, row: Row | None, key: int) -> Row:
    if row is None or not ({"*", row.kantor} & actor.offices):
        raise NotFound(kind="minutes", key=str(key))
    return row
