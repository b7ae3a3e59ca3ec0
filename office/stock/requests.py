"""Requests for supply to Disdukcapil: one numbered request a shortage, and the case it begins.

A request is a row first, written with the movement that made the stock low; a sweep then publishes
it as the message `stok_menipis`, whose id is the request's number, so that each begins exactly one
case of the process `permintaan_blanko`.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Final

from sqlalchemy import BigInteger, Date, Index, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from engine.errors import Conflict, NotFound
from engine.services import answers, messages
from engine.services.kernel import Kernel, Request
from engine.services.messages import Message
from engine.store import coding, keys
from engine.store.base import Base, Instant, Json, Name, PrimaryKey, UtcInstant
from engine.values import SYSTEM_ACTOR
from office import authority, config, counters, offices
from office.stock import ledger, readers, status
from office.stock.status import Status
from office.timetable import ZONE

MESSAGE: Final = "stok_menipis"
_KEPT: Final = timedelta(days=30)
_LOOKED: Final = "permintaan:dilihat"


class RequestState(StrEnum):
    """DIJAWAB: promised or refused; asked again from `minta_lagi_mulai` on."""

    TERBUKA = "TERBUKA"
    DIJAWAB = "DIJAWAB"
    TERPENUHI = "TERPENUHI"


class SupplyRequest(Base):
    """A request. `bahan` are the materials that were low; an office has one open at a time."""

    __tablename__ = "permintaan_blanko"

    key: Mapped[PrimaryKey]
    kantor: Mapped[Name]
    nomor: Mapped[Name] = mapped_column(unique=True)
    bahan: Mapped[Json]
    tersedia: Mapped[int]
    titik_pesan_ulang: Mapped[Name]
    jumlah_disarankan: Mapped[int]
    dibuka_pada: Mapped[Instant]
    keadaan: Mapped[Name]
    kasus: Mapped[int | None] = mapped_column(BigInteger)
    diumumkan_pada: Mapped[datetime | None] = mapped_column(UtcInstant)
    ditutup_pada: Mapped[datetime | None] = mapped_column(UtcInstant)
    minta_lagi_mulai: Mapped[date | None] = mapped_column(Date)


class RequestOpen(Conflict):
    """A request is open: an office has one at a time."""

    code = "supply-request-open"
    message = "Request %(number)s is open. Ask Disdukcapil about it; another is not needed."


class SupplyNotNeeded(Conflict):
    """The stock is above the reorder point, or there is none to compare it with."""

    code = "supply-not-needed"
    message = (
        "The stock is above the reorder point, or the office has not said how long a supply takes. "
        "See what the balance says, and the office's configuration."
    )


ONE_OPEN: Final = Index(
    "uq_permintaan_blanko_terbuka",
    SupplyRequest.kantor,
    unique=True,
    sqlite_where=SupplyRequest.keadaan == "TERBUKA",
    postgresql_where=SupplyRequest.keadaan == "TERBUKA",
)


def watch(session: Session, office: str, now: datetime) -> SupplyRequest | None:
    """Open a request when the stock is at or below the reorder point and none is open (T8).

    None when the stock suffices, a request is open, the last answer said to wait, or the office
    has no reorder point. An open request whose case never began ends when the stock suffices again.
    """
    if status.lead_time(config.effective(session, office, now)) is None:
        return None
    ledger.lock(session, office)
    found = status.read(session, office, now)
    present = open_one(session, office)
    if present is not None:
        if not found.low and present.kasus is None and present.diumumkan_pada is None:
            close(session, present.nomor, RequestState.TERPENUHI, now)
        return None
    if not found.low or _is_told_to_wait(session, office, now):
        return None
    return _open_new(session, office, found, now)


def ask(kernel: Kernel, request: Request, office: str) -> SupplyRequest:
    """Open a request at once though Disdukcapil said to wait, and begin its case; the store.

    Only where the stock is at or below the reorder point: another request would end by itself.
    Asked twice with the same key it is one.

    Raises:
        LaneMissing, OfficeForbidden: the actor may not.
        RequestOpen: one is open; its number is told.
        SupplyNotNeeded: the stock suffices, or nobody said how long a supply takes.
    """
    authority.require_lane(request.actor, readers.LANE, office)
    now, asked = kernel.clock.now(), answers.fingerprint("ask-supply", office)
    with kernel.sessions.begin() as session:
        ledger.lock(session, office)  # before the answer: a double click waits for it
        made = answers.recall(kernel, session, request, asked, str)
        if made is not None:
            return find(session, made)
        present, found = open_one(session, office), status.read(session, office, now)
        if present is not None:
            raise RequestOpen(number=present.nomor)
        if not found.low:
            raise SupplyNotNeeded
        row = _open_new(session, office, found, now)
        answers.keep(kernel, session, request, asked, row.nomor)
    _publish(kernel, row)
    return row


def begin(session: Session, number: str, case: int) -> SupplyRequest:
    """Tie a request to the case that handles it.

    Raises:
        NotFound: there is no such request.
    """
    row = find(session, number)
    row.kasus = case
    session.flush()
    return row


def close(
    session: Session,
    number: str,
    state: RequestState,
    now: datetime,
    again_from: date | None = None,
) -> SupplyRequest:
    """End a request; `again_from` is the day from which another may be opened.

    Raises:
        NotFound: there is no such request.
    """
    row = find(session, number)
    row.keadaan, row.ditutup_pada, row.minta_lagi_mulai = state.value, now, again_from
    session.flush()
    return row


def find(session: Session, number: str) -> SupplyRequest:
    """Give a request by its number.

    Raises:
        NotFound: there is none.
    """
    wanted = select(SupplyRequest).where(SupplyRequest.nomor == number)
    row = session.execute(wanted).scalar_one_or_none()
    if row is None:
        raise NotFound(kind="supply request", key=number)
    return row


def made(session: Session, office: str) -> tuple[SupplyRequest, ...]:
    """Give an office's requests, the oldest first."""
    wanted = select(SupplyRequest).where(SupplyRequest.kantor == office)
    return tuple(session.execute(wanted.order_by(SupplyRequest.key)).scalars())


