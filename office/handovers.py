"""The handover register: who got which card, by what proof, from whom. Hands nothing over itself.

A line is written once, in the transaction that sets CARD_ISSUED. The recipient's name is sealed
under the key of the case and goes with it; every look at names in full is recorded with its reason.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Final

from sqlalchemy import ColumnElement, Index, LargeBinary, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from engine.services import restricting, rights, vaults
from engine.services.kernel import Kernel, Request
from engine.services.reading import scoping
from engine.store.base import Base, Instant, Key, Name
from engine.store.recording import bound
from engine.store.sealing import DataKey, RetentionClass, Sealer
from engine.values import Actor
from forms import masking
from forms.model import Mask
from office import disclosures, pickup, timetable
from office.disclosures import Shown

READERS: Final = ("work", "supervise", "administer", "audit")


class Proof(StrEnum):
    """By what the recipient proved to be the right one."""

    KODE = "KODE"
    IDENTITAS = "IDENTITAS"


class OldCard(StrEnum):
    """What became of the card that the citizen had before."""

    DITARIK = "DITARIK"
    HILANG = "HILANG"
    TIDAK_ADA = "TIDAK_ADA"


class Handover(Base):
    """A line of the register; `nama` is sealed, `jenis` the kind of application."""

    __tablename__ = "serah_terima"
    __table_args__ = (Index(None, "kantor", "pada"),)

    no_register: Mapped[Name] = mapped_column(primary_key=True)
    kantor: Mapped[Name]
    kasus: Mapped[Key]
    jenis: Mapped[Name]
    penerima: Mapped[Name]
    nama: Mapped[bytes] = mapped_column(LargeBinary)
    bukti: Mapped[Name]
    kartu_lama: Mapped[Name]
    suket_ditarik: Mapped[bool]
    tanda_tangan: Mapped[Name]
    saksi: Mapped[Name | None]
    oleh: Mapped[Name]
    pada: Mapped[Instant] = mapped_column()


@dataclass(frozen=True, slots=True, kw_only=True)
class Given:
    """A card that is handed over now. `name`: the recipient's, in full."""

    office: str
    no_register: str
    case: int
    kind: str
    recipient: str
    name: str
    proof: Proof
    old_card: OldCard
    suket_returned: bool
    signature: str
    witness: str | None
    by: str
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A line as it is read. `name` is masked unless asked for with a reason, "" when erased."""

    no_register: str
    case: int
    kind: str
    recipient: str
    name: str
    proof: Proof
    old_card: OldCard
    suket_returned: bool
    signature: str
    witness: str | None
    by: str
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Refused:
    """A handover that failed for its code; `outcome`: KODE_SALAH, KODE_TERPAKAI, KODE_TERKUNCI."""

    no_register: str
    outcome: str
    by: str
    at: datetime


def write(session: Session, sealer: Sealer, given: Given) -> None:
    """Write a line; a card that has one already keeps it (the card's own lock comes first)."""
    key = vaults.data_key(sealer, session, given.case, RetentionClass.CASE, at=given.at)
    session.add(
        Handover(
            no_register=given.no_register,
            kantor=given.office,
            kasus=given.case,
            jenis=given.kind,
            penerima=given.recipient,
            nama=key.seal(given.name.encode(), _bound(given.case, given.no_register)),
            bukti=given.proof.value,
            kartu_lama=given.old_card.value,
            suket_ditarik=given.suket_returned,
            tanda_tangan=given.signature,
            saksi=given.witness,
            oleh=given.by,
            pada=given.at,
        )
    )
    session.flush()


def of_day(kernel: Kernel, actor: Actor, office: str, day: date) -> tuple[Line, ...]:
    """Give the register of a local day in the order of the hours, names masked.

    Raises:
        RightMissing, OfficeForbidden: the actor may not read it.
    """
    return tuple(
        replace(line, name=masking.mask(line.name, Mask.NAME))
        for line in _read(kernel, actor, office, day)
    )


def in_full(
    kernel: Kernel, request: Request, office: str, day: date, note: str, *, origin: str = ""
) -> tuple[Line, ...]:
    """Give the register of a day with names in full; every case notes who looked and why.

    `origin`: the network the reader sits in, for the access log.

    Raises:
        RightMissing, OfficeForbidden: the actor may not read it.
        ReasonMissing: the note is empty or too long.
    """
    rights.reason(note)
    lines = _read(kernel, request.actor, office, day)
    for line in lines:
        shown = Shown(fields=("nama_penerima",), reason=note, origin=origin)
        disclosures.disclose(kernel, Request(actor=request.actor), line.case, note, shown)
    return lines


def days(kernel: Kernel, actor: Actor, office: str) -> Mapping[date, int]:
    """Count the handovers of the last fortnight by local day, the newest first.

    Raises:
        RightMissing, OfficeForbidden: the actor may not read them.
    """
    office = _require(actor, office)
    first = timetable.day_of(kernel.clock.now()) - timedelta(days=14)
    wanted = select(Handover.pada).where(
        Handover.kantor == office, Handover.pada >= timetable.start_of(first)
    )
    found: dict[date, int] = {}
    with kernel.reads.begin() as session:
        for at in session.execute(wanted.order_by(Handover.pada.desc())).scalars():
            day = timetable.day_of(at)
            found[day] = found.get(day, 0) + 1
    return found


def refused(kernel: Kernel, actor: Actor, office: str, day: date) -> tuple[Refused, ...]:
    """Give the handovers of a local day that failed for their code, in their order.

    Raises:
        RightMissing, OfficeForbidden: the actor may not read them.
    """
    office = _require(actor, office)
    first, last = timetable.start_of(day), timetable.start_of(day + timedelta(days=1))
    with kernel.reads.begin() as session:
        return tuple(
            Refused(no_register=row.no_register, outcome=row.hasil, by=row.oleh or "", at=row.pada)
            for row in pickup.wrong_codes(session, office, first, last)
        )


def _read(kernel: Kernel, actor: Actor, office: str, day: date) -> tuple[Line, ...]:
    office = _require(actor, office)
    wanted = select(Handover).where(*_on(office, day)).order_by(Handover.pada, Handover.no_register)
    with kernel.reads.begin() as session:
        rows = session.execute(wanted).scalars().all()
        keys = scoping.keys_of(kernel, session, {row.kasus for row in rows})
        return tuple(
            _line(row, restricting.key_for(kernel.restriction, session, actor, *keyed))
            for row in rows
            for keyed in [(row.kasus, keys[row.kasus][1])]
        )


def _line(row: Handover, key: DataKey | None) -> Line:
    name = "" if key is None else key.open(row.nama, _bound(row.kasus, row.no_register)).decode()
    return Line(
        no_register=row.no_register,
        case=row.kasus,
        kind=row.jenis,
        recipient=row.penerima,
        name=name,
        proof=Proof(row.bukti),
        old_card=OldCard(row.kartu_lama),
        suket_returned=row.suket_ditarik,
        signature=row.tanda_tangan,
        witness=row.saksi,
        by=row.oleh,
        at=row.pada,
    )


def _on(office: str, day: date) -> tuple[ColumnElement[bool], ...]:
    return (
        Handover.kantor == office,
        Handover.pada >= timetable.start_of(day),
        Handover.pada < timetable.start_of(day + timedelta(days=1)),
    )


def _require(actor: Actor, office: str) -> str:
    rights.require(actor, *READERS)
    return rights.office_for(actor, office)


def _bound(case: int, no_register: str) -> bytes:
    return bound("serah_terima", case, no_register)
