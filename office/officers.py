"""Officers and their sign-in. What an officer may do in a case is `engine.rules.assignment`.

Passwords are kept as argon2id hashes; an unknown name costs the same work as a wrong password.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Final

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerifyMismatchError
from sqlalchemy import select
from sqlalchemy.orm import Mapped, Session, mapped_column

from engine.errors import Conflict, Fault, Forbidden, Invalid, NotFound
from engine.services.kernel import Kernel, Request
from engine.store import coding
from engine.store.base import Base, Instant, Json, Name, UtcInstant
from engine.values import Actor
from office import authority

#: rights beyond the lanes that a role brings along
ROLE_RIGHTS: Final[Mapping[str, frozenset[str]]] = {
    "verifikator": frozenset({"supervise"}),
    "camat": frozenset({"supervise", "audit"}),
    "auditor": frozenset({"audit"}),
    "admin": frozenset({"administer", "deploy", "audit"}),
}
#: roles that have no work list
_WITHOUT_WORK: Final = frozenset({"auditor", "admin"})
_SHORTEST: Final = 10
_LONGEST: Final = 256
_TRIES: Final = 5
_LOCKED_FOR: Final = timedelta(minutes=15)
_HASHER: Final = PasswordHasher()  # argon2id, RFC 9106's second recommended setting
_NOBODY: Final = _HASHER.hash("nobody's password, to be compared with in vain")


class Officer(Base):
    """Somebody who signs in. `peran` are lanes and roles, `hak` rights given besides."""

    __tablename__ = "petugas"

    nama_masuk: Mapped[Name] = mapped_column(primary_key=True)
    nama: Mapped[Name]
    kantor: Mapped[Name]
    peran: Mapped[Json]
    hak: Mapped[Json]
    kata_sandi: Mapped[Name]
    aktif: Mapped[bool]
    gagal_masuk: Mapped[int]
    terkunci_sampai: Mapped[datetime | None] = mapped_column(UtcInstant)
    dibuat_pada: Mapped[Instant]
    sandi_diubah_pada: Mapped[Instant]


class SignInRefused(Forbidden):
    """Unknown name, wrong password, deactivated or locked: the answer does not tell which."""

    code = "sign-in-refused"
    message = "Name or password is wrong. After five wrong tries wait fifteen minutes."


class OfficerInvalid(Invalid):
    """An officer's name, role or password cannot be so."""

    code = "officer-invalid"
    message = "%(count)s fields need your attention; nothing was changed."


class OfficerExists(Conflict):
    """The sign-in name is taken."""

    code = "officer-exists"
    message = "The sign-in name %(username)s is taken. Choose another."


@dataclass(frozen=True, slots=True, kw_only=True)
class NewOfficer:
    """`roles` are lanes (`loket`, `perekaman`, …) and `auditor`, `admin`; `office` "*" is all."""

    username: str
    name: str
    office: str
    roles: frozenset[str]
    password: str = field(repr=False)
    rights: frozenset[str] = frozenset()


def create(kernel: Kernel, request: Request, officer: NewOfficer) -> Actor:
    """Add an officer and give the actor he will be; needs the right "administer" in his office.

    Raises:
        RightMissing: the actor may not.
        OfficerInvalid: with every fault at once.
        OfficerExists: the sign-in name is taken.
    """
    authority.require(request.actor, "administer", officer.office)
    faults = _name_faults(officer) + password_faults(officer.username, officer.password)
    if faults:
        raise OfficerInvalid(faults)
    hashed, now = _HASHER.hash(officer.password), kernel.clock.now()
    with kernel.sessions.begin() as session:
        if session.get(Officer, officer.username) is not None:
            raise OfficerExists(username=officer.username)
        row = Officer(
            nama_masuk=officer.username,
            nama=officer.name.strip(),
            kantor=officer.office,
            peran=coding.to_text(sorted(officer.roles)),
            hak=coding.to_text(sorted(officer.rights)),
            kata_sandi=hashed,
            aktif=True,
            gagal_masuk=0,
            dibuat_pada=now,
            sandi_diubah_pada=now,
        )
        session.add(row)
        session.flush()
        return actor_for(row)


def authenticate(kernel: Kernel, username: str, password: str) -> Officer:
    """Check a sign-in and give the officer, detached.

    Five wrong passwords in a row lock the name for fifteen minutes; the right one meanwhile is
    refused too. Counts and locks are written even though this raises.

    Raises:
        SignInRefused: for every reason alike, after the same work.
    """
    with kernel.reads.begin() as session:
        seen = session.get(Officer, username)
    hashed = seen.kata_sandi if seen is not None else _NOBODY
    matches = _matches(hashed, password[:_LONGEST])  # slow on purpose: no transaction waits for it
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
    faults = password_faults(username, new)
    if faults:
        raise OfficerInvalid(faults)
    authenticate(kernel, username, old)
    hashed, now = _HASHER.hash(new), kernel.clock.now()
    with kernel.sessions.begin() as session:
        row = officer(session, username)
        row.kata_sandi, row.sandi_diubah_pada = hashed, now


