"""Suket: the letter that stands in for a card while there is no blanko. Prints none.

Nobody gets one while there is stock (order to the offices, 2022), nor before the office's policy
allows it; both are asked when it is issued, not when it is offered. The handover withdraws it.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from sqlalchemy import Date, Index, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from engine.errors import Conflict
from engine.rules import iso8601
from engine.store.base import Base, Instant, Name, UtcInstant
from office import config, counters, offices
from office.stock import line
from office.timetable import ZONE


class Suket(Base):
    """One letter. It holds until it is withdrawn or `berlaku_sampai` has passed."""

    __tablename__ = "suket"
    __table_args__ = (Index(None, "kantor", "berlaku_sampai"),)

    nomor: Mapped[Name] = mapped_column(primary_key=True)
    kantor: Mapped[Name]
    no_register: Mapped[Name]
    terbit: Mapped[date] = mapped_column(Date)
    berlaku_sampai: Mapped[date] = mapped_column(Date)
    oleh: Mapped[Name]
    dicatat_pada: Mapped[Instant]
    ditarik_oleh: Mapped[Name | None]
    ditarik_pada: Mapped[datetime | None] = mapped_column(UtcInstant)


ONE_HELD: Final = Index(
    "uq_suket_no_register",
    Suket.no_register,
    unique=True,
    sqlite_where=Suket.ditarik_pada.is_(None),
    postgresql_where=Suket.ditarik_pada.is_(None),
)


class SuketForbidden(Conflict):
    """No suket may be issued; `reasons`: KEBIJAKAN (policy is off), STOK_ADA (blanko suffice)."""

    code = "suket-forbidden"
    message = "No suket may be issued for %(no_register)s: %(why)s."

    def __init__(self, no_register: str, reasons: tuple[str, ...]) -> None:
        self.reasons = reasons
        super().__init__(no_register=no_register, why=", ".join(reasons))


@dataclass(frozen=True, slots=True, kw_only=True)
class Act:
    """Who issues or withdraws a case's suket, and when."""

    office: str
    no_register: str
    by: str
    at: datetime


def issue(session: Session, act: Act) -> Suket:
    """Issue the case's suket, numbered and dated; again: the one that is held already.

    Raises:
        SuketForbidden: with every reason at once.
    """
    held = held_by(session, act.no_register)
    if held is not None:
        return held
    policies = config.effective(session, act.office, act.at)
    reasons = refusals(session, act, allowed=policies.values["blanko.suket_ditawarkan"] is True)
    if reasons:
        raise SuketForbidden(act.no_register, reasons)
    day = act.at.astimezone(ZONE).date()
    row = Suket(
        nomor=_next_number(session, act.office, day),
        kantor=act.office,
        no_register=act.no_register,
        terbit=day,
        berlaku_sampai=valid_until(day, policies.text("blanko.suket_berlaku")),
        oleh=act.by,
        dicatat_pada=act.at,
    )
    session.add(row)
    session.flush()
    return row


def refusals(session: Session, act: Act, *, allowed: bool) -> tuple[str, ...]:
    """Say why the case gets no suket: the policy, or stock that suffices for it."""
    _, _, lacking = line.shortage(session, act.office, act.no_register)
    reasons = [] if allowed else ["KEBIJAKAN"]
    return (*reasons, *([] if lacking else ["STOK_ADA"]))


def withdraw(session: Session, act: Act) -> Suket | None:
    """Take the case's suket back; None when none is held."""
    held = held_by(session, act.no_register)
    if held is not None:
        held.ditarik_oleh, held.ditarik_pada = act.by, act.at
        session.flush()
    return held


def held_by(session: Session, no_register: str) -> Suket | None:
    """Give the suket that was issued for a case and not withdrawn."""
    wanted = select(Suket).where(Suket.no_register == no_register, Suket.ditarik_pada.is_(None))
    return session.execute(wanted).scalar_one_or_none()


def valid_until(day: date, span: str) -> date:
    """Add a policy's ISO duration to a date; a shorter month clamps to its last day.

    Raises:
        TextInvalid: the policy is no ISO duration.
    """
    issued = datetime(day.year, day.month, day.day, tzinfo=ZONE)
    ends = iso8601.add(issued, iso8601.parse_duration(span), zone=ZONE.key)
    return ends.astimezone(ZONE).date()


def _next_number(session: Session, office: str, day: date) -> str:
    prefix = offices.identity(session, office).prefix
    serial = counters.next_number(session, office, f"suket:{day:%Y}")
    return f"SK-{prefix}-{day:%Y}-{serial:05d}"
