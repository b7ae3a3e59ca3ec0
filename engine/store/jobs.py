"""Jobs that workers do, and the incidents that stand in the way."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

from sqlalchemy import Index, LargeBinary, Select, insert, or_, select, text, update
from sqlalchemy.orm import Mapped, Session, mapped_column

from engine.errors import NotFound
from engine.store.base import Base, Bytes, Instant, Json, Key, Name, PrimaryKey, UtcInstant, table
from engine.store.cases import Case
from engine.values import CaseState, JobState

_OPEN = text("state = 'CREATED'")
_ACTIVE = text("state = 'ACTIVE'")


class Job(Base):
    """A job. `variables` (what the worker sees) are sealed and dropped at its end.

    `attempt` counts runs from 1 and never starts again; `retry_at` is the end of the back-off.
    """

    __tablename__ = "job"
    __table_args__ = (
        Index("ix_job_type_open", "type", "key", postgresql_where=_OPEN, sqlite_where=_OPEN),
        Index(None, "root_key"),
    )

    key: Mapped[PrimaryKey]
    root_key: Mapped[Key]
    case_key: Mapped[Key]
    definition_key: Mapped[Key]
    process_id: Mapped[Name]
    office: Mapped[Name]
    scope: Mapped[int]
    element: Mapped[Name]
    type: Mapped[Name]
    state: Mapped[Name]
    retries: Mapped[int]
    attempt: Mapped[int]
    headers: Mapped[Json]
    variables: Mapped[bytes | None] = mapped_column(LargeBinary)
    worker: Mapped[Name]
    locked_until: Mapped[datetime | None] = mapped_column(UtcInstant)
    retry_at: Mapped[datetime | None] = mapped_column(UtcInstant)
    created_at: Mapped[Instant]
    ended_at: Mapped[datetime | None] = mapped_column(UtcInstant)


class Incident(Base):
    """Something that stands still until somebody retries it. `message` is sealed."""

    __tablename__ = "incident"
    __table_args__ = (
        Index("ix_incident_open", "office", "key", postgresql_where=_ACTIVE, sqlite_where=_ACTIVE),
        Index(None, "root_key"),
    )

    key: Mapped[PrimaryKey]
    root_key: Mapped[Key]
    case_key: Mapped[Key]
    definition_key: Mapped[Key]
    process_id: Mapped[Name]
    office: Mapped[Name]
    element: Mapped[Name]
    instance: Mapped[int]
    code: Mapped[Name]
    message: Mapped[Bytes]
    job_key: Mapped[Key | None]
    state: Mapped[Name]
    raised_at: Mapped[Instant]
    resolved_at: Mapped[datetime | None] = mapped_column(UtcInstant)


def find(session: Session, job_key: int) -> Job:
    """A job.

    Raises:
        NotFound: there is none.
    """
    row = session.get(Job, job_key, populate_existing=True)
    if row is None:
        raise NotFound(kind="job", key=str(job_key))
    return row


def find_incident(session: Session, incident_key: int) -> Incident:
    """An incident.

    Raises:
        NotFound: there is none.
    """
    row = session.get(Incident, incident_key, populate_existing=True)
    if row is None:
        raise NotFound(kind="incident", key=str(incident_key))
    return row


def add(session: Session, rows: Sequence[Mapping[str, object]]) -> None:
    """Insert opened jobs at once."""
    session.execute(insert(table(Job)), list(rows))


def add_incidents(session: Session, rows: Sequence[Mapping[str, object]]) -> None:
    """Insert raised incidents at once."""
    session.execute(insert(table(Incident)), list(rows))


def change(session: Session, keys: Iterable[int], values: Mapping[str, object]) -> None:
    """Write columns of jobs; their cases' locks are held."""
    statement = update(table(Job)).where(Job.key.in_(list(keys))).values(dict(values))
    session.execute(statement)


def change_incidents(session: Session, keys: Iterable[int], values: Mapping[str, object]) -> None:
    """Write columns of incidents; their cases' locks are held."""
    statement = update(table(Incident)).where(Incident.key.in_(list(keys))).values(dict(values))
    session.execute(statement)


def lock_ready(
    session: Session, job_type: str, now: datetime, *, limit: int, offices: frozenset[str]
) -> list[Job]:
    """Jobs that a worker may take now, oldest first; locked, those locked by others left out."""
    wanted = _ready([job_type], now).limit(limit).with_for_update(of=Job, skip_locked=True)
    if "*" not in offices:
        wanted = wanted.where(Job.office.in_(sorted(offices)))
    return list(session.execute(wanted).scalars())


def ready_keys(session: Session, types: Iterable[str], now: datetime, limit: int) -> list[int]:
    """Jobs that could be run now, oldest first."""
    wanted = _ready(types, now).with_only_columns(Job.key).limit(limit)
    return list(session.execute(wanted).scalars())


def _ready(types: Iterable[str], now: datetime) -> Select[Job]:
    """Open jobs of active cases that nobody has locked and that wait for no back-off."""
    return (
        select(Job)
        .join(Case, Case.key == Job.root_key)
        .where(
            Job.type.in_(list(types)),
            Job.state == JobState.CREATED.value,
            Case.state == CaseState.ACTIVE.value,
            or_(Job.locked_until.is_(None), Job.locked_until <= now),
            or_(Job.retry_at.is_(None), Job.retry_at <= now),
        )
        .order_by(Job.key)
    )
