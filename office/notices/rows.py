"""Notices as rows: written in the step that asks for one, sent by `office.notices.outbox` later.

The row holds the text without the pickup code, and the number sealed under the case's key for
contacts: once that key is destroyed nobody reads the number any more, and the row stays as the
record that somebody was told.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Final

from sqlalchemy import Index, LargeBinary, Text, select, update
from sqlalchemy.orm import Mapped, Session, mapped_column

from engine.services import vaults
from engine.store import coding, keys
from engine.store.base import Base, Instant, Json, Key, Name, PrimaryKey, UtcInstant
from engine.store.sealing import RetentionClass, Sealer
from office import masking
from office.notices import texts
from office.notices.texts import Channel

#: why a call failed when a stranger answered it
WRONG_NUMBER: Final = "SALAH_NOMOR"


class NoticeState(StrEnum):
    """How far a notice came. DITUGASKAN: an officer has the call to make as a task."""

    DIANTRE = "DIANTRE"
    DITUGASKAN = "DITUGASKAN"
    TERKIRIM = "TERKIRIM"
    SAMPAI = "SAMPAI"
    DIBACA = "DIBACA"
    GAGAL = "GAGAL"
    BATAL = "BATAL"


class Notice(Base):
    """One notice. `berikut_pada` is when it is tried (again), None when it is done with.

    `nilai` are the values its text was filled with, which a gateway's own template may want;
    `pesan_luar` is the gateway's id of it, by which its delivery is told later.
    """

    __tablename__ = "notifikasi"
    __table_args__ = (
        Index(None, "keadaan", "berikut_pada"),
        Index(None, "kasus"),
        Index(None, "pesan_luar"),
    )

    key: Mapped[PrimaryKey]
    kantor: Mapped[Name]
    kasus: Mapped[Key]
    no_register: Mapped[Name]
    saluran: Mapped[Name]
    templat: Mapped[Name]
    isi: Mapped[str] = mapped_column(Text)
    nilai: Mapped[Json]
    tujuan: Mapped[bytes | None] = mapped_column(LargeBinary)
    tujuan_mask: Mapped[Name]
    keadaan: Mapped[Name]
    percobaan: Mapped[int]
    alasan: Mapped[Name]
    dibuat_pada: Mapped[Instant]
    berikut_pada: Mapped[datetime | None] = mapped_column(UtcInstant)
    dikirim_pada: Mapped[datetime | None] = mapped_column(UtcInstant)
    pesan_luar: Mapped[Name | None]
    sampai_pada: Mapped[datetime | None] = mapped_column(UtcInstant)
    dibaca_pada: Mapped[datetime | None] = mapped_column(UtcInstant)


@dataclass(frozen=True, slots=True, kw_only=True)
class NewNotice:
    """A notice to be sent. `number` is E.164, "" for a channel that needs none.

    `outcome` DIANTRE: it is sent by the next sweep; any other: it is only noted, `why` with it.
    """

    office: str
    case: int
    no_register: str
    channel: Channel
    template: str
    text: str
    number: str
    at: datetime
    values: Mapping[str, str] = field(default_factory=dict)
    outcome: NoticeState = NoticeState.DIANTRE
    why: str = ""


def add(session: Session, sealer: Sealer, new: NewNotice) -> Notice:
    """Queue a notice; it exists only if the caller's transaction commits.

    A slip is in the citizen's hand when it is noted, and is not sent.

    Raises:
        NotFound: there is no such case.
        KeyDestroyed: the case's contacts were erased.
    """
    key = keys.next_key(session)
    state = NoticeState.TERKIRIM if new.channel in texts.BY_HAND else new.outcome
    waits = state is NoticeState.DIANTRE
    sealed = None
    if new.number:
        contacts = vaults.data_key(sealer, session, new.case, RetentionClass.CONTACT, at=new.at)
        sealed = contacts.seal(new.number.encode(), _bound(key))
    notice = Notice(
        key=key,
        kantor=new.office,
        kasus=new.case,
        no_register=new.no_register,
        saluran=new.channel.value,
        templat=new.template,
        isi=new.text,
        nilai=coding.to_text(dict(new.values)),
        tujuan=sealed,
        tujuan_mask=masking.mask_phone(new.number),
        keadaan=state.value,
        percobaan=0,
        alasan=new.why,
        dibuat_pada=new.at,
        berikut_pada=new.at if waits else None,
        dikirim_pada=new.at if state is NoticeState.TERKIRIM else None,
    )
    session.add(notice)
    session.flush()
    return notice


def number_of(session: Session, sealer: Sealer, notice: Notice) -> str:
    """Open the number a notice goes to; "" when it needs none.

    Raises:
        KeyDestroyed: the case's contacts were erased.
        Unsealable: the master key is another one.
    """
    if notice.tujuan is None:
        return ""
    kind, at = RetentionClass.CONTACT, notice.dibuat_pada
    contacts = vaults.data_key(sealer, session, notice.kasus, kind, at=at)
    return contacts.open(notice.tujuan, _bound(notice.key)).decode()


def failed_channels(session: Session, case: int) -> tuple[str, ...]:
    """Name the channels on which a case's notices failed, in the order of failing."""
    wanted = select(Notice.saluran).where(Notice.kasus == case, Notice.keadaan == NoticeState.GAGAL)
    return tuple(dict.fromkeys(session.execute(wanted.order_by(Notice.key)).scalars()))


