"""Officers as their pages show them: who is there, who is away, what each may do. Reads only."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from engine.errors import Fault
from engine.services import rights
from engine.services.kernel import Kernel
from engine.store import coding
from engine.store.tasks import UserTask
from engine.values import Actor, UserTaskState
from office import absences, nip, officers, personnel, second_steps, staffing
from office.absences import Absence
from office.officers import Officer
from office.personnel import Entry


@dataclass(frozen=True, slots=True, kw_only=True)
class Member:
    """One officer. `rights` are all there are, `own_rights` those given besides the roles'.

    `nip` is masked, "" for none; `locked_until` None when the name is free; `substitute` None when
    the officer is here, "" when nobody stands in; `held` counts open tasks.
    """

    username: str
    name: str
    office: str
    roles: tuple[str, ...]
    rights: tuple[str, ...]
    own_rights: tuple[str, ...]
    is_active: bool
    locked_until: datetime | None
    must_change: bool
    has_code: bool
    nip: str
    version: int
    substitute: str | None
    held: int

    @property
    def hints(self) -> tuple[Fault, ...]:
        """What to think of because of separate hands."""
        return staffing.hints(frozenset(self.roles))


@dataclass(frozen=True, slots=True, kw_only=True)
class MemberPage:
    """An officer with absences (newest first), the record, recovery codes left, colleagues."""

    member: Member
    absences: tuple[Absence, ...]
    record: tuple[Entry, ...]
    codes_left: int
    colleagues: tuple[Member, ...]


def members(kernel: Kernel, actor: Actor, office: str = "") -> tuple[Member, ...]:
    """Give the officers of an office, those of all offices among them, by name.

    `office` "" is the actor's own, or every office. Needs "supervise" or "administer".

    Raises:
        RightMissing, OfficeForbidden: the actor may not.
    """
    rights.require(actor, "supervise", "administer")
    with kernel.reads.begin() as session:
        return _members(kernel, session, _office(actor, office))


def member(kernel: Kernel, actor: Actor, username: str) -> MemberPage:
    """Give one officer with all that the page shows; needs "supervise" or "administer".

    Raises:
        NotFound: there is no such officer.
        RightMissing, OfficeForbidden: the actor may not.
    """
    rights.require(actor, "supervise", "administer")
    with kernel.reads.begin() as session:
        row = officers.officer(session, username)
        rights.office_for(actor, _seen_from(actor, row))
        everybody = _members(kernel, session, None if row.kantor == "*" else row.kantor)
        return MemberPage(
            member=next(one for one in everybody if one.username == username),
            absences=absences.of(session, username)[::-1],
            record=personnel.of(session, username),
            codes_left=second_steps.spare_left(session, username),
            colleagues=tuple(
                one for one in everybody if one.is_active and one.username != username
            ),
        )


def _seen_from(actor: Actor, row: Officer) -> str:
    """Who serves all offices is a colleague in each of them."""
    return (
        rights.only_office(actor) if row.kantor == "*" and rights.only_office(actor) else row.kantor
    )


def _office(actor: Actor, office: str) -> str | None:
    if not office and "*" in actor.offices:
        return None
    return rights.office_for(actor, office)


def _members(kernel: Kernel, session: Session, office: str | None) -> tuple[Member, ...]:
    now = kernel.clock.now()
    away, held = absences.absent(session, now), _held(session)
    return tuple(
        Member(
            username=row.nama_masuk,
            name=row.nama,
            office=row.kantor,
            roles=coding.texts(row.peran),
            rights=tuple(sorted(officers.actor_for(row).rights)),
            own_rights=coding.texts(row.hak),
            is_active=row.aktif,
            locked_until=_locked(row, now),
            must_change=row.ganti_sandi,
            has_code=row.pakai_kode,
            nip=nip.masked(kernel.sealer, row),
            version=row.versi,
            substitute=away.get(row.nama_masuk),
            held=held.get(row.nama_masuk, 0),
        )
        for row in sorted(officers.officers(session, office), key=_by_name)
    )


def _by_name(row: Officer) -> tuple[bool, str]:
    return not row.aktif, row.nama.casefold()


def _held(session: Session) -> dict[str, int]:
    wanted = (
        select(UserTask.assignee, func.count().label("tasks"))
        .where(UserTask.state == UserTaskState.CREATED.value, UserTask.assignee.is_not(None))
        .group_by(UserTask.assignee)
    )
    return {str(row.assignee): row.tasks for row in session.execute(wanted)}


def _locked(row: Officer, now: datetime) -> datetime | None:
    return row.terkunci_sampai if row.terkunci_sampai and now < row.terkunci_sampai else None
