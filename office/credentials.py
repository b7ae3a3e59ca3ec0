"""Signing in with a password: five wrong tries lock the name. The second step is
`office.second_steps`.

Passwords are kept as argon2id hashes; an unknown name costs the same work as a wrong password.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final

from engine.errors import Fault
from engine.services.kernel import Kernel, Request
from office import authority, officers, passwords
from office.officers import Officer, OfficerInvalid, SignInRefused
from office.personnel import Deed

_TRIES: Final = 5
_LOCKED_FOR: Final = timedelta(minutes=15)


def authenticate(kernel: Kernel, username: str, password: str) -> Officer:
    """Check a sign-in and give the officer, detached.

    Five wrong passwords in a row lock the name for fifteen minutes; the right one meanwhile is
    refused too. Counts and locks are written even though this raises.

    Raises:
        SignInRefused: for every reason alike, after the same work.
    """
    with kernel.reads.begin() as session:
        seen = session.get(Officer, username)
    hashed = seen.kata_sandi if seen is not None else passwords.NOBODYS
    matches = passwords.matches(hashed, password)  # slow on purpose: no transaction waits for it
    row = _settle(kernel, username, hashed, matches=matches) if seen is not None else None
    if row is None:
        raise SignInRefused
    return row


def change_password(kernel: Kernel, username: str, old: str, new: str) -> None:
    """Replace one's own password.

    Raises:
        SignInRefused: the old one is wrong.
        OfficerInvalid: the new one will not do.
    """
    faults = passwords.faults(username, new)
    if new == old:
        message = "This is the password you have. Choose another."
        faults = (Fault(rule="password-same", element="password", message=message),)
    if faults:
        raise OfficerInvalid(faults)
    authenticate(kernel, username, old)
    hashed, now = passwords.hashed(new), kernel.clock.now()
    with kernel.sessions.begin() as session:
        row = officers.officer(session, username)
        row.kata_sandi, row.sandi_diubah_pada, row.ganti_sandi = hashed, now, False
        officers.note(session, row, Deed.SANDI_DIGANTI, by=username, at=now)


def reset_password(
    kernel: Kernel, request: Request, username: str, new: str, *, must_change: bool = False
) -> None:
    """Give an officer a new password and unlock the name; needs "administer" in his office.

    `must_change`: it is for the next sign-in only.

    Raises:
        NotFound: there is no such officer.
        RightMissing: the actor may not.
        OfficerInvalid: the new password will not do.
    """
    faults = passwords.faults(username, new)
    if faults:
        raise OfficerInvalid(faults)
    hashed, now = passwords.hashed(new), kernel.clock.now()
    with kernel.sessions.begin() as session:
        row = officers.officer(session, username)
        authority.require(request.actor, "administer", row.kantor)
        set_password(row, hashed, now, must_change=must_change)
        officers.note(session, row, Deed.SANDI_DISETEL, by=request.actor.id, at=now)


def set_password(row: Officer, hashed: str, now: datetime, *, must_change: bool) -> None:
    """Write a hashed password given by somebody else, and forget the wrong tries."""
    row.kata_sandi, row.sandi_diubah_pada, row.ganti_sandi = hashed, now, must_change
    count_success(row)


def _settle(kernel: Kernel, username: str, hashed: str, *, matches: bool) -> Officer | None:
    """Judge by what the register says now, not before the work; write only when it changes."""
    now = kernel.clock.now()
    with kernel.reads.begin() as session:
        row = session.get(Officer, username)
        if row is not None and _is_settled(row, now, matches=matches):
            return row if matches and is_admitted(row, now) and row.kata_sandi == hashed else None
    with kernel.sessions.begin() as session:
        row = session.get(Officer, username, with_for_update=True)
        if row is None:
            return None
        return row if _judge(row, now, matches=matches and row.kata_sandi == hashed) else None


def is_admitted(row: Officer, now: datetime) -> bool:
    """Whether the officer is active and not locked at an instant (aware)."""
    return row.aktif and (row.terkunci_sampai is None or now >= row.terkunci_sampai)


def count_failure(row: Officer, now: datetime) -> None:
    """Count a wrong password or code; the fifth in a row locks the name."""
    row.gagal_masuk += 1
    if row.gagal_masuk >= _TRIES:
        row.gagal_masuk, row.terkunci_sampai = 0, now + _LOCKED_FOR


def count_success(row: Officer) -> None:
    """Forget the wrong tries: somebody is in."""
    row.gagal_masuk, row.terkunci_sampai = 0, None


def _is_settled(row: Officer, now: datetime, *, matches: bool) -> bool:
    """Whether a try leaves the row as it is. With a second step the right password settles nothing:
    or whoever knows it would have tries without end at the code.
    """
    clean = row.gagal_masuk == 0 and row.terkunci_sampai is None
    return (matches and (clean or row.pakai_kode)) or not is_admitted(row, now)


def _judge(row: Officer, now: datetime, *, matches: bool) -> bool:
    if not is_admitted(row, now):
        return False
    if not matches:
        count_failure(row, now)
    elif not row.pakai_kode:
        count_success(row)
    return matches
