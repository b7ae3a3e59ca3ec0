"""Stock-taking: the physical count against the ledger, corrected under two signatures (opname).

The difference is taken at the moment of the count; cards printed until the second signature are
movements of their own and change nothing of it.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import CheckConstraint, Index, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from engine.store import keys
from engine.store.base import Base, Instant, Name, PrimaryKey
from office.stock import ledger
from office.stock.ledger import Entry
from office.stock.rules import Balance, Material, Movement


class Counting(Base):
    """One count: what the ledger said then, and what lay there."""

    __tablename__ = "blanko_opname"
    __table_args__ = (
        CheckConstraint("fisik >= 0", name="fisik"),
        CheckConstraint("disetujui_oleh <> oleh", name="disetujui"),
        Index(None, "kantor", "dihitung_pada"),
    )

    key: Mapped[PrimaryKey]
    kantor: Mapped[Name]
    bahan: Mapped[Name]
    dihitung_pada: Mapped[Instant]
    menurut_buku: Mapped[int]
    fisik: Mapped[int]
    alasan: Mapped[Name]
    dokumen: Mapped[Name]
    oleh: Mapped[Name]
    disetujui_oleh: Mapped[Name]
    dibukukan_pada: Mapped[Instant] = mapped_column()


@dataclass(frozen=True, slots=True, kw_only=True)
class Count:
    """A count that two officers signed."""

    office: str
    material: Material
    booked: int
    found: int
    counted_at: datetime
    by: str
    approved_by: str
    why: str
    document: str


def on_hand(session: Session, office: str, material: Material) -> int:
    """Say what lies there by the ledger, at the moment of a count."""
    return ledger.balances(session, office)[material].on_hand


def settle(session: Session, count: Count, at: datetime) -> Balance:
    """Keep a count, book its difference as KOREKSI_OPNAME, and give the new balance.

    Raises:
        StockRefused: more would be reserved than lies there, or the two officers are one.
    """
    ledger.lock(session, count.office)
    difference = count.found - count.booked
    if difference:
        ledger.book(session, [_entry(count, difference, at)])
    session.add(
        Counting(
            key=keys.next_key(session),
            kantor=count.office,
            bahan=count.material.value,
            dihitung_pada=count.counted_at,
            menurut_buku=count.booked,
            fisik=count.found,
            alasan=count.why,
            dokumen=count.document,
            oleh=count.by,
            disetujui_oleh=count.approved_by,
            dibukukan_pada=at,
        )
    )
    session.flush()
    return ledger.balances(session, count.office)[count.material]


def made(session: Session, office: str) -> tuple[Counting, ...]:
    """Give an office's counts, the oldest first."""
    wanted = select(Counting).where(Counting.kantor == office).order_by(Counting.key)
    return tuple(session.execute(wanted).scalars())


def _entry(count: Count, difference: int, at: datetime) -> Entry:
    return Entry(
        office=count.office,
        movement=Movement.KOREKSI_OPNAME,
        material=count.material,
        amount=difference,
        document=count.document or None,
        by=count.by,
        approved_by=count.approved_by,
        at=at,
    )
