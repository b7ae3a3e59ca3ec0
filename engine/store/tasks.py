"""User tasks and whom they are offered to."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime
from typing import Final

from sqlalchemy import (
    BindParameter,
    Index,
    LargeBinary,
    bindparam,
    delete,
    insert,
    literal,
    select,
    text,
    update,
)
from sqlalchemy.orm import Mapped, Session, mapped_column

from engine.errors import NotFound
from engine.store.base import Base, Instant, Json, Key, Name, PrimaryKey, UtcInstant, table
from engine.store.cases import Case
from engine.values import CaseState, UserTaskState

_OPEN = text("state = 'CREATED'")
#: what a task without due date is due by
NEVER: Final = datetime(9999, 12, 31, tzinfo=UTC)


class UserTask(Base):
    """A user task. `draft` is sealed under the case's key; JSON columns hold lists and maps.

    `due_by` is `due_at`, or NEVER: a work list is ordered by it, so that its indexes and the places
    of its pages know no NULL.
    """

    __tablename__ = "user_task"
    __table_args__ = (
        Index(None, "root_key", "element"),
        Index(
            "ix_user_task_assignee_open",
            "assignee",
            "key",
            postgresql_where=_OPEN,
            sqlite_where=_OPEN,
        ),
        Index("ix_user_task_open", "office", "key", postgresql_where=_OPEN, sqlite_where=_OPEN),
    )

    key: Mapped[PrimaryKey]
    root_key: Mapped[Key]
    case_key: Mapped[Key]
    scope: Mapped[int]
    definition_key: Mapped[Key]
    process_id: Mapped[Name]
    office: Mapped[Name]
    element: Mapped[Name]
    name: Mapped[Name]
    state: Mapped[Name]
    assignee: Mapped[str | None]
    groups: Mapped[Json]
    users: Mapped[Json]
    priority: Mapped[int]
    created_at: Mapped[Instant]
    due_at: Mapped[datetime | None] = mapped_column(UtcInstant)
    due_by: Mapped[Instant] = mapped_column()
    due_text: Mapped[Name]  # what `due_at` was counted from since `created_at`; "" without
    follow_up_at: Mapped[datetime | None] = mapped_column(UtcInstant)
    form_key: Mapped[Key | None]
    headers: Mapped[Json]
    properties: Mapped[Json]
    completed_at: Mapped[datetime | None] = mapped_column(UtcInstant)
    completed_by: Mapped[str | None]
    version: Mapped[int]
    draft: Mapped[bytes | None] = mapped_column(LargeBinary)


#: an office's open tasks in the orders of a work list; a page is read from one of them
ORDERS: Final = tuple(
    Index(f"ix_user_task_{name}", *columns, postgresql_where=_OPEN, sqlite_where=_OPEN)
    for name, columns in {
        "urgent": (UserTask.office, UserTask.priority.desc(), UserTask.due_by, UserTask.key),
        "due": (UserTask.office, UserTask.due_by, UserTask.key),
        "age": (UserTask.office, UserTask.created_at, UserTask.key),
        "step": (UserTask.office, UserTask.process_id, UserTask.element, UserTask.name),
    }.items()
)


#: that a task is open, spelled out: of a bound value a database does not know that it is the one
#: these indexes are for, and reads every row to see
IS_OPEN: Final = UserTask.state == literal(UserTaskState.CREATED.value, literal_execute=True)


class TaskCandidate(Base):
    """A group or person an open task is offered to; gone when the task closes."""

    __tablename__ = "task_candidate"
    __table_args__ = (Index(None, "kind", "name", "task_key"),)

    task_key: Mapped[PrimaryKey]
    kind: Mapped[Name] = mapped_column(primary_key=True)  # "group" or "user"
    name: Mapped[Name] = mapped_column(primary_key=True)


_KEYS: Final[BindParameter[object]] = bindparam("keys", expanding=True)
_CLOSE = (
    update(table(UserTask))
    .where(UserTask.key.in_(_KEYS))
    .values(draft=None, version=UserTask.version + 1)
)
_WITHDRAW = delete(table(TaskCandidate)).where(TaskCandidate.task_key.in_(_KEYS))


def find(session: Session, task_key: int) -> UserTask:
    """A user task.

    Raises:
        NotFound: there is none.
    """
    row = session.get(UserTask, task_key, populate_existing=True)
    if row is None:
        raise NotFound(kind="user task", key=str(task_key))
    return row


def add(
    session: Session,
    rows: Sequence[Mapping[str, object]],
    candidates: Sequence[Mapping[str, object]],
) -> None:
    """Insert opened tasks and whom they are offered to, at once."""
    session.execute(insert(table(UserTask)), [_dated(row) for row in rows])
    if candidates:
        session.execute(insert(table(TaskCandidate)), list(candidates))


def change(session: Session, task_key: int, values: Mapping[str, object]) -> None:
    """Write columns of a task and count its version up; the case's lock is held."""
    statement = update(table(UserTask)).where(UserTask.key == task_key)
    session.execute(statement.values({**_dated(values), "version": UserTask.version + 1}))


def close(session: Session, keys: Iterable[int], values: Mapping[str, object]) -> None:
    """Write the end of tasks, drop their drafts and offers."""
    wanted = {"keys": list(keys)}
    session.execute(_CLOSE, {**values, **wanted})
    session.execute(_WITHDRAW, wanted)


def roots_due(session: Session, office: str) -> list[int]:
    """Active root cases of an office with an open task whose due date can be counted again."""
    wanted = (
        select(UserTask.root_key)
        .join(Case, Case.key == UserTask.root_key)
        .where(
            UserTask.due_text != "",
            UserTask.office == office,
            UserTask.state == UserTaskState.CREATED.value,
            Case.state == CaseState.ACTIVE.value,
        )
        .distinct()
    )
    return list(session.execute(wanted).scalars())


def open_of_case(session: Session, root_key: int) -> list[UserTask]:
    """All open user tasks of a root case."""
    wanted = select(UserTask).where(
        UserTask.root_key == root_key, UserTask.state == UserTaskState.CREATED.value
    )
    return list(session.execute(wanted.order_by(UserTask.key)).scalars())


def completers(
    session: Session, root_key: int, elements: Iterable[str]
) -> dict[str, frozenset[str]]:
    """Who completed these elements' tasks in a case so far, by element."""
    wanted = select(UserTask.element, UserTask.completed_by).where(
        UserTask.root_key == root_key,
        UserTask.element.in_(list(elements)),
        UserTask.state == UserTaskState.COMPLETED.value,
    )
    found: dict[str, set[str]] = {}
    for element, officer in session.execute(wanted):
        if officer is not None:
            found.setdefault(element, set()).add(officer)
    return {element: frozenset(officers) for element, officers in found.items()}


def _dated(values: Mapping[str, object]) -> dict[str, object]:
    """The columns with what is kept beside the due date."""
    dated = {"due_by": values["due_at"] or NEVER} if "due_at" in values else {}
    return {**values, **dated}
