"""Pickup codes: six digits that only the applicant gets to see; one use.

A code is kept nowhere. It is derived, when a notice is sent, from a random nonce and a key of the
installation, and compared with a keyed hash when it is typed. So no variable, log, table or backup
holds it, replay (which calls no worker) needs none, and a new code is a new nonce.
"""

from __future__ import annotations

import hmac
import os
from datetime import datetime
from typing import Final

from sqlalchemy import Index, LargeBinary, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from engine.services.observing import Change
from engine.store import keys
from engine.store.base import Base, Bytes, Instant, Key, Name, PrimaryKey, UtcInstant
from engine.store.sealing import Sealer
from engine.store.tasks import UserTask
from engine.values import UserTaskState
from office.applications import Application
from office.cards import Card, CardState
from office.handover import CodeCheck

_NONCE_BYTES: Final = 16
_CONCEALED: Final = "kode:"
#: the variable in which a diagram keeps why a handover was refused (docs/job-types.md)
REASONS: Final = "alasan_ditolak"
_OF_CODES: Final = "KODE_"


class PickupCode(Base):
    """A case's present code: what it is derived from, its hash, and when it was used."""

    __tablename__ = "kode_ambil"

    no_register: Mapped[Name] = mapped_column(primary_key=True)
    kantor: Mapped[Name]
    nonce: Mapped[Bytes]
    hash: Mapped[bytes] = mapped_column(LargeBinary)
    digit: Mapped[int]
    dibuat_pada: Mapped[Instant]
    terpakai_pada: Mapped[datetime | None] = mapped_column(UtcInstant)


class WrongCode(Base):
    """A handover that was refused because of its code; written once. `hasil`: KODE_SALAH, …"""

    __tablename__ = "kode_ambil_salah"
    __table_args__ = (Index(None, "kantor", "pada"),)

    key: Mapped[PrimaryKey]
    kantor: Mapped[Name]
    no_register: Mapped[Name]
    kasus: Mapped[Key]
    hasil: Mapped[Name]
    oleh: Mapped[Name | None]
    pada: Mapped[Instant] = mapped_column()


def renew(
    session: Session, sealer: Sealer, office: str, no_register: str, *, digits: int, now: datetime
) -> None:
    """Make a code for a case; an earlier one is worth nothing from then on."""
    nonce = os.urandom(_NONCE_BYTES)
    row = session.get(PickupCode, no_register)
    if row is None:
        row = PickupCode(no_register=no_register, kantor=office)
        session.add(row)
    row.nonce, row.digit, row.dibuat_pada = nonce, digits, now
    row.hash = _hash(sealer, no_register, _derive(sealer, nonce, digits))
    row.terpakai_pada = None
    session.flush()


def reveal(session: Session, sealer: Sealer, no_register: str) -> str | None:
    """Give the code for the text of a notice that is being sent; None without or after use.

    The answer must go nowhere but into that text.
    """
    row = session.get(PickupCode, no_register)
    if row is None or row.terpakai_pada is not None:
        return None
    return _derive(sealer, row.nonce, row.digit)


def conceal(sealer: Sealer, no_register: str, typed: str) -> str:
    """Turn a typed code into `kode:<hash>`, which `check` accepts and a log may hold."""
    return _CONCEALED + _hash(sealer, no_register, typed.strip()).hex()


def check(
    session: Session, sealer: Sealer, no_register: str, typed: str, *, tries_left: int
) -> CodeCheck:
    """Compare a typed (or concealed) code; nothing is spent or counted by this.

    `tries_left` 0 or less: locked, whatever was typed, until a new code is made. The wrong tries
    are a variable of the case: what a refused handover writes in tables is undone.
    """
    row = session.get(PickupCode, no_register)
    if row is None:
        return CodeCheck.TIDAK_ADA
    if row.terpakai_pada is not None:
        return CodeCheck.TERPAKAI
    if tries_left <= 0:
        return CodeCheck.TERKUNCI
    concealed = typed if typed.startswith(_CONCEALED) else conceal(sealer, no_register, typed)
    matches = hmac.compare_digest(concealed, _CONCEALED + row.hash.hex())
    return CodeCheck.BENAR if matches else CodeCheck.SALAH


def spend(session: Session, no_register: str, now: datetime) -> None:
    """Use the code up, whether it was typed or the identity was checked instead."""
    row = session.get(PickupCode, no_register)
    if row is not None and row.terpakai_pada is None:
        row.terpakai_pada = now
        session.flush()


def note(session: Session, change: Change) -> None:
    """Keep a refusal that a code was the reason of; any other change is none.

    What a refused handover writes by itself is undone, so this hangs on the variable REASONS.
    """
    named = change.value if isinstance(change.value, list) else []
    codes = [str(reason) for reason in named if str(reason).startswith(_OF_CODES)]
    application = session.get(Application, change.case) if codes else None
    by = _who_completed(session, change)
    if application is None or by is None or _is_given(session, application.no_register):
        return  # the reason of an earlier try, carried out of its scope
    for outcome in codes:
        row = WrongCode(
            key=keys.next_key(session),
            kantor=change.office,
            no_register=application.no_register,
            kasus=change.case,
            hasil=outcome,
            oleh=by,
            pada=change.at,
        )
        session.add(row)
    session.flush()


def wrong_codes(session: Session, office: str, first: datetime, last: datetime) -> list[WrongCode]:
    """Give the refusals from `first` to before `last`, in their order."""
    wanted = select(WrongCode).where(
        WrongCode.kantor == office, WrongCode.pada >= first, WrongCode.pada < last
    )
    return list(session.execute(wanted.order_by(WrongCode.key)).scalars())


def _who_completed(session: Session, change: Change) -> str | None:
    """Who completed a task of the case in this very step: whoever typed the code."""
    wanted = select(UserTask.completed_by).where(
        UserTask.root_key == change.case,
        UserTask.state == UserTaskState.COMPLETED.value,
        UserTask.completed_at == change.at,
    )
    return session.execute(wanted.order_by(UserTask.key.desc()).limit(1)).scalar()


def _is_given(session: Session, no_register: str) -> bool:
    card = session.get(Card, no_register)
    return card is not None and card.status == CardState.DISERAHKAN


def _derive(sealer: Sealer, nonce: bytes, digits: int) -> str:
    number = int.from_bytes(sealer.index("kode-ambil", nonce.hex()), "big")
    return f"{number % 10**digits:0{digits}d}"


def _hash(sealer: Sealer, no_register: str, code: str) -> bytes:
    return sealer.index("kode-ambil-hash", f"{no_register}:{code}")
