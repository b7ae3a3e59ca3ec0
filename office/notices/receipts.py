"""What a gateway tells of a notice later: delivered, read, failed. Told twice, it counts once.

Every state is kept as it was told (`notifikasi_kabar`, append-only); the notice has the highest of
them, in whatever order they came. A state of a notice that is not known (yet) is kept and counted.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Final

from sqlalchemy import UniqueConstraint, func, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Mapped, Session, mapped_column

from engine.services.kernel import Kernel
from engine.store import keys
from engine.store.base import Base, Instant, Name, PrimaryKey
from office.notices import telling
from office.notices.rows import Notice, NoticeState


class Told(StrEnum):
    """What a gateway says, in the words of the WhatsApp Business Cloud API."""

    SENT = "sent"
    FAILED = "failed"
    DELIVERED = "delivered"
    READ = "read"


#: the later in this order wins: what was read was delivered, and never failed
_STATES: Final[Mapping[Told, NoticeState]] = {
    Told.SENT: NoticeState.TERKIRIM,
    Told.FAILED: NoticeState.GAGAL,
    Told.DELIVERED: NoticeState.SAMPAI,
    Told.READ: NoticeState.DIBACA,
}
_ORDER: Final = tuple(_STATES)
_MESSAGES: Final[Mapping[Told, str]] = {
    Told.FAILED: telling.FAILED,
    Told.DELIVERED: telling.DELIVERED,
    Told.READ: telling.READ,
}


class Tiding(Base):
    """One state as a gateway told it. `pada` is its own clock, `diterima_pada` ours."""

    __tablename__ = "notifikasi_kabar"
    __table_args__ = (UniqueConstraint("pesan_luar", "keadaan"),)

    key: Mapped[PrimaryKey]
    pesan_luar: Mapped[Name]
    keadaan: Mapped[Name]
    alasan: Mapped[Name]
    pada: Mapped[Instant]
    diterima_pada: Mapped[Instant] = mapped_column()


@dataclass(frozen=True, slots=True, kw_only=True)
class Receipt:
    """`outside_id` is the gateway's id of the notice, `reason` its code of a failure."""

    outside_id: str
    told: Told
    at: datetime
    reason: str = ""


def take(kernel: Kernel, receipt: Receipt) -> bool:
    """Keep a state, bring the notice up to it and tell its case; False: no such notice is known.

    Safe to repeat: what an earlier call did not finish is finished by the next.
    """
    with suppress(IntegrityError):  # the same call at the same moment kept it
        _keep(kernel, receipt)
    return apply(kernel, receipt.outside_id)


def apply(kernel: Kernel, outside_id: str) -> bool:
    """Bring a notice up to all that was told of it; False when none has this id."""
    with kernel.reads.begin() as session:
        notice = _find(session, outside_id)
        told = _told(session, outside_id)
    if notice is None:
        return False
    highest = max(told, key=_ORDER.index, default=Told.SENT)
    for state in sorted(told, key=_ORDER.index):
        if state in _MESSAGES and (state is not Told.FAILED or highest is Told.FAILED):
            telling.tell(kernel, _MESSAGES[state], notice)
    with kernel.sessions.begin() as session:
        _bring_up(session, notice.key, told, highest)
    return True


def _keep(kernel: Kernel, receipt: Receipt) -> None:
    with kernel.sessions.begin() as session:
        known = select(Tiding.key).where(
            Tiding.pesan_luar == receipt.outside_id, Tiding.keadaan == receipt.told.value
        )
        if session.execute(known).first() is None:
            session.add(
                Tiding(
                    key=keys.next_key(session),
                    pesan_luar=receipt.outside_id,
                    keadaan=receipt.told.value,
                    alasan=receipt.reason,
                    pada=receipt.at,
                    diterima_pada=kernel.clock.now(),
                )
            )


def last_of(told: Iterable[Tiding]) -> tuple[NoticeState, Tiding] | None:
    """The highest of the states told of one message, with its tiding; None when nothing was told.

    For messages of others than citizens, which no case waits for.
    """
    known = {Told(row.keadaan): row for row in told}
    if not known:
        return None
    highest = max(known, key=_ORDER.index)
    return _STATES[highest], known[highest]


def unknown(session: Session) -> int:
    """Count the states told of notices that are not ours."""
    ours = select(Notice.key).where(Notice.pesan_luar == Tiding.pesan_luar).exists()
    return session.execute(select(func.count()).select_from(Tiding).where(~ours)).scalar_one()


def _find(session: Session, outside_id: str) -> Notice | None:
    wanted = select(Notice).where(Notice.pesan_luar == outside_id).order_by(Notice.key).limit(1)
    return session.execute(wanted).scalar_one_or_none()


def _told(session: Session, outside_id: str) -> dict[Told, Tiding]:
    wanted = select(Tiding).where(Tiding.pesan_luar == outside_id)
    return {Told(row.keadaan): row for row in session.execute(wanted).scalars()}


def _bring_up(session: Session, key: int, told: Mapping[Told, Tiding], highest: Told) -> None:
    row = session.get(Notice, key, with_for_update=True)
    if row is None or row.keadaan == NoticeState.BATAL:
        return
    row.keadaan = _STATES[highest].value
    row.alasan = told[Told.FAILED].alasan if highest is Told.FAILED else ""
    read, delivered = told.get(Told.READ), told.get(Told.DELIVERED) or told.get(Told.READ)
    row.dibaca_pada = read.pada if read else None
    row.sampai_pada = delivered.pada if delivered else None
