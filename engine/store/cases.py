"""Cases (root and called), their data keys, scopes and notes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime

from sqlalchemy import (
    BindParameter,
    Index,
    LargeBinary,
    Select,
    bindparam,
    func,
    insert,
    select,
    text,
    update,
)
from sqlalchemy.orm import Mapped, Session, mapped_column
from sqlalchemy.orm.attributes import set_committed_value

from engine.errors import StaleVersion
from engine.store.base import Base, Bytes, Instant, Key, Name, PrimaryKey, UtcInstant, table
from engine.store.keys import id_of
from engine.store.sealing import RetentionClass

_IS_ROOT = text("key = root_key")
_RUNS = text("ended_at IS NULL")


class Case(Base):
    """A case. A called one has its own row and key; log, lock and snapshot are its root's.

    `seq` and `head` are the last command's sequence number and hash, `last_instant` its instant;
    `version` counts every change, `semantics` is that of the snapshot's bytes.
    """

    __tablename__ = "case_"
    __table_args__ = (
        Index(None, "office", "state", "key"),
        Index(None, "process_id", "state", "key"),
        Index("ix_case__roots", "office", "key", postgresql_where=_IS_ROOT, sqlite_where=_IS_ROOT),
        Index("ix_case__running", "definition_key", postgresql_where=_RUNS, sqlite_where=_RUNS),
    )

    key: Mapped[PrimaryKey]
    root_key: Mapped[Key] = mapped_column(index=True)
    parent_key: Mapped[Key | None]
    definition_key: Mapped[Key] = mapped_column(index=True)
    process_id: Mapped[Name]
    business_key: Mapped[Name] = mapped_column(index=True)
    office: Mapped[Name]
    state: Mapped[Name]
    version: Mapped[int]
    seq: Mapped[int]
    head: Mapped[bytes | None] = mapped_column(LargeBinary)
    semantics: Mapped[int]
    created_month: Mapped[int]
    last_instant: Mapped[Instant]
    started_at: Mapped[Instant]
    ended_at: Mapped[datetime | None] = mapped_column(UtcInstant)
    snapshot: Mapped[bytes | None] = mapped_column(LargeBinary)


class CaseKey(Base):
    """A case's data key of one retention class, wrapped; None once destroyed (erasure)."""

    __tablename__ = "case_key"

    root_key: Mapped[PrimaryKey]
    retention_class: Mapped[Name] = mapped_column(primary_key=True)
    wrapped: Mapped[bytes | None] = mapped_column(LargeBinary)
    commitment: Mapped[Bytes]
    created_at: Mapped[Instant]
    destroyed_at: Mapped[datetime | None] = mapped_column(UtcInstant)


class CaseScope(Base):
    """A process, sub-process or multi-instance scope; `scope` 1 is the root case itself."""

    __tablename__ = "case_scope"

    root_key: Mapped[PrimaryKey]
    scope: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    parent: Mapped[int | None]
    element: Mapped[Name]
    case_key: Mapped[Key]
    state: Mapped[Name]


class Note(Base):
    __tablename__ = "note"

    key: Mapped[PrimaryKey]
    root_key: Mapped[Key] = mapped_column(index=True)
    case_key: Mapped[Key]
    text: Mapped[Bytes]
    actor: Mapped[Name]
    at: Mapped[Instant]


def find(session: Session, root_key: int) -> tuple[Case, CaseKey] | None:
    """The root case and its data key of class "case", for reading."""
    row = session.execute(with_key(root_key)).one_or_none()
    return None if row is None else (row[0], row[1])


def find_many(session: Session, root_keys: Iterable[int]) -> dict[int, tuple[Case, CaseKey]]:
    """Root cases and their data keys of class "case", by key."""
    wanted = _joined().where(Case.key.in_(list(root_keys)))
    return {row[0].key: (row[0], row[1]) for row in session.execute(wanted)}


_ADVANCE = update(table(Case)).where(
    Case.key == bindparam("this"), Case.version == bindparam("as_read")
)


