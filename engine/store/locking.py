"""Locks a root case: what every write begins with, in one statement."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from sqlalchemy import BigInteger, BindParameter, bindparam, func, select
from sqlalchemy.orm import Session

from engine.errors import NotFound
from engine.store.base import table
from engine.store.cases import Case, CaseKey, with_key
from engine.store.definitions import Deployment
from engine.store.timers import Timer


@dataclass(frozen=True, slots=True, kw_only=True)
class Locked:
    """A locked root case with its data key, and what else a turn must know before it begins.

    `newest`: the newest deployment's key, which tells whether cached "latest" bindings still hold.
    `due`: how many of its timers were due.
    """

    case: Case
    key: CaseKey
    newest: int
    due: int


_ROOT: Final[BindParameter[int]] = bindparam("root", type_=BigInteger)
_NEWEST = select(func.coalesce(func.max(Deployment.key), 0)).scalar_subquery()
_DUE = (
    select(func.count())
    .select_from(table(Timer))
    .where(Timer.root_key == _ROOT, Timer.due_at <= bindparam("at"))
    .scalar_subquery()
)
_LOCK = (
    with_key(_ROOT)
    .add_columns(_NEWEST, _DUE)
    .with_for_update(of=Case)
    .execution_options(populate_existing=True)
)


def lock(session: Session, root_key: int, at: datetime) -> Locked:
    """Lock a root case until the transaction ends; `due` counts timers due at `at`.

    One statement on purpose. When it has waited for the lock on PostgreSQL, case and key are as
    the other transaction left them, `newest` and `due` as they were before.

    Raises:
        NotFound: there is no such root case.
    """
    row = session.execute(_LOCK, {"root": root_key, "at": at}).one_or_none()
    if row is None:
        raise NotFound(kind="case", key=str(root_key))
    return Locked(case=row[0], key=row[1], newest=row[2], due=row[3])
