"""The officers' register. How they sign in is `office.credentials`, what they may do in a case
`engine.rules.assignment`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final

from sqlalchemy import LargeBinary, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from engine.errors import Conflict, Fault, Forbidden, Invalid, NotFound
from engine.services.kernel import Kernel, Request
from engine.store import coding
from engine.store.base import Base, Instant, Json, Name, UtcInstant
from engine.values import Actor
from office import authority, passwords, personnel
from office.personnel import Deed, NewEntry

#: rights beyond the lanes that a role brings along
ROLE_RIGHTS: Final[Mapping[str, frozenset[str]]] = {
    "verifikator": frozenset({"supervise"}),
    "camat": frozenset({"supervise", "audit"}),
    "auditor": frozenset({"audit"}),
    "admin": frozenset({"administer", "deploy", "audit"}),
}
#: roles that have no work list
_WITHOUT_WORK: Final = frozenset({"auditor", "admin"})


class Officer(Base):
    """Somebody who signs in. `peran` are lanes and roles, `hak` rights given besides.

    `nip` is sealed. `ganti_sandi`: the password was given by an administrator and must be changed
    first of all. `sesi` counts up to end all sessions. `pakai_kode`: signs in with a second step.
    """

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
    nip: Mapped[bytes | None] = mapped_column(LargeBinary)
    versi: Mapped[int]
    ganti_sandi: Mapped[bool]
    sesi: Mapped[int]
    pakai_kode: Mapped[bool]


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
    """`roles` are lanes (`loket`, `perekaman`, …) and `auditor`, `admin`; `office` "*" is all.

    `must_change`: the password is for the first sign-in only.
    """

    username: str
    name: str
    office: str
    roles: frozenset[str]
    password: str = field(repr=False)
    rights: frozenset[str] = frozenset()
    must_change: bool = False


def create(kernel: Kernel, request: Request, officer: NewOfficer) -> Actor:
    """Add an officer and give the actor he will be; needs the right "administer" in his office.

    Raises:
        RightMissing: the actor may not.
        OfficerInvalid: with every fault at once.
        OfficerExists: the sign-in name is taken.
    """
    authority.require(request.actor, "administer", officer.office)
    found = name_faults(officer) + passwords.faults(officer.username, officer.password)
    if found:
        raise OfficerInvalid(found)
    hashed, now = passwords.hashed(officer.password), kernel.clock.now()
    with kernel.sessions.begin() as session:
        return actor_for(write(session, officer, hashed, by=request.actor.id, at=now))


def write(session: Session, officer: NewOfficer, hashed: str, *, by: str, at: datetime) -> Officer:
    """Add a checked officer with a hashed password within the caller's transaction.

    Raises:
        OfficerExists: the sign-in name is taken.
    """
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
        dibuat_pada=at,
        sandi_diubah_pada=at,
        versi=1,
        ganti_sandi=officer.must_change,
        sesi=0,
        pakai_kode=False,
    )
    session.add(row)
    session.flush()
    note(session, row, Deed.DITAMBAHKAN, by=by, at=at)
    return row


def note(  # noqa: PLR0913  # who, what, by whom, when, why: each by name
    session: Session,
    row: Officer,
    deed: Deed,
    *,
    by: str,
    at: datetime,
    reason: str = "",
    details: Mapping[str, str] | None = None,
) -> None:
    """Write into an officer's record within the caller's transaction."""
    entry = NewEntry(
        officer=row.nama_masuk,
        office=row.kantor,
        deed=deed,
        by=by,
        at=at,
        reason=reason,
        details=details or {},
    )
    personnel.note(session, entry)


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


def name_faults(new: NewOfficer) -> tuple[Fault, ...]:
    """Check sign-in name, name and roles of a new officer."""
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