def newest(session: Session, office: str) -> SupplyRequest | None:
    """Give the office's newest request; None when none ever was."""
    wanted = select(SupplyRequest).where(SupplyRequest.kantor == office)
    return session.execute(wanted.order_by(SupplyRequest.key.desc()).limit(1)).scalar()


def sweep(kernel: Kernel) -> int:
    """Look at every office's stock once a day, and begin the cases of new requests; how many."""
    with kernel.reads.begin() as session:
        everywhere = offices.codes(session)
    for office in everywhere:
        _look_daily(kernel, office)
    with kernel.reads.begin() as session:
        wanted = select(SupplyRequest).where(SupplyRequest.diumumkan_pada.is_(None))
        due = session.execute(wanted.order_by(SupplyRequest.key)).scalars().all()
    for row in due:
        _publish(kernel, row)
    return len(due)


def _publish(kernel: Kernel, row: SupplyRequest) -> None:
    message = Message(
        name=MESSAGE,
        key=row.nomor,
        variables={"nomor_permintaan": row.nomor},
        time_to_live=_KEPT,
        message_id=row.nomor,
        office=row.kantor,
    )
    messages.publish(kernel, Request(actor=SYSTEM_ACTOR), message)
    with kernel.sessions.begin() as session:
        find(session, row.nomor).diumumkan_pada = kernel.clock.now()


def _look_daily(kernel: Kernel, office: str) -> None:
    now = kernel.clock.now()
    name = f"{_LOOKED}:{now.astimezone(ZONE).date().isoformat()}"
    with kernel.reads.begin() as session:
        if session.get(counters.Counter, (office, name)) is not None:
            return
    with kernel.sessions.begin() as session:
        if counters.next_number(session, office, name) == 1:
            watch(session, office, now)


def open_one(session: Session, office: str) -> SupplyRequest | None:
    """Give the office's open request; None when none is."""
    wanted = select(SupplyRequest).where(
        SupplyRequest.kantor == office, SupplyRequest.keadaan == RequestState.TERBUKA
    )
    return session.execute(wanted).scalar_one_or_none()


def _is_told_to_wait(session: Session, office: str, now: datetime) -> bool:
    wanted = select(SupplyRequest.minta_lagi_mulai).where(SupplyRequest.kantor == office)
    until = session.execute(wanted.order_by(SupplyRequest.key.desc()).limit(1)).scalar()
    return until is not None and now.astimezone(ZONE).date() < until


def _open_new(session: Session, office: str, found: Status, now: datetime) -> SupplyRequest:
    month = now.astimezone(ZONE).strftime("%y%m")
    serial = counters.next_number(session, office, f"permintaan:{month}")
    row = SupplyRequest(
        key=keys.next_key(session),
        kantor=office,
        nomor=f"{offices.identity(session, office).prefix}-PB-{month}-{serial:03d}",
        bahan=coding.to_text(list(found.low)),
        tersedia=min(balance.available for balance in found.balances.values()),
        titik_pesan_ulang=str(found.point),
        jumlah_disarankan=found.suggested,
        dibuka_pada=now,
        keadaan=RequestState.TERBUKA.value,
    )
    session.add(row)
    session.flush()
    return row
