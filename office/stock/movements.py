"""The ledger to be read: a period's lines, newest first, each with the balance it left.

Whatever filter is on, balances and sums are those of the whole material. Books nothing; an error
is corrected by another movement (`office.stock.countings`), never here.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Final

from sqlalchemy import ColumnElement, Select, and_, func, or_, select
from sqlalchemy.orm import Session

from engine.services.kernel import Kernel
from engine.services.reading.scoping import PageInvalid, place
from engine.values import Actor
from office.stock import readers
from office.stock.ledger import Line, StockBalance
from office.stock.rules import Balance, Material, Movement
from office.timetable import ZONE

PAGE_SIZE: Final = 50
#: lines a download or a printed page holds at most
MOST: Final = 20_000
_DAY: Final = timedelta(days=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """Which lines: both days included; empty fields do not filter."""

    office: str
    first: date
    last: date
    material: Material | None = None
    movement: Movement | None = None
    no_register: str = ""
    document: str = ""

    @property
    def since(self) -> datetime:
        """The instant the period begins."""
        return datetime.combine(self.first, time(), ZONE)

    @property
    def until(self) -> datetime:
        """The instant the period is over."""
        return datetime.combine(self.last + _DAY, time(), ZONE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Booked:
    """A line, and the material's balance when it was booked."""

    line: Line
    balance: Balance


@dataclass(frozen=True, slots=True, kw_only=True)
class Sum:
    """A material's period: `opening` + `received` - `issued` = `closing`, all on hand."""

    material: Material
    opening: int
    received: int
    issued: int
    closing: int


@dataclass(frozen=True, slots=True, kw_only=True)
class LedgerPage:
    """Lines of a period, the newest first, and its sums. `after` asks for older ones ("": none)."""

    lines: tuple[Booked, ...]
    sums: tuple[Sum, ...]
    after: str = ""


def page(
    kernel: Kernel, actor: Actor, wanted: Wanted, after: str = "", size: int = PAGE_SIZE
) -> LedgerPage:
    """Give one page of a period's lines; for who may read the books.

    Raises:
        StockReadersOnly, OfficeForbidden: the actor may not.
        PageInvalid: `after` is none of ours.
    """
    readers.require(actor, wanted.office)
    with kernel.reads.begin() as session:
        chosen = _matching(wanted)
        if after:
            chosen = chosen.where(_before(_line(session, wanted, after)))
        newest = chosen.order_by(Line.waktu.desc(), Line.key.desc()).limit(size + 1)
        found = session.execute(newest).scalars().all()
        shown = found[:size]
        return LedgerPage(
            lines=tuple(_booked(session, wanted.office, shown)),
            sums=_sums(session, wanted),
            after=str(shown[-1].key) if len(found) > size else "",
        )


def _matching(wanted: Wanted) -> Select[Line]:
    chosen = select(Line).where(
        Line.kantor == wanted.office, Line.waktu >= wanted.since, Line.waktu < wanted.until
    )
    for column, value in (
        (Line.bahan, wanted.material and wanted.material.value),
        (Line.jenis, wanted.movement and wanted.movement.value),
        (Line.no_register, wanted.no_register),
        (func.upper(Line.dokumen), wanted.document.upper()),
    ):
        chosen = chosen.where(column == value) if value else chosen
    return chosen


def _line(session: Session, wanted: Wanted, after: str) -> Line:
    numbers = place(after)
    line = session.get(Line, numbers[0]) if len(numbers) == 1 else None
    if line is None or line.kantor != wanted.office:
        raise PageInvalid(most=PAGE_SIZE)
    return line


def _before(line: Line) -> ColumnElement[bool]:
    same = and_(Line.waktu == line.waktu, Line.key < line.key)
    return or_(Line.waktu < line.waktu, same)


def _booked(session: Session, office: str, shown: Sequence[Line]) -> Iterator[Booked]:
    """Count back from the present balance: the newest pages are asked for most."""
    if not shown:
        return
    oldest = shown[-1]
    newer = (Line.waktu.desc(), Line.key.desc())
    counted = (
        select(
            Line.key,
            StockBalance.ada
            - func.sum(Line.ubah_ada).over(partition_by=Line.bahan, order_by=newer)
            + Line.ubah_ada,
            StockBalance.direservasi
            - func.sum(Line.ubah_direservasi).over(partition_by=Line.bahan, order_by=newer)
            + Line.ubah_direservasi,
        )
        .join(
            StockBalance,
            and_(StockBalance.kantor == Line.kantor, StockBalance.bahan == Line.bahan),
        )
        .where(
            Line.kantor == office,
            Line.bahan.in_({line.bahan for line in shown}),
            or_(
                Line.waktu > oldest.waktu,
                and_(Line.waktu == oldest.waktu, Line.key >= oldest.key),
            ),
        )
    )
    after = {key: (int(there), int(kept)) for key, there, kept in session.execute(counted)}
    for line in shown:
        on_hand, reserved = after[line.key]
        yield Booked(line=line, balance=Balance(on_hand=on_hand, reserved=reserved))


def _sums(session: Session, wanted: Wanted) -> tuple[Sum, ...]:
    """Each material's period; back from the present balance, as the lines."""
    within = Line.waktu < wanted.until
    change = Line.ubah_ada
    counted = (
        select(
            Line.bahan,
            func.coalesce(func.sum(change).filter(within, change > 0), 0),
            func.coalesce(func.sum(-change).filter(within, change < 0), 0),
            func.coalesce(func.sum(change).filter(Line.waktu >= wanted.until), 0),
        )
        .where(Line.kantor == wanted.office, Line.waktu >= wanted.since)
        .group_by(Line.bahan)
    )
    moved = {bahan: [int(number) for number in rest] for bahan, *rest in session.execute(counted)}
    there = select(StockBalance.bahan, StockBalance.ada).where(StockBalance.kantor == wanted.office)
    present = {row.bahan: row.ada for row in session.execute(there)}
    chosen = (wanted.material,) if wanted.material else tuple(Material)
    return tuple(_sum(one, present.get(one, 0), moved.get(one, [0, 0, 0])) for one in chosen)


def _sum(material: Material, present: int, moved: list[int]) -> Sum:
    received, issued, later = moved
    closing = present - later
    return Sum(
        material=material,
        opening=closing - received + issued,
        received=received,
        issued=issued,
        closing=closing,
    )
