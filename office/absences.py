"""Absences of officers and who stands in. What that changes in a task is `engine.rules.assignment`.

A substitute has the absent one's lanes from the first instant to the last and no longer: nothing
is copied, so nothing has to be taken back. Whoever stands in is there: no chains, no circles.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from sqlalchemy import BindParameter, ColumnElement, Index, and_, bindparam, or_, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from engine.errors import Fault, Invalid
from engine.services import answers, rights
from engine.services.kernel import Kernel, Request
from engine.store import keys
from engine.store.base import Base, Instant, Name, PrimaryKey, UtcInstant
from office import officers
from office.officers import Officer


class Absence(Base):
    """One absence from `mulai` up to, not including, `selesai`; or `kembali_pada`, when earlier.

    `pengganti` is "" when nobody stands in.
    """

    __tablename__ = "ketidakhadiran"
    __table_args__ = (Index(None, "petugas", "selesai"), Index(None, "pengganti", "selesai"))

    key: Mapped[PrimaryKey]
    petugas: Mapped[Name]
    pengganti: Mapped[Name]
    mulai: Mapped[Instant]
    selesai: Mapped[Instant]
    alasan: Mapped[Name]
    oleh: Mapped[Name]
    dicatat_pada: Mapped[Instant]
    kembali_pada: Mapped[datetime | None] = mapped_column(UtcInstant)
    kembali_oleh: Mapped[Name | None]

    @property
    def ends(self) -> datetime:
        """The instant it is over."""
        return min(self.selesai, self.kembali_pada or self.selesai)


class AbsenceInvalid(Invalid):
    """An absence cannot be so, or nobody can stand in so."""

    code = "absence-invalid"
    message = "%(count)s fields need your attention; the absence was not recorded."


@dataclass(frozen=True, slots=True, kw_only=True)
class NewAbsence:
    """`officer` and `substitute` are sign-in names; "" for nobody. `since`, `until`: aware."""

    officer: str
    since: datetime
    until: datetime
    reason: str
    substitute: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Recorded:
    """What a double click is answered with."""

    key: int


_AT: Final[BindParameter[datetime]] = bindparam("at")


def holds_at(at: ColumnElement[datetime]) -> ColumnElement[bool]:
    """The condition that an absence lasts at an instant."""
    back = or_(Absence.kembali_pada.is_(None), Absence.kembali_pada > at)
    return and_(Absence.mulai <= at, Absence.selesai > at, back)


#: asked at every request, so built once: the active officers somebody stands in for
_STOOD_FOR: Final = (
    select(Officer)
    .join(Absence, Absence.petugas == Officer.nama_masuk)
    .where(Absence.pengganti == bindparam("login"), Officer.aktif, holds_at(_AT))
    .order_by(Officer.nama_masuk)
)


def record(kernel: Kernel, request: Request, new: NewAbsence) -> int:
    """Record an absence and give its key; needs "administer" or "supervise" in that office.

    It may begin in the past (somebody fell ill this morning), not end there.

    Raises:
        NotFound: there is no such officer.
        RightMissing, OfficeForbidden: the actor may not.
        AbsenceInvalid: with every fault at once.
    """
    now = kernel.clock.now()
    told = [new.officer, new.substitute, new.reason, new.since.isoformat(), new.until.isoformat()]
    asked = answers.fingerprint("record-absence", *told)
    with kernel.sessions.begin() as session:
        earlier = answers.recall(kernel, session, request, asked, _Recorded)
        if earlier is not None:
            return earlier.key
        row = officers.officer(session, new.officer)
        _require_chief(request, row.kantor)
        faults = _faults(session, row, new, now)
        if faults:
            raise AbsenceInvalid(faults)
        key = keys.next_key(session)
        absence = Absence(
            key=key,
            petugas=new.officer,
            pengganti=new.substitute,
            mulai=new.since,
            selesai=new.until,
            alasan=new.reason.strip(),
            oleh=request.actor.id,
            dicatat_pada=now,
        )
        session.add(absence)
        answers.keep(kernel, session, request, asked, _Recorded(key=key))
        return key


def end(kernel: Kernel, request: Request, officer: str) -> int:
    """Somebody is back earlier, or does not go: ends what lasts or is to come; gives how many.

    Raises:
        NotFound: there is no such officer.
        RightMissing, OfficeForbidden: the actor may not.
    """
    now = kernel.clock.now()
    with kernel.sessions.begin() as session:
        _require_chief(request, officers.officer(session, officer).kantor)
        open_ones = [one for one in of(session, officer) if one.ends > now]
        for one in open_ones:
            one.kembali_pada, one.kembali_oleh = now, request.actor.id
        return len(open_ones)


def of(session: Session, officer: str) -> tuple[Absence, ...]:
    """Every absence of an officer, the oldest first."""
    wanted = select(Absence).where(Absence.petugas == officer).order_by(Absence.mulai, Absence.key)
    return tuple(session.execute(wanted).scalars())


def stood_for(session: Session, officer: str, at: datetime) -> tuple[Officer, ...]:
    """The active officers whom `officer` stands in for at an instant (aware), by name."""
    return tuple(session.execute(_STOOD_FOR, {"login": officer, "at": at}).scalars())


def absent(session: Session, at: datetime) -> dict[str, str]:
    """Everybody absent at an instant (aware), with who stands in ("" for nobody)."""
    wanted = select(Absence.petugas, Absence.pengganti).where(holds_at(_AT))
    return {row.petugas: row.pengganti for row in session.execute(wanted, {"at": at})}


def _require_chief(request: Request, office: str) -> None:
    rights.require(request.actor, "administer", "supervise")
    rights.office_for(request.actor, office)


def _faults(session: Session, row: Officer, new: NewAbsence, now: datetime) -> tuple[Fault, ...]:
    found: list[Fault] = []
    if not new.reason.strip():
        found.append(_fault("absence-reason", "reason", "The reason is missing."))
    if not new.since < new.until:
        found.append(_fault("absence-span", "until", "The absence ends before it begins."))
    elif new.until <= now:
        found.append(_fault("absence-over", "until", "The absence is over already."))
    if any(_overlaps(one, new) for one in of(session, new.officer)):
        message = "%(officer)s is recorded as absent in these days already."
        found.append(_fault("absence-twice", "since", message, new.officer))
    if any(_overlaps(one, new) for one in _standing_in(session, new.officer)):
        message = "%(officer)s stands in for somebody in these days. Find another substitute first."
        found.append(_fault("absence-substitute", "officer", message, new.officer))
    if new.substitute:
        found += _substitute_faults(session, row, new)
    return tuple(found)


def _substitute_faults(session: Session, row: Officer, new: NewAbsence) -> Iterable[Fault]:
    other = session.get(Officer, new.substitute)
    if new.substitute == new.officer:
        yield _fault("substitute-self", "substitute", "Nobody stands in for themselves.")
    elif other is None or not other.aktif:
        message = "There is no active officer %(officer)s."
        yield _fault("substitute-unknown", "substitute", message, new.substitute)
    elif row.kantor != other.kantor and "*" not in {row.kantor, other.kantor}:
        message = "%(officer)s serves another office."
        yield _fault("substitute-office", "substitute", message, new.substitute)
    elif any(_overlaps(one, new) for one in of(session, new.substitute)):
        message = "%(officer)s is absent in these days too. Choose another substitute."
        yield _fault("substitute-absent", "substitute", message, new.substitute)


def _standing_in(session: Session, officer: str) -> tuple[Absence, ...]:
    wanted = select(Absence).where(Absence.pengganti == officer)
    return tuple(session.execute(wanted.order_by(Absence.mulai)).scalars())


def _overlaps(one: Absence, new: NewAbsence) -> bool:
    return one.mulai < new.until and new.since < one.ends


def _fault(rule: str, element: str, message: str, officer: str = "") -> Fault:
    return Fault(rule=rule, element=element, message=message, params={"officer": officer})
