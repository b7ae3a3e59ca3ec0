"""An officer leaves: signs in no more, and what was held goes to a colleague or back to the group.

Separate from `office.officers`, which knows no tasks.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from sqlalchemy import select
from sqlalchemy.orm import Session

from engine.errors import Conflict, NotFound, SeparationOfDuties
from engine.rules.assignment import NotCandidate
from engine.services import rights, tasks
from engine.services.kernel import Kernel, Request
from engine.store.tasks import UserTask
from engine.values import Actor, UserTaskState
from office import authority, duties, officers, staffing
from office.personnel import Deed


@dataclass(frozen=True, slots=True, kw_only=True)
class Left:
    """What became of the tasks held, by key; `kept` stay held until their case is resumed."""

    handed_over: tuple[int, ...] = ()
    released: tuple[int, ...] = ()
    kept: tuple[int, ...] = ()


class SuccessorInvalid(Conflict):
    """The tasks of somebody who leaves were to go to nobody who is there."""

    code = "successor-invalid"
    message = "%(officer)s is no other active officer. Name one who is, or nobody."


def deactivate(
    kernel: Kernel, request: Request, username: str, *, reason: str, to: str = ""
) -> Left:
    """Take an officer's sign-in away and hand over the tasks held; needs "administer".

    Sessions and credentials end with the next request. Each task then changes hands by a logged
    command of its own, with `reason`: to the officer `to`, or to its groups, also where `to` may
    not do it. Run again after a crash, it finishes what is left.

    Raises:
        NotFound: there is no such officer.
        RightMissing, OfficeForbidden: the actor may not.
        ReasonMissing: there is no reason.
        SuccessorInvalid: `to` is unknown, deactivated or the very officer.
        LastAdministrator: nobody would be left who administers.
    """
    why = rights.reason(reason)
    with kernel.sessions.begin() as session:
        row = officers.officer(session, username)
        authority.require(request.actor, "administer", row.kantor)
        successor = _successor(kernel, session, username, to) if to else None
        staffing.require_chief_left(session, row)
        if row.aktif:
            row.aktif, row.versi = False, row.versi + 1
            by, now = request.actor.id, kernel.clock.now()
            officers.note(session, row, Deed.DINONAKTIFKAN, by=by, at=now, reason=why)
    return _move_all(kernel, request, username, successor, why)


def relieve(kernel: Kernel, request: Request, username: str, *, reason: str, to: str = "") -> Left:
    """Hand over what somebody holds who is away, and leave the sign-in; as `deactivate` otherwise.

    Needs "supervise" or "administer" in that office.

    Raises:
        NotFound: there is no such officer.
        RightMissing, OfficeForbidden: the actor may not.
        ReasonMissing: there is no reason.
        SuccessorInvalid: `to` is unknown, deactivated or the very officer.
    """
    why, now = rights.reason(reason), kernel.clock.now()
    with kernel.sessions.begin() as session:
        row = officers.officer(session, username)
        rights.require(request.actor, "supervise", "administer")
        rights.office_for(request.actor, row.kantor)
        successor = _successor(kernel, session, username, to) if to else None
        by, kept = request.actor.id, {"kepada": to} if to else {}
        officers.note(session, row, Deed.TUGAS_DISERAHKAN, by=by, at=now, reason=why, details=kept)
    return _move_all(kernel, request, username, successor, why)


def _move_all(
    kernel: Kernel, request: Request, username: str, successor: Actor | None, why: str
) -> Left:
    # the administrator's own deed, though handing over otherwise needs a supervisor
    chief = replace(request.actor, rights=request.actor.rights | {"supervise"}, offices=_all())
    asked = replace(request, actor=chief, idempotency_key="", version=None)
    held = _held(kernel, username)
    moved = {key: _move(kernel, asked, key, successor, why) for key in held}
    return Left(
        handed_over=tuple(key for key in held if moved[key] == "handed"),
        released=tuple(key for key in held if moved[key] == "released"),
        kept=tuple(key for key in held if moved[key] == "kept"),
    )


def _move(kernel: Kernel, request: Request, key: int, to: Actor | None, why: str) -> str:
    try:
        if to is not None and _is_given(kernel, request, key, to, why):
            return "handed"
        tasks.unclaim(kernel, request, key, reason=why)
    except Conflict:  # suspended, or done meanwhile
        return "kept"
    return "released"


def _is_given(kernel: Kernel, request: Request, key: int, to: Actor, why: str) -> bool:
    try:
        tasks.assign(kernel, request, key, to, reason=why)
    except (NotCandidate, SeparationOfDuties):
        return False
    return True


def _successor(kernel: Kernel, session: Session, username: str, to: str) -> Actor:
    try:
        row = officers.officer(session, to)
    except NotFound:
        raise SuccessorInvalid(officer=to) from None
    if not row.aktif or to == username:
        raise SuccessorInvalid(officer=to)
    return duties.actor_at(session, row, kernel.clock.now())


def _held(kernel: Kernel, username: str) -> list[int]:
    wanted = select(UserTask.key).where(
        UserTask.assignee == username, UserTask.state == UserTaskState.CREATED.value
    )
    with kernel.reads.begin() as session:
        return list(session.execute(wanted.order_by(UserTask.key)).scalars())


def _all() -> frozenset[str]:
    return frozenset({"*"})
