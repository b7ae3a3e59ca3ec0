"""Print attempts and finished cards, each once. No picture and no signature is here."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Final

from sqlalchemy import Index, UniqueConstraint, func, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from engine.errors import Conflict, NotFound
from engine.store import keys
from engine.store.base import Base, Instant, Name, PrimaryKey, UtcInstant
from office import condemned
from office.condemned import Condemning, Thing

#: `hasil` of a print attempt whose card passed QC
SUCCESS: Final = "BERHASIL"


#: why a card is blocked that somebody else was given
WRONG_PERSON: Final = "SALAH_ORANG"


class CardState(StrEnum):
    SIAP = "SIAP"
    DISERAHKAN = "DISERAHKAN"
    TERBLOKIR = "TERBLOKIR"
    MUSNAH = "MUSNAH"


class PrintAttempt(Base):
    """One start of the printer (CETAK_DIMULAI), written before the card is printed."""

    __tablename__ = "cetakan"
    __table_args__ = (
        UniqueConstraint("no_register", "ke"),
        Index(None, "kantor", "dimulai_pada"),
        Index(None, "kantor", "blanko_seri"),
    )

    key: Mapped[PrimaryKey]
    kantor: Mapped[Name]
    no_register: Mapped[Name]
    ke: Mapped[int]
    blanko_seri: Mapped[Name | None]
    suhu: Mapped[int | None]
    oleh: Mapped[Name]
    dimulai_pada: Mapped[Instant]
    hasil: Mapped[Name | None]
    selesai_pada: Mapped[datetime | None] = mapped_column(UtcInstant)


class Card(Base):
    """A card that was made: at most one a register number.

    `permintaan` numbers the print request when Disdukcapil printed it; None: this office did.
    """

    __tablename__ = "kartu"
    __table_args__ = (Index(None, "kantor", "status"),)

    no_register: Mapped[Name] = mapped_column(primary_key=True)
    kantor: Mapped[Name]
    status: Mapped[Name]
    blanko_seri: Mapped[Name | None]
    rak: Mapped[Name | None]
    dicetak_oleh: Mapped[Name | None]
    qc_oleh: Mapped[Name | None]
    siap_pada: Mapped[Instant]
    penerima: Mapped[Name | None]
    diserahkan_oleh: Mapped[Name | None]
    diserahkan_pada: Mapped[datetime | None] = mapped_column(UtcInstant)
    alasan_blokir: Mapped[Name | None]
    permintaan: Mapped[Name | None]
    berita_acara: Mapped[Name | None]


class CardIssued(Conflict):
    """The card has been handed over already (CARD_ISSUED happens once)."""

    code = "card-issued"
    message = "The card of %(no_register)s has been handed over already."


class CardBlocked(Conflict):
    """The card is blocked or destroyed."""

    code = "card-blocked"
    message = "The card of %(no_register)s is blocked; it must not be handed over."


@dataclass(frozen=True, slots=True, kw_only=True)
class Start:
    """A print that begins."""

    office: str
    no_register: str
    serial: str | None
    temperature: int | None
    by: str
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Finished:
    """A card that passed QC."""

    office: str
    no_register: str
    serial: str | None
    shelf: str | None
    printed_by: str | None
    checked_by: str | None
    at: datetime
    request: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Blocking:
    """A card not to be given out. `made`: it exists although it never came to its shelf."""

    office: str
    no_register: str
    reason: str
    made: bool
    serial: str | None
    at: datetime
    request: str | None = None


def start_print(session: Session, start: Start) -> int:
    """Note that a print begins and give its number for this case, from 1.

    Pressed again before a result: the open attempt goes on and its number is given again.
    """
    open_one = open_attempt(session, start.no_register)
    if open_one is not None:
        return open_one.ke
    counted = select(func.count()).where(PrintAttempt.no_register == start.no_register)
    number = session.execute(counted).scalar_one() + 1
    session.add(
        PrintAttempt(
            key=keys.next_key(session),
            kantor=start.office,
            no_register=start.no_register,
            ke=number,
            blanko_seri=start.serial,
            suhu=start.temperature,
            oleh=start.by,
            dimulai_pada=start.at,
        )
    )
    session.flush()
    return number


def end_print(session: Session, no_register: str, outcome: str, now: datetime) -> None:
    """Note the result of the open attempt; without one nothing is noted.

    `outcome` is SUCCESS, or why the blanko was written off: it then awaits its destruction.
    """
    row = open_attempt(session, no_register)
    if row is None:
        return
    row.hasil, row.selesai_pada = outcome, now
    session.flush()
    if outcome != SUCCESS:
        spoilt = Condemning(
            office=row.kantor,
            thing=Thing.BLANKO,
            no_register=no_register,
            serial=row.blanko_seri,
            cause=outcome,
            at=now,
        )
        condemned.enlist(session, spoilt)


def shelve(session: Session, finished: Finished) -> Card:
    """Register the finished card as SIAP; again for the same case: the card that is there."""
    card = session.get(Card, finished.no_register)
    if card is None:
        card = Card(
            no_register=finished.no_register,
            kantor=finished.office,
            status=CardState.SIAP.value,
            blanko_seri=finished.serial,
            rak=finished.shelf,
            dicetak_oleh=finished.printed_by,
            qc_oleh=finished.checked_by,
            siap_pada=finished.at,
            permintaan=finished.request,
        )
        session.add(card)
        session.flush()
    return card


def ready_card(session: Session, no_register: str) -> Card:
    """Give the card that may be handed over, locked until the transaction ends.

    Raises:
        NotFound: no card was made.
        CardIssued: it was handed over already.
        CardBlocked: it is blocked or destroyed.
    """
    card = session.get(Card, no_register, with_for_update=True, populate_existing=True)
    if card is None:
        raise NotFound(kind="card", key=no_register)
    if card.status == CardState.DISERAHKAN:
        raise CardIssued(no_register=no_register)
    if card.status != CardState.SIAP:
        raise CardBlocked(no_register=no_register)
    return card


def hand_over(session: Session, card: Card, recipient: str, by: str, now: datetime) -> None:
    """Set CARD_ISSUED on a card that `ready_card` gave."""
    card.status, card.penerima = CardState.DISERAHKAN.value, recipient
    card.diserahkan_oleh, card.diserahkan_pada = by, now
    session.flush()


def block(session: Session, blocking: Blocking) -> str | None:
    """Block a card and put it on the list for destruction; gives its state, None without card.

    A card that was handed over or destroyed keeps its state, but for one in a stranger's hand
    (SALAH_ORANG): that one is blocked too, and is not here to be destroyed.
    """
    card = session.get(Card, blocking.no_register)
    if card is None and blocking.made:
        card = shelve(session, _unshelved(blocking))
    if card is None:
        return None
    if card.status == CardState.DISERAHKAN and blocking.reason == WRONG_PERSON:
        card.status, card.alasan_blokir = CardState.TERBLOKIR.value, blocking.reason
    if card.status == CardState.SIAP:
        card.status, card.alasan_blokir = CardState.TERBLOKIR.value, blocking.reason
        condemned.enlist(session, _condemned(card, blocking))
    return card.status


def destroy(session: Session, no_register: str, report: str) -> None:
    """Set a card MUSNAH under the number of its report.

    Raises:
        CardIssued: it was handed over; what is not here cannot be destroyed.
    """
    card = session.get(Card, no_register, with_for_update=True, populate_existing=True)
    if card is None or card.status == CardState.DISERAHKAN:
        raise CardIssued(no_register=no_register)
    card.status, card.berita_acara = CardState.MUSNAH.value, report
    session.flush()


def open_attempt(session: Session, no_register: str) -> PrintAttempt | None:
    """Give the print whose outcome is not known yet: in the printer, or waiting for QC."""
    wanted = select(PrintAttempt).where(
        PrintAttempt.no_register == no_register, PrintAttempt.selesai_pada.is_(None)
    )
    return session.execute(wanted).scalar_one_or_none()


def printer_of(session: Session, no_register: str) -> str | None:
    """Give the officer who started the case's last print here."""
    wanted = select(PrintAttempt.oleh).where(PrintAttempt.no_register == no_register)
    return session.execute(wanted.order_by(PrintAttempt.ke.desc()).limit(1)).scalar_one_or_none()


def _unshelved(blocking: Blocking) -> Finished:
    return Finished(
        office=blocking.office,
        no_register=blocking.no_register,
        serial=blocking.serial,
        shelf=None,
        printed_by=None,
        checked_by=None,
        at=blocking.at,
        request=blocking.request,
    )


def _condemned(card: Card, blocking: Blocking) -> Condemning:
    return Condemning(
        office=card.kantor,
        thing=Thing.KARTU,
        no_register=card.no_register,
        serial=card.blanko_seri,
        cause=blocking.reason,
        at=blocking.at,
    )
