"""A case's log: its commands, what happened in it, and the inputs they read. Append only.

The application has no code that updates or deletes these rows; triggers in both databases refuse it
(`append_only.py`). `created_month` (year * 100 + month of the root case's start) belongs to the
keys so that a case's whole log lies in one partition on PostgreSQL.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Final

from sqlalchemy import LargeBinary, Select, insert, select, tuple_
from sqlalchemy.orm import Mapped, Session, mapped_column

from engine.store.base import (
    Base,
    Bytes,
    Instant,
    Json,
    Key,
    Name,
    PrimaryKey,
    dialect_insert,
    table,
)

_PAGE: Final = 500
_PARTITIONED: Final = {"postgresql_partition_by": "RANGE (created_month)"}


class CaseCommand(Base):
    """One command as it was taken. `payload` is sealed under the case's key, nonce first.

    `occurred_at` is the step's instant; `late` marks an entry after the fact. `definitions` is
    JSON: the digest of every definition the step read, by its key. `hash` covers all of it and
    `previous`.
    """

    __tablename__ = "case_command"
    __table_args__ = (_PARTITIONED,)

    root_key: Mapped[PrimaryKey]
    seq: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    created_month: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    recorded_at: Mapped[Instant]
    occurred_at: Mapped[Instant]
    late: Mapped[bool]
    actor: Mapped[Name]
    kind: Mapped[Name]
    payload: Mapped[Bytes]
    semantics: Mapped[int]
    snapshot_digest: Mapped[Bytes]
    definitions: Mapped[Json]
    previous: Mapped[Bytes]
    hash: Mapped[Bytes]


class HistoryEvent(Base):
    """One thing that happened during command `seq`, number `ordinal` (from 1) of that command.

    `variables` is JSON: changed names and the keyed digest of the value. `detail` is sealed. Actor
    and recorded instant are the command's.
    """

    __tablename__ = "history_event"
    __table_args__ = (_PARTITIONED,)

    root_key: Mapped[PrimaryKey]
    seq: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    ordinal: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    created_month: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    case_key: Mapped[Key]
    at: Mapped[Instant]
    happened: Mapped[Name]
    element: Mapped[Name]
    type: Mapped[Name]
    instance: Mapped[int]
    scope: Mapped[int]
    flow: Mapped[Name]
    variables: Mapped[Json]
    detail: Mapped[bytes | None] = mapped_column(LargeBinary)


class RecordedInput(Base):
    """A calendar or office context that a step read, under the SHA-256 of its canonical JSON."""

    __tablename__ = "recorded_input"

    digest: Mapped[Bytes] = mapped_column(primary_key=True)
    content: Mapped[Json]


def append_command(session: Session, row: Mapping[str, object]) -> None:
    """Add the next command of a case."""
    session.execute(insert(table(CaseCommand)), [dict(row)])


def append_events(session: Session, rows: Sequence[Mapping[str, object]]) -> None:
    """Add what happened during one command, at once."""
    session.execute(insert(table(HistoryEvent)), [dict(row) for row in rows])


def commands(session: Session, root_key: int, created_month: int) -> Iterator[CaseCommand]:
    """A root case's log in order."""
    wanted = select(CaseCommand).where(
        CaseCommand.root_key == root_key, CaseCommand.created_month == created_month
    )
    yield from _by_pages(session, wanted)


def all_commands(session: Session, root_key: int) -> Iterator[CaseCommand]:
    """A root case's log in order, wherever its rows lie: for checking that they lie right."""
    yield from _by_pages(session, select(CaseCommand).where(CaseCommand.root_key == root_key))


def _by_pages(session: Session, wanted: Select[CaseCommand]) -> Iterator[CaseCommand]:
    """Rows by `seq`, a page at a time: a long log is never whole in memory."""
    after = 0
    while True:
        page = wanted.where(CaseCommand.seq > after).order_by(CaseCommand.seq).limit(_PAGE)
        found = list(session.execute(page).scalars())
        yield from found
        if len(found) < _PAGE:
            return
        after = found[-1].seq
        session.expunge_all()


def events(
    session: Session, root_key: int, after: tuple[int, int], size: int
) -> Sequence[tuple[HistoryEvent, CaseCommand]]:
    """History events behind (seq, ordinal) with their commands, at most `size`."""
    behind = tuple_(HistoryEvent.seq, HistoryEvent.ordinal) > after
    wanted = _with_commands(root_key).where(behind)
    return session.execute(
        wanted.order_by(HistoryEvent.seq, HistoryEvent.ordinal).limit(size)
    ).all()


def events_before(
    session: Session, root_key: int, before: tuple[int, int] | None, size: int
) -> Sequence[tuple[HistoryEvent, CaseCommand]]:
    """The last `size` history events ahead of (seq, ordinal), or of all; the newest first."""
    wanted = _with_commands(root_key)
    if before is not None:
        wanted = wanted.where(tuple_(HistoryEvent.seq, HistoryEvent.ordinal) < before)
    return session.execute(
        wanted.order_by(HistoryEvent.seq.desc(), HistoryEvent.ordinal.desc()).limit(size)
    ).all()


def _with_commands(root_key: int) -> Select[HistoryEvent, CaseCommand]:
    return (
        select(HistoryEvent, CaseCommand)
        .join(
            CaseCommand,
            (CaseCommand.root_key == HistoryEvent.root_key)
            & (CaseCommand.seq == HistoryEvent.seq)
            & (CaseCommand.created_month == HistoryEvent.created_month),
        )
        .where(HistoryEvent.root_key == root_key)
    )


def keep_inputs(session: Session, contents: Mapping[bytes, str]) -> None:
    """Add the recorded inputs that are not there yet."""
    known = set(session.info.setdefault("recorded_inputs", set()))
    missing = {digest: content for digest, content in contents.items() if digest not in known}
    if not missing:
        return
    found = select(RecordedInput.digest).where(RecordedInput.digest.in_(list(missing)))
    for digest in session.execute(found).scalars():
        del missing[digest]
    if missing:
        rows = [{"digest": key, "content": text} for key, text in missing.items()]
        session.execute(dialect_insert(session, RecordedInput).on_conflict_do_nothing(), rows)
    session.info["recorded_inputs"] |= contents.keys()


def inputs(session: Session, digests: Iterable[bytes]) -> dict[bytes, str]:
    """Recorded inputs by digest."""
    wanted = select(RecordedInput).where(RecordedInput.digest.in_(list(digests)))
    return {row.digest: row.content for row in session.execute(wanted).scalars()}
