"""Delivery notes: what the paper said, what was counted, and who signed twice; append-only.

The movement itself is a TERIMA line of the ledger. Both are written together or not at all.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from sqlalchemy import CheckConstraint, UniqueConstraint, exists, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from engine.errors import Conflict
from engine.store import keys
from engine.store.base import Base, Instant, Name, PrimaryKey
from office.stock import ledger
from office.stock.ledger import Entry
from office.stock.rules import Balance, Material, Movement


class Arrival(Base):
    """One material of one delivery note. A difference needs a reason and a second officer."""

    __tablename__ = "blanko_kiriman"
    __table_args__ = (
        UniqueConstraint("kantor", "no_surat_jalan", "bahan"),
        CheckConstraint("jumlah_dokumen >= 0 AND jumlah_fisik >= 0", name="jumlah"),
        CheckConstraint(
            "jumlah_dokumen = jumlah_fisik OR (alasan_selisih <> '' "
            "AND disetujui_oleh IS NOT NULL AND disetujui_oleh <> oleh)",
            name="selisih",
        ),
    )

    key: Mapped[PrimaryKey]
    kantor: Mapped[Name]
    no_surat_jalan: Mapped[Name]
    bahan: Mapped[Name]
    jumlah_dokumen: Mapped[int]
    jumlah_fisik: Mapped[int]
    alasan_selisih: Mapped[Name]
    seri_awal: Mapped[Name]
    seri_akhir: Mapped[Name]
    tgl: Mapped[date]
    oleh: Mapped[Name]
    disetujui_oleh: Mapped[Name | None]
    dicatat_pada: Mapped[Instant] = mapped_column()


class NoteUsed(Conflict):
    """A delivery note is booked once."""

    code = "delivery-note-used"
    message = "Delivery note %(document)s was booked before. Look at its number again."


class DifferenceUnsigned(Conflict):
    """The count differs from the note and nobody said why, or nobody else signed."""

    code = "delivery-difference"
    message = (
        "The count of %(material)s differs from the note: give the reason and a second signer."
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Counted:
    """What a note said of one material, what was counted, and the first and last serial number."""

    noted: int
    found: int
    first_serial: str = ""
    last_serial: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Receipt:
    """A delivery to be booked: counted by `by`, confirmed by `approved_by`."""

    office: str
    document: str
    day: date
    counted: Mapping[Material, Counted]
    by: str
    at: datetime
    approved_by: str | None = None
    why: str = field(default="")


def is_used(session: Session, office: str, document: str) -> bool:
    """Tell whether a note of that number was booked at the office."""
    wanted = exists().where(Arrival.kantor == office, Arrival.no_surat_jalan == document)
    return bool(session.execute(select(wanted)).scalar_one())


def book(session: Session, receipt: Receipt) -> dict[Material, Balance]:
    """Book what was counted, and give the new balances.

    Raises:
        NoteUsed: the note was booked before.
        DifferenceUnsigned: count and note differ without reason or second officer.
    """
    ledger.lock(session, receipt.office)
    if is_used(session, receipt.office, receipt.document):
        raise NoteUsed(document=receipt.document)
    for material, counted in sorted(receipt.counted.items()):
        _require_signed(receipt, material, counted)
        session.add(_row(keys.next_key(session), receipt, material, counted))
        if counted.found:
            ledger.book(session, [_entry(receipt, material, counted.found)])
    session.flush()
    return ledger.balances(session, receipt.office)


def _require_signed(receipt: Receipt, material: Material, counted: Counted) -> None:
    signed = receipt.why and receipt.approved_by not in {None, "", receipt.by}
    if counted.noted != counted.found and not signed:
        raise DifferenceUnsigned(material=material)


def _row(key: int, receipt: Receipt, material: Material, counted: Counted) -> Arrival:
    return Arrival(
        key=key,
        kantor=receipt.office,
        no_surat_jalan=receipt.document,
        bahan=material.value,
        jumlah_dokumen=counted.noted,
        jumlah_fisik=counted.found,
        alasan_selisih=receipt.why,
        seri_awal=counted.first_serial,
        seri_akhir=counted.last_serial,
        tgl=receipt.day,
        oleh=receipt.by,
        disetujui_oleh=receipt.approved_by,
        dicatat_pada=receipt.at,
    )


def _entry(receipt: Receipt, material: Material, amount: int) -> Entry:
    return Entry(
        office=receipt.office,
        movement=Movement.TERIMA,
        material=material,
        amount=amount,
        document=receipt.document,
        by=receipt.by,
        approved_by=receipt.approved_by,
        at=receipt.at,
    )
