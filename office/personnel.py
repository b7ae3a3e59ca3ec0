"""What was done to whom: an officer's record, written once and kept. Decides nothing."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from sqlalchemy import Index, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from engine.store import coding, keys
from engine.store.base import Base, Instant, Json, Name, PrimaryKey


class Deed(StrEnum):
    """What an entry tells."""

    DITAMBAHKAN = "DITAMBAHKAN"
    DIUBAH = "DIUBAH"
    DINONAKTIFKAN = "DINONAKTIFKAN"
    DIAKTIFKAN = "DIAKTIFKAN"
    SANDI_DISETEL = "SANDI_DISETEL"
    SANDI_DIGANTI = "SANDI_DIGANTI"
    KUNCI_DIBUKA = "KUNCI_DIBUKA"
    KODE_AKTIF = "KODE_AKTIF"
    KODE_MATI = "KODE_MATI"
    KODE_DISETEL = "KODE_DISETEL"
    KODE_CADANGAN = "KODE_CADANGAN"
    KELUAR_SEMUA = "KELUAR_SEMUA"
    TUGAS_DISERAHKAN = "TUGAS_DISERAHKAN"


class Entry(Base):
    """One deed. `rincian` says what became of which field, never a secret and never a NIP."""

    __tablename__ = "petugas_riwayat"
    __table_args__ = (Index(None, "petugas"),)

    key: Mapped[PrimaryKey]
    petugas: Mapped[Name]
    kantor: Mapped[Name]
    tindakan: Mapped[Name]
    alasan: Mapped[Name]
    rincian: Mapped[Json]
    oleh: Mapped[Name]
    pada: Mapped[Instant] = mapped_column()

    @property
    def details(self) -> Mapping[str, str]:
        """What became of which field: name to text."""
        return coding.text_map(self.rincian)


@dataclass(frozen=True, slots=True, kw_only=True)
class NewEntry:
    """Who did what to which officer of which office, and why."""

    officer: str
    office: str
    deed: Deed
    by: str
    at: datetime
    reason: str = ""
    details: Mapping[str, str] = field(default_factory=dict)


def note(session: Session, new: NewEntry) -> None:
    """Write an entry within the caller's transaction."""
    entry = Entry(
        key=keys.next_key(session),
        petugas=new.officer,
        kantor=new.office,
        tindakan=new.deed.value,
        alasan=new.reason,
        rincian=coding.to_text(dict(new.details)),
        oleh=new.by,
        pada=new.at,
    )
    session.add(entry)
    session.flush()


def of(session: Session, officer: str, limit: int = 100) -> tuple[Entry, ...]:
    """Give an officer's record, the newest first."""
    wanted = select(Entry).where(Entry.petugas == officer).order_by(Entry.key.desc()).limit(limit)
    return tuple(session.execute(wanted).scalars())
