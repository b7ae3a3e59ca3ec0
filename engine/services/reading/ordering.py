"""The orders of work lists, as columns of an index, and places in them. Reads nothing."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Any, Final

from sqlalchemy import BigInteger, ColumnElement, UnaryExpression, and_, literal, true, tuple_
from sqlalchemy.orm import InstrumentedAttribute

from engine.services.reading import scoping
from engine.services.reading.views import SortBy
from engine.store.base import UtcInstant
from engine.store.tasks import NEVER, UserTask

_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND: Final = timedelta(microseconds=1)
#: the columns that go up, for each order; those of urgency come below the priority, which goes down
_RISING: Final[dict[SortBy, tuple[InstrumentedAttribute[Any], ...]]] = {
    SortBy.OVERDUE: (UserTask.due_by, UserTask.key),
    SortBy.PRIORITY: (UserTask.due_by, UserTask.key),
    SortBy.DUE: (UserTask.due_by, UserTask.key),
    SortBy.AGE: (UserTask.created_at, UserTask.key),
}
_BY_PRIORITY: Final = frozenset({SortBy.OVERDUE, SortBy.PRIORITY})
_PARTS: Final = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """How far a list was read: behind a task of run `run`; `as_of` is when it was begun.

    A list "overdue first" is two runs, what is overdue and what is not, judged at `as_of` for all
    its pages, so that no task falls between two of them. `key` 0: nothing of the run was read.
    """

    as_of: datetime
    run: int = 0
    priority: int = 0
    at: datetime = _EPOCH
    key: int = 0

    @property
    def text(self) -> str:
        """The place as a page's `after`."""
        numbers = (_micros(self.as_of), self.run, self.priority, _micros(self.at), self.key)
        return "-".join(map(str, numbers))


def place_of(after: str, now: datetime) -> Place:
    """The place a page's `after` names; for "" the beginning of the list as of `now`.

    Raises:
        PageInvalid: it is none of ours.
    """
    numbers = scoping.place(after)
    if not numbers:
        return Place(as_of=now)
    if len(numbers) != _PARTS:
        raise scoping.page_invalid()
    as_of, run, priority, at, key = numbers
    return Place(as_of=_instant(as_of), run=run, priority=priority, at=_instant(at), key=key)


def behind(place: Place, task: UserTask, sort: SortBy) -> Place:
    """The place behind a task of the same run."""
    at = task.created_at if sort is SortBy.AGE else task.due_by
    return replace(place, priority=task.priority, at=at, key=task.key)


def runs(sort: SortBy, place: Place) -> tuple[ColumnElement[bool], ...]:
    """The conditions of the runs that make up a list, one behind the other."""
    if sort is not SortBy.OVERDUE:
        return (true(),)
    return (UserTask.due_by <= place.as_of, UserTask.due_by > place.as_of)


def order(sort: SortBy) -> tuple[UnaryExpression[Any], ...]:
    """The order within a run."""
    rising = tuple(column.asc() for column in _RISING[sort])
    return (UserTask.priority.desc(), *rising) if sort in _BY_PRIORITY else rising


def rest(sort: SortBy, place: Place) -> ColumnElement[bool]:
    """The condition of what comes behind a place in its run."""
    if not place.key:
        return true()
    here = (literal(place.at, UtcInstant), literal(place.key, BigInteger))
    behind_it = tuple_(*_RISING[sort]) > tuple_(*here)
    if sort not in _BY_PRIORITY:
        return behind_it
    lower = UserTask.priority < place.priority
    return and_(UserTask.priority <= place.priority, lower | behind_it)


def _micros(instant: datetime) -> int:
    return (instant - _EPOCH) // _MICROSECOND


def _instant(micros: int) -> datetime:
    return min(_EPOCH + _MICROSECOND * min(micros, _micros(NEVER)), NEVER)
