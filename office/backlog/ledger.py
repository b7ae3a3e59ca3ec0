"""Which rows of which paper lists have become cases: so that no row becomes two."""

from __future__ import annotations

from collections.abc import Mapping

from sqlalchemy import Index, LargeBinary, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from engine.store.base import Base, Instant, Key, Name
from engine.store.sealing import Sealer
from engine.values import JsonValue
from office import nik


class ImportedRow(Base):
    """One row that was imported. `tanda` is a keyed hash of the paper's number and the NIK."""

    __tablename__ = "impor_berkas"
    __table_args__ = (Index(None, "kasus"),)

    kantor: Mapped[Name] = mapped_column(primary_key=True)
    tanda: Mapped[bytes] = mapped_column(LargeBinary, primary_key=True)
    berkas: Mapped[Name]
    baris: Mapped[int]
    kasus: Mapped[Key]
    oleh: Mapped[Name]
    diimpor_pada: Mapped[Instant]


def mark_of(sealer: Sealer, office: str, values: Mapping[str, JsonValue]) -> bytes:
    """What makes a row the same row, also in a corrected file: office, paper number, NIK."""
    number = nik.normalise(str(values.get("nik") or ""))
    return sealer.index("impor", f"{office}|{values.get('no_lama') or ''}|{number}")


def marks(session: Session, office: str) -> frozenset[bytes]:
    """Give the marks of all rows an office has imported."""
    wanted = select(ImportedRow.tanda).where(ImportedRow.kantor == office)
    return frozenset(session.execute(wanted).scalars())


def keep(session: Session, row: ImportedRow) -> None:
    """Note that a row was imported; noted before, nothing changes."""
    if session.get(ImportedRow, (row.kantor, row.tanda)) is None:
        session.add(row)
        session.flush()
