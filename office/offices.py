"""The offices of the installation. Their policies are `office.config`, hours `office.calendar`."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Mapped, Session, mapped_column

from engine.errors import NotFound
from engine.store.base import Base, Instant, Name


class Office(Base):
    """A kecamatan office: `kode` is Kemendagri's six digits, `prefix` begins register numbers."""

    __tablename__ = "kantor"

    kode: Mapped[Name] = mapped_column(primary_key=True)
    nama: Mapped[Name]
    kota: Mapped[Name]
    prefix: Mapped[Name] = mapped_column(unique=True)
    dibuat_pada: Mapped[Instant]


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


def codes(session: Session) -> tuple[str, ...]:
    """Give the codes of all offices, in order."""
    return tuple(session.execute(select(Office.kode).order_by(Office.kode)).scalars())
