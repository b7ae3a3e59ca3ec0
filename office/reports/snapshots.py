"""Frozen reports: a month is kept as it was reported. A late entry makes a new revision."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from engine.errors import NotFound
from engine.store import coding
from engine.store.base import Base, Instant, Json, Name
from engine.values import JsonValue
from office import counters


class Snapshot(Base):
    """One revision of a month's report, from 1; never changed once written."""

    __tablename__ = "laporan"

    kantor: Mapped[Name] = mapped_column(primary_key=True)
    bulan: Mapped[Name] = mapped_column(primary_key=True)
    revisi: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    isi: Mapped[Json]
    sidik: Mapped[Name]
    oleh: Mapped[Name]
    dibuat_pada: Mapped[Instant]


@dataclass(frozen=True, slots=True, kw_only=True)
class Frozen:
    """A kept report: `digest` is the SHA-256 of its canonical text."""

    month: str
    revision: int
    content: dict[str, JsonValue]
    digest: str
    made_at: datetime


def freeze(
    session: Session,
    office: str,
    month: str,
    content: dict[str, JsonValue],
    *,
    by: str,
    at: datetime,
) -> Frozen:
    """Keep a month's report; the same content again is the revision that is there already."""
    counters.next_number(session, office, f"laporan:{month}")  # one freezing after the other
    newest = _newest(session, office, month)
    text = coding.to_text(content)
    digest = hashlib.sha256(text.encode()).hexdigest()
    if newest is not None and newest.sidik == digest:
        return _frozen(newest)
    row = Snapshot(
        kantor=office,
        bulan=month,
        revisi=newest.revisi + 1 if newest is not None else 1,
        isi=text,
        sidik=digest,
        oleh=by,
        dibuat_pada=at,
    )
    session.add(row)
    session.flush()
    return _frozen(row)


def read(session: Session, office: str, month: str, revision: int | None = None) -> Frozen:
    """Give a kept report, by default its newest revision.

    Raises:
        NotFound: there is none.
    """
    if revision is None:
        row = _newest(session, office, month)
    else:
        row = session.get(Snapshot, (office, month, revision))
    if row is None:
        raise NotFound(kind="report", key=month)
    return _frozen(row)


def revisions(session: Session, office: str, month: str) -> int:
    """Count the revisions of a month's report."""
    wanted = (
        select(func.count())
        .select_from(Snapshot)
        .where(Snapshot.kantor == office, Snapshot.bulan == month)
    )
    return session.execute(wanted).scalar_one()


def _newest(session: Session, office: str, month: str) -> Snapshot | None:
    wanted = select(Snapshot).where(Snapshot.kantor == office, Snapshot.bulan == month)
    return session.execute(wanted.order_by(Snapshot.revisi.desc()).limit(1)).scalar_one_or_none()


def _frozen(row: Snapshot) -> Frozen:
    return Frozen(
        month=row.bulan,
        revision=row.revisi,
        content=coding.mapping(row.isi),
        digest=row.sidik,
        made_at=row.dibuat_pada,
    )