def mark_failed(session: Session, case: int, channel: Channel) -> bool:
    """Note that a case's last notice on a channel reached nobody; False when there is none."""
    wanted = select(Notice).where(Notice.kasus == case, Notice.saluran == channel.value)
    row = session.execute(wanted.order_by(Notice.key.desc()).limit(1)).scalar_one_or_none()
    if row is None:
        return False
    row.keadaan, row.berikut_pada = NoticeState.GAGAL, None
    session.flush()
    return True


def is_wrong_number(session: Session, case: int) -> bool:
    """Tell whether somebody called a case's number and a stranger answered (domain.md 3.3)."""
    wanted = select(Notice.key).where(Notice.kasus == case, Notice.alasan == WRONG_NUMBER)
    return session.execute(wanted.limit(1)).first() is not None


def retry(session: Session, key: int, now: datetime) -> bool:
    """Queue a notice that failed once more; False when there is none or it did not fail."""
    row = session.get(Notice, key, with_for_update=True)
    if row is None or row.keadaan != NoticeState.GAGAL or row.tujuan is None:
        return False
    row.keadaan, row.percobaan, row.berikut_pada = NoticeState.DIANTRE, 0, now
    session.flush()
    return True


def newest(
    session: Session, office: str, states: frozenset[NoticeState], limit: int
) -> tuple[Notice, ...]:
    """Give an office's notices in these states (none named: all), the newest first."""
    wanted = select(Notice).where(Notice.kantor == office)
    if states:
        wanted = wanted.where(Notice.keadaan.in_(sorted(states)))
    return tuple(session.execute(wanted.order_by(Notice.key.desc()).limit(limit)).scalars())


def cancel_pending(session: Session, case: int) -> None:
    """Take back what was not sent yet: the person has died, or wants to hear no more."""
    waiting = (Notice.kasus == case, Notice.keadaan == NoticeState.DIANTRE)
    session.execute(
        update(Notice).where(*waiting).values(keadaan=NoticeState.BATAL, berikut_pada=None)
    )


def due(session: Session, now: datetime, limit: int) -> tuple[Notice, ...]:
    """Give the notices to be tried now, the oldest first."""
    wanted = (
        select(Notice)
        .where(Notice.keadaan == NoticeState.DIANTRE, Notice.berikut_pada <= now)
        .order_by(Notice.berikut_pada, Notice.key)
        .limit(limit)
    )
    return tuple(session.execute(wanted).scalars())


def _bound(key: int) -> bytes:
    return f"notifikasi:{key}".encode()
