"""Deployments, their files, and the versions of processes, decisions and forms."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, Index, UniqueConstraint, delete, func, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from engine.store.base import Base, Bytes, Instant, Json, Name, PrimaryKey


class Deployment(Base):
    __tablename__ = "deployment"

    key: Mapped[PrimaryKey]
    name: Mapped[Name]
    actor: Mapped[Name]
    deployed_at: Mapped[Instant]


class Resource(Base):
    """A deployed file, byte for byte; `digest` is SHA-256 in hex."""

    __tablename__ = "resource"

    key: Mapped[PrimaryKey]
    deployment_key: Mapped[int] = mapped_column(ForeignKey("deployment.key"), index=True)
    file: Mapped[Name]
    digest: Mapped[Name]
    content: Mapped[Bytes]


class Definition(Base):
    """One version of a process, decision or form; `kind` says which. Never changed.

    One table for the three: they are deployed, versioned, searched and bound in the same way.
    """

    __tablename__ = "definition"
    __table_args__ = (UniqueConstraint("kind", "id", "version"),)

    key: Mapped[PrimaryKey]
    kind: Mapped[Name]
    id: Mapped[Name]
    version: Mapped[int]
    version_tag: Mapped[Name]
    name: Mapped[Name]
    digest: Mapped[Name]
    file: Mapped[Name]
    deployment_key: Mapped[int] = mapped_column(ForeignKey("deployment.key"), index=True)
    resource_key: Mapped[int] = mapped_column(ForeignKey("resource.key"))


class StartSubscription(Base):
    """A start event of a process's newest version that listens for a message or signal."""

    __tablename__ = "start_subscription"
    __table_args__ = (Index(None, "kind", "name"),)

    definition_key: Mapped[PrimaryKey]
    element: Mapped[Name] = mapped_column(primary_key=True)
    process_id: Mapped[Name]
    kind: Mapped[Name]
    name: Mapped[Name]


class StartTimer(Base):
    """A timer start event of a process's newest version and the instant it is due next.

    `kind` and `expression` are the timer's (ISO 8601, or FEEL as it is drawn), counted since
    `since`; `number` is the firing that `due_at` is, from 1.
    """

    __tablename__ = "start_timer"

    definition_key: Mapped[PrimaryKey]
    element: Mapped[Name] = mapped_column(primary_key=True)
    process_id: Mapped[Name]
    office: Mapped[Name]
    kind: Mapped[Name]
    expression: Mapped[Json]
    since: Mapped[Instant]
    number: Mapped[int]
    due_at: Mapped[Instant] = mapped_column(index=True)


def latest_version(session: Session, kind: str, definition_id: str) -> Definition | None:
    """The newest version of one definition id."""
    wanted = (
        select(Definition)
        .where(Definition.kind == kind, Definition.id == definition_id)
        .order_by(Definition.version.desc())
        .limit(1)
    )
    return session.execute(wanted).scalar_one_or_none()


def latest_keys(session: Session) -> dict[str, int]:
    """The newest keys by "kind:id" and "kind:id#tag", as `Inputs.latest` wants them."""
    wanted = select(
        Definition.kind, Definition.id, Definition.version_tag, Definition.key
    ).order_by(Definition.kind, Definition.id, Definition.version)
    keys: dict[str, int] = {}
    for kind, name, tag, key in session.execute(wanted):
        keys[f"{kind}:{name}"] = key
        if tag:
            keys[f"{kind}:{name}#{tag}"] = key
    return keys


def deployed_together(session: Session, deployment_key: int) -> dict[str, int]:
    """What a deployment brought, by "kind:id@deployment"."""
    wanted = select(Definition.kind, Definition.id, Definition.key).where(
        Definition.deployment_key == deployment_key
    )
    rows = session.execute(wanted)
    return {f"{kind}:{name}@deployment": key for kind, name, key in rows}


def content_of(session: Session, key: int) -> tuple[Definition, bytes] | None:
    """A definition and the bytes of its file."""
    wanted = (
        select(Definition, Resource.content)
        .join(Resource, Resource.key == Definition.resource_key)
        .where(Definition.key == key)
    )
    row = session.execute(wanted).one_or_none()
    return None if row is None else (row[0], row[1])


def newest_deployment(session: Session) -> int:
    """The newest deployment's key, 0 when nothing was deployed."""
    return session.execute(select(func.max(Deployment.key))).scalar_one() or 0


def replace_starts(
    session: Session,
    process_id: str,
    subscriptions: list[StartSubscription],
    timers: list[StartTimer],
) -> None:
    """Let only these start events of a process listen from now on."""
    for table in (StartSubscription, StartTimer):
        session.execute(delete(table).where(table.process_id == process_id))
    session.add_all([*subscriptions, *timers])
    session.flush()  # the next statement of the transaction may read them


def start_subscriptions(session: Session, kind: str, name: str) -> list[StartSubscription]:
    """The start events that listen for a message or signal name, by process id."""
    wanted = (
        select(StartSubscription)
        .where(StartSubscription.kind == kind, StartSubscription.name == name)
        .order_by(StartSubscription.process_id, StartSubscription.element)
    )
    return list(session.execute(wanted).scalars())


def due_starts(session: Session, now: datetime, limit: int) -> list[StartTimer]:
    """Timer start events due at `now`, the oldest first."""
    wanted = (
        select(StartTimer).where(StartTimer.due_at <= now).order_by(StartTimer.due_at).limit(limit)
    )
    return list(session.execute(wanted).scalars())


def lock_start_timer(session: Session, definition_key: int, element: str) -> StartTimer | None:
    """One timer start event, locked; None when another version has replaced it."""
    wanted = select(StartTimer).where(
        StartTimer.definition_key == definition_key, StartTimer.element == element
    )
    return session.execute(wanted.with_for_update()).scalar_one_or_none()


def key_of_version(session: Session, kind: str, definition_id: str, version: int) -> int | None:
    """The key of one version of a definition id."""
    wanted = select(Definition.key).where(
        Definition.kind == kind, Definition.id == definition_id, Definition.version == version
    )
    return session.execute(wanted).scalar_one_or_none()
