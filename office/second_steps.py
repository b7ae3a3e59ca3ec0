"""The second step of signing in: a code of the officer's telephone (TOTP, RFC 6238), used once.

The secret is sealed, recovery codes are kept as keyed hashes. Wrong codes count towards the same
lock as wrong passwords (`office.officers`), and the right password alone does not clear the count.
"""

from __future__ import annotations

import hmac
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final

import pyotp
from sqlalchemy import select
from sqlalchemy.orm import Mapped, Session, mapped_column

from engine.errors import Conflict, Fault, Invalid
from engine.services import rights
from engine.services.kernel import Kernel, Request
from engine.store import coding
from engine.store.base import Base, Bytes, Json, Key, Name, UtcInstant
from engine.store.sealing import DataKey, Sealer
from engine.values import Actor
from office import authority, config, credentials, officers, offices, recovery_codes
from office.officers import Officer, SignInRefused
from office.personnel import Deed

REQUIRED: Final = "masuk.totp_wajib"
_RIGHTS: Final = frozenset({"supervise", "administer"})
_PURPOSE: Final = "kode_masuk"
_SPAN: Final = 30
#: a telephone's clock may be this many spans early or late
_DRIFT: Final = 1


class SecondStep(Base):
    """One officer's secret. `sejak` None: not yet confirmed. `terakhir`: the last span used."""

    __tablename__ = "kode_masuk"

    petugas: Mapped[Name] = mapped_column(primary_key=True)
    rahasia: Mapped[Bytes]
    sejak: Mapped[datetime | None] = mapped_column(UtcInstant)
    terakhir: Mapped[Key]
    cadangan: Mapped[Json]


class CodeInvalid(Invalid):
    """The code is not the one the telephone shows now, or was used already."""

    code = "code-invalid"
    message = "The code is wrong or was used already. Wait for the next one and type it at once."


class AlreadyEnrolled(Conflict):
    """The officer signs in with codes already."""

    code = "already-enrolled"
    message = "You sign in with codes already. Turn them off first, or make new recovery codes."


class NotEnrolled(Conflict):
    """The officer does not sign in with codes."""

    code = "not-enrolled"
    message = "This account signs in without codes."


class StillRequired(Conflict):
    """The office wants the second step of everybody who supervises or administers."""

    code = "code-required"
    message = "Your office requires codes of everybody with your rights. They stay on."


@dataclass(frozen=True, slots=True, kw_only=True)
class Enrolment:
    """What is typed or scanned into a telephone: the secret in groups of four, and its address."""

    secret: str = field(repr=False)
    address: str = field(repr=False)


def is_required(session: Session, actor: Actor, at: datetime) -> bool:
    """Whether a policy demands the second step of this actor; of all offices: any one's policy."""
    if not actor.rights & _RIGHTS:
        return False
    codes = offices.codes(session) if "*" in actor.offices else sorted(actor.offices)
    return any(config.effective(session, code, at).values[REQUIRED] is True for code in codes)


def begin(kernel: Kernel, username: str) -> None:
    """Make a new secret, to be confirmed; one that was never confirmed is forgotten.

    Raises:
        AlreadyEnrolled: a confirmed one is in use.
    """
    sealed = _key(kernel.sealer).seal(pyotp.random_base32().encode(), _bound(username))
    with kernel.sessions.begin() as session:
        row = session.get(SecondStep, username, with_for_update=True)
        if row is not None and row.sejak is not None:
            raise AlreadyEnrolled
        row = row or SecondStep(petugas=username)
        row.rahasia, row.terakhir, row.cadangan = sealed, 0, "[]"
        session.add(row)


def pending(kernel: Kernel, username: str) -> Enrolment | None:
    """Give what is to be confirmed; None when nothing is."""
    with kernel.reads.begin() as session:
        row = session.get(SecondStep, username)
        if row is None or row.sejak is not None:
            return None
        secret = _secret(kernel.sealer, row)
    address = pyotp.TOTP(secret).provisioning_uri(name=username, issuer_name="Alur")
    spaced = " ".join(secret[at : at + 4] for at in range(0, len(secret), 4))
    return Enrolment(secret=spaced, address=address)


def confirm(kernel: Kernel, username: str, code: str) -> tuple[str, ...]:
    """Turn the second step on with a code of the pending secret; gives the recovery codes, once.

    Raises:
        NotEnrolled: nothing was begun.
        AlreadyEnrolled: it is on already.
        CodeInvalid: the code is wrong.
    """
    now, spare = kernel.clock.now(), recovery_codes.make()
    with kernel.sessions.begin() as session:
        row = session.get(SecondStep, username, with_for_update=True)
        if row is None:
            raise NotEnrolled
        if row.sejak is not None:
            raise AlreadyEnrolled
        if not _take_code(kernel.sealer, row, code, now):
            raise _wrong()
        row.sejak, row.cadangan = now, recovery_codes.to_keep(kernel.sealer, username, spare)
        officer = officers.officer(session, username)
        officer.pakai_kode = True
        officers.note(session, officer, Deed.KODE_AKTIF, by=username, at=now)
    return spare


