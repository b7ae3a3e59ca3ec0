"""What an administrator does with officers: add, change, let sign in again. Pure reading for the
pages is `office.roster`; who leaves is `office.leaving`'s.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from sqlalchemy.orm import Session

from engine.errors import Conflict, Fault, StaleVersion
from engine.services import answers, rights
from engine.services.kernel import Kernel, Request
from engine.store import coding
from engine.store.sealing import Sealer
from office import authority, credentials, nip, officers, offices, passwords, personnel
from office.officers import ROLE_RIGHTS, NewOfficer, Officer, OfficerInvalid
from office.personnel import Deed

#: rights that can be given to a person besides those of the roles
RIGHTS: Final = ("supervise", "administer", "deploy", "audit")
ALL_OFFICES: Final = "*"
_ROLE: Final = re.compile(r"[a-z][a-z0-9_]{0,39}", re.ASCII)
_LONGEST_NAME: Final = 100


class LastAdministrator(Conflict):
    """Without this officer nobody could administer any more."""

    code = "last-administrator"
    message = "This is the last active administrator. Make somebody else one first."


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """What an administrator writes of an officer. `nip` None leaves it, "" takes it away."""

    name: str
    office: str
    roles: frozenset[str]
    rights: frozenset[str] = frozenset()
    nip: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class GivenPassword:
    """A password for one sign-in, shown once. A double click gets the same."""

    username: str
    password: str


def add(kernel: Kernel, request: Request, username: str, person: Person) -> GivenPassword:
    """Add an officer and give the password of the first sign-in; needs "administer".

    Raises:
        RightMissing, OfficeForbidden: the actor may not.
        OfficerInvalid: with every fault at once.
        OfficerExists: the sign-in name is taken.
    """
    authority.require(request.actor, "administer", person.office)
    given = GivenPassword(username=username, password=passwords.one_time())
    new = NewOfficer(
        username=username,
        name=person.name,
        office=person.office,
        roles=person.roles,
        rights=person.rights,
        password=given.password,
        must_change=True,
    )
    asked = answers.fingerprint("add-officer", username, person.name, sorted(person.roles))
    hashed, now = passwords.hashed(given.password), kernel.clock.now()
    with kernel.sessions.begin() as session:
        earlier = answers.recall(kernel, session, request, asked, GivenPassword)
        if earlier is not None:
            return earlier
        found = officers.name_faults(new) + _faults(session, person, is_new=True)
        if found:
            raise OfficerInvalid(found)
        row = officers.write(session, new, hashed, by=request.actor.id, at=now)
        nip.keep(kernel.sealer, row, person.nip)
        answers.keep(kernel, session, request, asked, given)
    return given


def change(kernel: Kernel, request: Request, username: str, person: Person) -> None:
    """Change name, office, roles, rights or NIP; needs "administer" in both offices.

    It holds from the officer's next request on. What changed is kept in the officer's record.

    Raises:
        NotFound: there is no such officer.
        RightMissing, OfficeForbidden: the actor may not.
        StaleVersion: somebody changed the officer meanwhile.
        OfficerInvalid: with every fault at once.
        LastAdministrator: nobody would be left who administers.
    """
    with kernel.sessions.begin() as session:
        row = officers.officer(session, username)
        authority.require(request.actor, "administer", row.kantor)
        authority.require(request.actor, "administer", person.office)
        found = _faults(session, person)
        if found:
            raise OfficerInvalid(found)
        details = _differences(kernel.sealer, row, person)
        if not details:  # a double click, too
            return
        _require_fresh(session, row, request.version)
        if not _administers(person.roles, person.rights):
            require_chief_left(session, row)
        _write(kernel.sealer, row, person)
        by, now = request.actor.id, kernel.clock.now()
        officers.note(session, row, Deed.DIUBAH, by=by, at=now, details=details)


def give_password(kernel: Kernel, request: Request, username: str) -> GivenPassword:
    """Give a password for the next sign-in and unlock the name; needs "administer".

    Sessions of the old one end.

    Raises:
        NotFound: there is no such officer.
        RightMissing, OfficeForbidden: the actor may not.
    """
    given = GivenPassword(username=username, password=passwords.one_time())
    asked = answers.fingerprint("give-password", username)
    hashed, now = passwords.hashed(given.password), kernel.clock.now()
    with kernel.sessions.begin() as session:
        earlier = answers.recall(kernel, session, request, asked, GivenPassword)
        if earlier is not None:
            return earlier
        row = officers.officer(session, username)
        authority.require(request.actor, "administer", row.kantor)
        credentials.set_password(row, hashed, now, must_change=True)
        officers.note(session, row, Deed.SANDI_DISETEL, by=request.actor.id, at=now)
        answers.keep(kernel, session, request, asked, given)
    return given


def unlock(kernel: Kernel, request: Request, username: str) -> bool:
    """Let a locked name try again at once; False when it was not locked. Needs "administer".

    Raises:
        NotFound: there is no such officer.
        RightMissing, OfficeForbidden: the actor may not.
    """
    now = kernel.clock.now()
    with kernel.sessions.begin() as session:
        row = officers.officer(session, username)
        authority.require(request.actor, "administer", row.kantor)
        was_locked = not credentials.is_admitted(row, now) and row.aktif
        credentials.count_success(row)
        if was_locked:
            officers.note(session, row, Deed.KUNCI_DIBUKA, by=request.actor.id, at=now)
    return was_locked


def reactivate(kernel: Kernel, request: Request, username: str, *, reason: str) -> bool:
    """Let somebody who left sign in again, with the password of before; False when active already.

    Raises:
        NotFound: there is no such officer.
        RightMissing, OfficeForbidden: the actor may not.
        ReasonMissing: there is no reason.
    """
    why, now = rights.reason(reason), kernel.clock.now()
    with kernel.sessions.begin() as session:
        row = officers.officer(session, username)
        authority.require(request.actor, "administer", row.kantor)
        if row.aktif:
            return False
        row.aktif, row.versi = True, row.versi + 1
        officers.note(session, row, Deed.DIAKTIFKAN, by=request.actor.id, at=now, reason=why)
    return True


def require_chief_left(session: Session, leaving: Officer) -> None:
    """Refuse what would leave an office, or all of them, without anybody who administers.

    Raises:
        LastAdministrator.
    """
    if not _is_chief(leaving):
        return
    serving = {leaving.kantor, ALL_OFFICES}
    if not any(
        _is_chief(one) and one.kantor in serving and one.nama_masuk != leaving.nama_masuk
        for one in officers.officers(session)
    ):
        raise LastAdministrator


def hints(roles: frozenset[str]) -> tuple[Fault, ...]:
    """What to think of when one person has roles that are separate hands in a case."""
    return tuple(
        Fault(rule="separate-hands", element="roles", message=message)
        for pair, message in _SEPARATE
        if pair <= roles
    )


_SEPARATE: Final = (
    (
        frozenset({"loket", "verifikator"}),
        "Who receives an application may not verify it: somebody else must do one of both.",
    ),
    (
        frozenset({"gudang_blanko", "cetak"}),
        "Who hands out blanko may not print with them: somebody else must do one of both.",
    ),
)


def _is_chief(row: Officer) -> bool:
    return row.aktif and _administers(
        frozenset(coding.texts(row.peran)), frozenset(coding.texts(row.hak))
    )


def _administers(roles: frozenset[str], own: frozenset[str]) -> bool:
    brought = (ROLE_RIGHTS.get(role, frozenset()) for role in roles)
    return "administer" in own.union(*brought)


def _require_fresh(session: Session, row: Officer, version: int | None) -> None:
    if version is None or version == row.versi:
        return
    newest = personnel.of(session, row.nama_masuk, limit=1)
    raise StaleVersion(holder=newest[0].oleh if newest else row.nama_masuk)


def _faults(session: Session, person: Person, *, is_new: bool = False) -> tuple[Fault, ...]:
    found = []
    if not is_new and not person.name.strip():
        found.append(_fault("name", "The officer's name is missing."))
    if len(person.name.strip()) > _LONGEST_NAME:
        found.append(_fault("name", "A name has at most 100 characters."))
    if not is_new and not person.roles:
        found.append(_fault("roles", "An officer has at least one role."))
    if not all(_ROLE.fullmatch(role) for role in person.roles):
        found.append(_fault("more_roles", "A role has small letters, digits and underscores."))
    if person.rights - set(RIGHTS):
        found.append(_fault("rights", "There is no such right."))
    if person.office != ALL_OFFICES and person.office not in offices.codes(session):
        found.append(_fault("office", "There is no such office."))
    if person.nip and not nip.is_one(person.nip):
        found.append(_fault("nip", "A NIP has 18 digits."))
    return tuple(found)


def _fault(element: str, message: str) -> Fault:
    return Fault(rule=f"officer-{element}", element=element, message=message)


def _differences(sealer: Sealer, row: Officer, person: Person) -> Mapping[str, str]:
    """What changes, field by field, in words for the record; a NIP only that it does."""
    keeps = person.nip is None or nip.is_kept(sealer, row, person.nip)
    asked = {
        "nama": (row.nama, person.name.strip()),
        "kantor": (row.kantor, person.office),
        "peran": (_listed(row.peran), ", ".join(sorted(person.roles))),
        "hak": (_listed(row.hak), ", ".join(sorted(person.rights))),
    }
    found = {
        name: f"{old or '–'} → {new or '–'}" for name, (old, new) in asked.items() if old != new
    }
    return found if keeps else {**found, "nip": "→"}


def _listed(kept: str) -> str:
    return ", ".join(sorted(coding.texts(kept)))


def _write(sealer: Sealer, row: Officer, person: Person) -> None:
    row.nama, row.kantor = person.name.strip(), person.office
    row.peran = coding.to_text(sorted(person.roles))
    row.hak = coding.to_text(sorted(person.rights))
    row.versi += 1
    nip.keep(sealer, row, person.nip)