def advance(session: Session, case: Case, changes: Mapping[str, object]) -> None:
    """Write a root case's changed columns and count its version up, by compare-and-set.

    The lock already keeps others out; the version is the second line.

    Raises:
        StaleVersion: somebody else changed the case since `case` was read.
    """
    values = {**changes, "version": case.version + 1}
    read = {"this": case.key, "as_read": case.version}
    result = session.execute(_ADVANCE, {**values, **read})
    if result.rowcount != 1:  # type: ignore[attr-defined]  # an UPDATE's result has it
        raise StaleVersion(holder="Somebody")
    for name, value in values.items():
        set_committed_value(case, name, value)


def add_called(session: Session, rows: Iterable[Mapping[str, object]]) -> None:
    """Insert called cases at once."""
    session.execute(insert(table(Case)), list(rows))


def add_scopes(session: Session, rows: Iterable[Mapping[str, object]]) -> None:
    """Insert scopes at once."""
    session.execute(insert(table(CaseScope)), list(rows))


def scopes(session: Session, root_key: int) -> dict[int, CaseScope]:
    """All scopes of a root case by their id."""
    wanted = select(CaseScope).where(CaseScope.root_key == root_key)
    return {row.scope: row for row in session.execute(wanted).scalars()}


def notes(session: Session, root_key: int) -> list[Note]:
    """A root case's notes in the order written."""
    wanted = select(Note).where(Note.root_key == root_key).order_by(Note.key)
    return list(session.execute(wanted).scalars())


def called(session: Session, root_key: int) -> dict[int, Case]:
    """A root case's called cases by the id of their process scope."""
    wanted = select(Case).where(Case.root_key == root_key, Case.key != root_key)
    return {id_of(row.key): row for row in session.execute(wanted).scalars()}


def rename_called(session: Session, root_key: int, business_key: str) -> None:
    """Give called cases the business key that a worker gave their root."""
    statement = update(table(Case)).where(Case.root_key == root_key, Case.key != root_key)
    session.execute(statement.values(business_key=business_key))


def close_called(session: Session, root_key: int, ends: Mapping[int, str], at: datetime) -> None:
    """End those of the closed scopes (id -> state) that are called cases."""
    for state in sorted(set(ends.values())):
        keys = [root_key + scope for scope, end in ends.items() if end == state]
        written = {"state": state, "ended_at": at, "version": Case.version + 1}
        statement = update(table(Case)).where(Case.key.in_(keys)).values(written)
        session.execute(statement)


def close_scopes(session: Session, root_key: int, ends: Mapping[int, str]) -> None:
    """Write the end of scopes (id -> state)."""
    for state in sorted(set(ends.values())):
        ids = [scope for scope, end in ends.items() if end == state]
        statement = update(table(CaseScope)).where(
            CaseScope.root_key == root_key, CaseScope.scope.in_(ids)
        )
        session.execute(statement.values(state=state))


def scope_cases(session: Session, root_key: int, ids: Iterable[int]) -> dict[int, int]:
    """The key of the (called) case that each of these scopes belongs to."""
    wanted = select(CaseScope.scope, CaseScope.case_key).where(
        CaseScope.root_key == root_key, CaseScope.scope.in_(list(ids))
    )
    return dict(session.execute(wanted).all())


def open_cases(session: Session, definition_keys: Iterable[int]) -> dict[int, int]:
    """How many cases are not ended, by definition key."""
    wanted = (
        select(Case.definition_key, func.count())
        .where(Case.definition_key.in_(list(definition_keys)), Case.ended_at.is_(None))
        .group_by(Case.definition_key)
    )
    return dict(session.execute(wanted).all())


def with_key(root_key: int | BindParameter[int]) -> Select[Case, CaseKey]:
    """The query for a root case and its data key of class "case"."""
    return _joined().where(Case.key == root_key, Case.root_key == Case.key)


def _joined() -> Select[Case, CaseKey]:
    return select(Case, CaseKey).join(
        CaseKey,
        (CaseKey.root_key == Case.key) & (CaseKey.retention_class == RetentionClass.CASE.value),
    )
