"""How an officer wants to be told of escalations: channels in order, and the own number, sealed.

The number is the officer's own and nobody else's to read: pages show it masked, only the outbox
opens it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Mapped, Session, mapped_column

from engine.errors import Fault, Invalid
from engine.services.kernel import Kernel, Request
from engine.store import coding
from engine.store.base import Base, Bytes, Instant, Json, Name
from engine.store.sealing import Sealer
from office import masking, phone
from office.notices.texts import Channel

_PURPOSE: Final = "kontak_petugas"


class Way(StrEnum):
    """What an officer chooses: by which channels, in which order."""

    WHATSAPP_SMS = "WHATSAPP_SMS"
    WHATSAPP = "WHATSAPP"
    SMS = "SMS"
    TIDAK = "TIDAK"


CHANNELS: Final[Mapping[Way, tuple[Channel, ...]]] = {
    Way.WHATSAPP_SMS: (Channel.WHATSAPP, Channel.SMS),
    Way.WHATSAPP: (Channel.WHATSAPP,),
    Way.SMS: (Channel.SMS,),
    Way.TIDAK: (),
}


class OfficerContact(Base):
    """An officer's number and the channels, in order, that may carry a message to it."""

    __tablename__ = "petugas_kontak"

    petugas: Mapped[Name] = mapped_column(primary_key=True)
    saluran: Mapped[Json]
    nomor: Mapped[Bytes]
    nomor_mask: Mapped[Name]
    diubah_pada: Mapped[Instant]


class ContactInvalid(Invalid):
    """The number, or the way to be told, cannot be so."""

    code = "officer-contact-invalid"
    message = "%(count)s fields need your attention; nothing was changed."


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """An officer's choice as a page shows it; `masked` is "" without a number."""

    way: Way = Way.TIDAK
    masked: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reach:
    """How to reach an officer: channels in order and the masked number."""

    channels: tuple[str, ...]
    masked: str


@dataclass(frozen=True, slots=True, kw_only=True)
class NewContact:
    """`number` as typed; "" keeps the one that is there."""

    way: str
    number: str = field(repr=False)


def keep(kernel: Kernel, request: Request, new: NewContact) -> None:
    """Keep the acting officer's own choice; TIDAK forgets the number.

    Raises:
        ContactInvalid: with every fault at once.
    """
    with kernel.sessions.begin() as session:
        row = session.get(OfficerContact, request.actor.id)
        faults = _faults(new, has_number=row is not None)
        if faults:
            raise ContactInvalid(faults)
        if Way(new.way) is Way.TIDAK:
            if row is not None:
                session.delete(row)
            return
        if row is None:
            row = OfficerContact(petugas=request.actor.id)
            session.add(row)
        row.saluran = coding.to_text(list(CHANNELS[Way(new.way)]))
        row.diubah_pada = kernel.clock.now()
        if new.number:
            number = phone.normalise(new.number) or ""
            row.nomor = _seal(kernel.sealer, request.actor.id, number)
            row.nomor_mask = masking.mask_phone(number)


def shown(kernel: Kernel, officer: str) -> Shown:
    """What an officer chose; nothing chosen is TIDAK."""
    with kernel.reads.begin() as session:
        row = session.get(OfficerContact, officer)
    if row is None:
        return Shown()
    chosen = coding.texts(row.saluran)
    way = next((one for one, channels in CHANNELS.items() if channels == chosen), Way.TIDAK)
    return Shown(way=way, masked=row.nomor_mask)


def reach(session: Session, officers: Iterable[str]) -> dict[str, Reach]:
    """How each of these officers can be reached; who chose nothing is left out."""
    wanted = select(OfficerContact).where(OfficerContact.petugas.in_(sorted(officers)))
    return {
        row.petugas: Reach(channels=coding.texts(row.saluran), masked=row.nomor_mask)
        for row in session.execute(wanted).scalars()
    }


def number_of(session: Session, sealer: Sealer, officer: str) -> str | None:
    """The officer's number (E.164), for the outbox; None when there is none (any more)."""
    row = session.get(OfficerContact, officer)
    if row is None:
        return None
    return sealer.installation_key(_PURPOSE).open(row.nomor, _bound(officer)).decode()


def _faults(new: NewContact, *, has_number: bool) -> tuple[Fault, ...]:
    found: list[Fault] = []
    if new.way not in set(Way):
        message = "Choose how you want to be told."
        found.append(Fault(rule="officer-contact-way", element="way", message=message))
    if new.number:
        found += [_at_number(fault) for fault in phone.faults(new.number)]
    elif not has_number and new.way != Way.TIDAK:
        message = "Type your own number."
        found.append(Fault(rule="officer-contact-number", element="number", message=message))
    return tuple(found)


def _at_number(fault: Fault) -> Fault:
    return Fault(
        rule=fault.rule,
        element="number",
        message=fault.message,
        advice="Type it as you would call it: 0812 3456 7890.",
    )


def _seal(sealer: Sealer, officer: str, number: str) -> bytes:
    return sealer.installation_key(_PURPOSE).seal(number.encode(), _bound(officer))


def _bound(officer: str) -> bytes:
    return f"petugas_kontak:{officer}".encode()
