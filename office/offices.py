"""The offices of the installation. Their policies are `office.config`, hours `office.calendar`."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import Index, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from engine.errors import NotFound
from engine.store import coding
from engine.store.base import Base, Instant, Json, Name, PrimaryKey


class Office(Base):
    """A kecamatan office: `kode` is Kemendagri's six digits, `prefix` begins register numbers."""

    __tablename__ = "kantor"

    kode: Mapped[Name] = mapped_column(primary_key=True)
    nama: Mapped[Name]
    kota: Mapped[Name]
    prefix: Mapped[Name] = mapped_column(unique=True)
    dibuat_pada: Mapped[Instant]
    versi: Mapped[int]
    diubah_oleh: Mapped[Name]


class OfficeChange(Base):
    """One change of an office's row, written once: `rincian` says what became of which field."""

    __tablename__ = "kantor_riwayat"
    __table_args__ = (Index(None, "kantor"),)

    key: Mapped[PrimaryKey]
    kantor: Mapped[Name]
    alasan: Mapped[Name]
    rincian: Mapped[Json]
    oleh: Mapped[Name]
    pada: Mapped[Instant] = mapped_column()

    @property
    def details(self) -> dict[str, str]:
        """What became of which field: name to text."""
        return coding.text_map(self.rincian)


@dataclass(frozen=True, slots=True, kw_only=True)
class Identity:
    """Who an office is, as FEEL sees it below `kantor`."""

    code: str
    name: str
    city: str
    prefix: str

    @property
    def title(self) -> str:
        """How the office signs a notice: "Kecamatan Kiaracondong"."""
        return f"Kecamatan {self.name}"


def identity(session: Session, code: str) -> Identity:
    """Give the office of that code.

    Raises:
        NotFound: there is none.
    """
    row = session.get(Office, code)
    if row is None:
        raise NotFound(kind="office", key=code)
    return Identity(code=row.kode, name=row.nama, city=row.kota, prefix=row.prefix)


def titles(session: Session) -> dict[str, str]:
    """Give how every office calls itself, by code in order."""
    rows = session.execute(select(Office.kode, Office.nama).order_by(Office.kode))
    return {row.kode: f"Kecamatan {row.nama}" for row in rows}


def codes(session: Session) -> tuple[str, ...]:
    """Give the codes of all offices, in order."""
    return tuple(session.execute(select(Office.kode).order_by(Office.kode)).scalars())
