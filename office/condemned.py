"""The list of cards and blanko that await destruction. Destroys nothing: `office.destruction` does.

Whatever must not be used any more comes here in the step that took it out of use: spoilt blanko,
blocked cards, old cards that were withdrawn, cards nobody collected once the camat said so.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Final

from sqlalchemy import Index, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from engine.store import keys
from engine.store.base import Base, Instant, Name, PrimaryKey, UtcInstant


class Thing(StrEnum):
    """What lies there: a card of this office, a citizen's old card, or a bare blanko."""

    KARTU = "KARTU"
    KARTU_LAMA = "KARTU_LAMA"
    BLANKO = "BLANKO"


class Reason(StrEnum):
    """Why it is destroyed (domain.md U16)."""

    RUSAK = "RUSAK"
    GAGAL_CETAK = "GAGAL_CETAK"
    GAGAL_ENCODE = "GAGAL_ENCODE"
    UBAH_ELEMEN = "UBAH_ELEMEN"
    PINDAH_DATANG = "PINDAH_DATANG"
    MENINGGAL = "MENINGGAL"
    TIDAK_DIAMBIL = "TIDAK_DIAMBIL"


#: what happened -> the reason proposed for it; the Kasi may choose another (U16)
_PROPOSED: Final = {
    "CACAT_PABRIK": Reason.RUSAK,
    "SALAH_ORANG": Reason.RUSAK,
    "UBAH_DATA": Reason.UBAH_ELEMEN,
    "PERPANJANG_OA": Reason.UBAH_ELEMEN,
    "BATAL": Reason.TIDAK_DIAMBIL,
    "PINDAH_KELUAR": Reason.TIDAK_DIAMBIL,
}


class Condemned(Base):
    """One thing on the list. `sebab` is what happened to it; `berita_acara` says it is gone."""

    __tablename__ = "musnah_daftar"
    __table_args__ = (Index(None, "kantor", "musnah_pada"),)

    key: Mapped[PrimaryKey]
    kantor: Mapped[Name]
    jenis: Mapped[Name]
    no_register: Mapped[Name]
    blanko_seri: Mapped[Name | None]
    sebab: Mapped[Name]
    alasan: Mapped[Name]
    masuk_pada: Mapped[Instant]
    berita_acara: Mapped[Name | None]
    musnah_pada: Mapped[datetime | None] = mapped_column(UtcInstant)


ONE_CARD: Final = Index(
    "uq_musnah_daftar_kartu",
    Condemned.jenis,
    Condemned.no_register,
    unique=True,
    sqlite_where=Condemned.jenis != "BLANKO",
    postgresql_where=Condemned.jenis != "BLANKO",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Condemning:
    """Something that must be destroyed: `cause` is what happened, a `Reason` or one known here."""

    office: str
    thing: Thing
    no_register: str
    serial: str | None
    cause: str
    at: datetime


def enlist(session: Session, condemning: Condemning) -> Condemned:
    """Put a thing on the list; a card that is there already stays as it is."""
    found = None
    if condemning.thing is not Thing.BLANKO:
        found = _card(session, condemning.thing, condemning.no_register)
    if found is not None:
        return found
    row = Condemned(
        key=keys.next_key(session),
        kantor=condemning.office,
        jenis=condemning.thing.value,
        no_register=condemning.no_register,
        blanko_seri=condemning.serial,
        sebab=condemning.cause,
        alasan=proposed(condemning.cause).value,
        masuk_pada=condemning.at,
    )
    session.add(row)
    session.flush()
    return row


def proposed(cause: str) -> Reason:
    """Give the reason of U16's set that fits what happened; RUSAK for an unknown cause."""
    if cause in set(Reason):
        return Reason(cause)
    return _PROPOSED.get(cause, Reason.RUSAK)


def awaiting(session: Session, office: str) -> tuple[Condemned, ...]:
    """Give what an office has yet to destroy, the oldest first."""
    wanted = (
        select(Condemned)
        .where(Condemned.kantor == office, Condemned.musnah_pada.is_(None))
        .order_by(Condemned.masuk_pada, Condemned.key)
    )
    return tuple(session.execute(wanted).scalars())


def _card(session: Session, thing: Thing, no_register: str) -> Condemned | None:
    wanted = select(Condemned).where(
        Condemned.jenis == thing.value, Condemned.no_register == no_register
    )
    return session.execute(wanted).scalar_one_or_none()