def renew_spare(kernel: Kernel, username: str, code: str) -> tuple[str, ...]:
    """Make new recovery codes, once shown; those of before are worth nothing.

    Raises:
        NotEnrolled: the second step is off.
        SignInRefused: the code is wrong; it counts towards the lock.
    """
    spare = recovery_codes.make()
    _require_code(kernel, username, code)
    with kernel.sessions.begin() as session:
        row = _enrolled(session, username)
        row.cadangan = recovery_codes.to_keep(kernel.sealer, username, spare)
        officer = officers.officer(session, username)
        officers.note(session, officer, Deed.KODE_CADANGAN, by=username, at=kernel.clock.now())
    return spare


def turn_off(kernel: Kernel, username: str, code: str) -> None:
    """Sign in without codes again, as long as no policy demands them.

    Raises:
        NotEnrolled: they are off already.
        StillRequired: a policy demands them.
        SignInRefused: the code is wrong; it counts towards the lock.
    """
    now = kernel.clock.now()
    with kernel.reads.begin() as session:
        _enrolled(session, username)
        if is_required(session, officers.actor_for(officers.officer(session, username)), now):
            raise StillRequired
    _require_code(kernel, username, code)
    with kernel.sessions.begin() as session:
        _forget(session, username, Deed.KODE_MATI, by=username, at=now)


def reset(kernel: Kernel, request: Request, username: str, *, reason: str) -> None:
    """Take the second step away from who lost the telephone; needs "administer" in that office.

    All sessions of the officer end.

    Raises:
        NotFound: there is no such officer.
        RightMissing, OfficeForbidden: the actor may not.
        ReasonMissing: there is no reason.
        NotEnrolled: the officer signs in without codes.
    """
    why, now = rights.reason(reason), kernel.clock.now()
    with kernel.sessions.begin() as session:
        row = officers.officer(session, username)
        authority.require(request.actor, "administer", row.kantor)
        _enrolled(session, username)
        row.sesi += 1
        _forget(session, username, Deed.KODE_DISETEL, by=request.actor.id, at=now, reason=why)


def verify(kernel: Kernel, username: str, code: str) -> Officer:
    """Take a code of the telephone, or a recovery code, and give the officer, detached.

    Counts and locks are written even though this raises.

    Raises:
        SignInRefused: wrong, used already, locked or deactivated: the answer does not tell which.
    """
    now = kernel.clock.now()
    with kernel.sessions.begin() as session:
        officer = session.get(Officer, username, with_for_update=True)
        row = session.get(SecondStep, username, with_for_update=True)
        if officer is None or row is None or row.sejak is None:
            raise SignInRefused
        taken = credentials.is_admitted(officer, now) and _take(kernel.sealer, row, code, now)
        if taken:
            credentials.count_success(officer)
        elif credentials.is_admitted(officer, now):
            credentials.count_failure(officer, now)
    if not taken:
        raise SignInRefused
    return officer


def spare_left(session: Session, username: str) -> int:
    """How many recovery codes are left."""
    kept = session.execute(
        select(SecondStep.cadangan).where(SecondStep.petugas == username)
    ).scalar_one_or_none()
    return len(coding.texts(kept)) if kept else 0


def _require_code(kernel: Kernel, username: str, code: str) -> None:
    with kernel.reads.begin() as session:
        _enrolled(session, username)
    verify(kernel, username, code)


def _enrolled(session: Session, username: str) -> SecondStep:
    row = session.get(SecondStep, username)
    if row is None or row.sejak is None:
        raise NotEnrolled
    return row


def _forget(  # the deed's own fields, by name
    session: Session, username: str, deed: Deed, *, by: str, at: datetime, reason: str = ""
) -> None:
    session.delete(_enrolled(session, username))
    officer = officers.officer(session, username)
    officer.pakai_kode = False
    officers.note(session, officer, deed, by=by, at=at, reason=reason)


def _take(sealer: Sealer, row: SecondStep, typed: str, now: datetime) -> bool:
    return _take_code(sealer, row, typed, now) or _take_spare(sealer, row, typed)


def _take_code(sealer: Sealer, row: SecondStep, typed: str, now: datetime) -> bool:
    """Whether it is a code of about now; its span and all before it are used up."""
    digits = "".join(typed.split())
    totp, span = pyotp.TOTP(_secret(sealer, row)), int(now.timestamp()) // _SPAN
    for at in range(max(span - _DRIFT, row.terakhir + 1), span + _DRIFT + 1):
        if hmac.compare_digest(totp.generate_otp(at), digits.encode("ascii", "replace").decode()):
            row.terakhir = at
            return True
    return False


def _take_spare(sealer: Sealer, row: SecondStep, typed: str) -> bool:
    left = recovery_codes.without(sealer, row.petugas, row.cadangan, typed)
    row.cadangan = row.cadangan if left is None else left
    return left is not None


def _secret(sealer: Sealer, row: SecondStep) -> str:
    return _key(sealer).open(row.rahasia, _bound(row.petugas)).decode()


def _key(sealer: Sealer) -> DataKey:
    return sealer.installation_key(_PURPOSE)


def _bound(username: str) -> bytes:
    return f"kode_masuk:{username}".encode()


def _wrong() -> CodeInvalid:
    return CodeInvalid((Fault(rule=CodeInvalid.code, element="kode", message=CodeInvalid.message),))