def reset_password(kernel: Kernel, request: Request, username: str, new: str) -> None:
    """Give an officer a new password and unlock the name; needs "administer" in his office.

    Raises:
        NotFound: there is no such officer.
        RightMissing: the actor may not.
        OfficerInvalid: the new password will not do.
    """
    faults = password_faults(username, new)
    if faults:
        raise OfficerInvalid(faults)
    hashed, now = _HASHER.hash(new), kernel.clock.now()
    with kernel.sessions.begin() as session:
        row = officer(session, username)
        authority.require(request.actor, "administer", row.kantor)
        row.kata_sandi, row.sandi_diubah_pada = hashed, now
        row.gagal_masuk, row.terkunci_sampai = 0, None


def officer(session: Session, username: str) -> Officer:
    """Give an officer.

    Raises:
        NotFound: there is none of that name.
    """
    row = session.get(Officer, username)
    if row is None:
        raise NotFound(kind="officer", key=username)
    return row


def officers(session: Session, office: str | None = None) -> tuple[Officer, ...]:
    """Give the officers of an office (all of them: None), by name."""
    wanted = select(Officer).order_by(Officer.nama_masuk)
    if office is not None:
        wanted = wanted.where(Officer.kantor.in_([office, "*"]))
    return tuple(session.execute(wanted).scalars())


def actor_for(row: Officer) -> Actor:
    """Make the actor that services judge: lanes as groups, role rights and own rights."""
    roles = frozenset(coding.texts(row.peran))
    rights = frozenset(coding.texts(row.hak)).union(
        *(ROLE_RIGHTS.get(role, frozenset()) for role in roles)
    )
    if lanes(row):
        rights |= {"work"}
    return Actor(id=row.nama_masuk, groups=roles, offices=frozenset({row.kantor}), rights=rights)


def lanes(row: Officer) -> frozenset[str]:
    """Give an officer's lanes: the roles that have a work list."""
    return lanes_of(row.peran)


def lanes_of(roles: str) -> frozenset[str]:
    """Give the lanes among roles as they are kept."""
    return frozenset(coding.texts(roles)) - _WITHOUT_WORK


def password_faults(username: str, password: str) -> tuple[Fault, ...]:
    """Check a new password: 10 to 256 characters, and not the sign-in name."""
    if not _SHORTEST <= len(password) <= _LONGEST:
        return (_fault("password-length", "password", "A password has 10 to 256 characters."),)
    if username and username.casefold() in password.casefold():
        return (_fault("password-name", "password", "The password holds the sign-in name."),)
    return ()


def _name_faults(new: NewOfficer) -> tuple[Fault, ...]:
    found = []
    plain = new.username.replace(".", "").replace("-", "")
    if not (plain.isascii() and plain.isalnum() and new.username == new.username.lower()):
        message = "A sign-in name has small letters, digits, dots and dashes."
        found.append(_fault("officer-username", "username", message))
    if not new.name.strip():
        found.append(_fault("officer-name", "name", "The officer's name is missing."))
    if not new.roles:
        found.append(_fault("officer-roles", "roles", "An officer has at least one role."))
    return tuple(found)


def _fault(rule: str, element: str, message: str) -> Fault:
    return Fault(rule=rule, element=element, message=message)


def _matches(hashed: str, password: str) -> bool:
    try:
        return _HASHER.verify(hashed, password)
    except (VerifyMismatchError, InvalidHashError):
        return False


def _settle(kernel: Kernel, username: str, hashed: str, *, matches: bool) -> Officer | None:
    """Judge by what the register says now, not before the work; write only when it changes."""
    now = kernel.clock.now()
    with kernel.reads.begin() as session:
        row = session.get(Officer, username)
        if row is not None and _is_settled(row, now, matches=matches):
            return row if matches and _is_admitted(row, now) and row.kata_sandi == hashed else None
    with kernel.sessions.begin() as session:
        row = session.get(Officer, username, with_for_update=True)
        if row is None:
            return None
        return row if _judge(row, now, matches=matches and row.kata_sandi == hashed) else None


def _is_admitted(row: Officer, now: datetime) -> bool:
    return row.aktif and (row.terkunci_sampai is None or now >= row.terkunci_sampai)


def _is_settled(row: Officer, now: datetime, *, matches: bool) -> bool:
    """Whether a try leaves the row as it is."""
    clean = row.gagal_masuk == 0 and row.terkunci_sampai is None
    return (matches and clean) or not _is_admitted(row, now)


def _judge(row: Officer, now: datetime, *, matches: bool) -> bool:
    if not _is_admitted(row, now):
        return False
    if matches:
        row.gagal_masuk, row.terkunci_sampai = 0, None
        return True
    row.gagal_masuk += 1
    if row.gagal_masuk >= _TRIES:
        row.gagal_masuk, row.terkunci_sampai = 0, now + _LOCKED_FOR
    return False
