"""Filters of work lists that an officer saves under a name. What they filter, the caller knows."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from engine.errors import Conflict, Fault, Invalid
from engine.services.kernel import Kernel
from engine.store import coding, filters
from engine.store.filters import SavedFilter
from engine.store.keys import next_key
from engine.values import Actor

MOST: Final = 20
LONGEST_NAME: Final = 40


class FilterNameInvalid(Invalid):
    """A filter is to be saved under no name, or under too long a one."""

    code = "filter-name-invalid"
    message = "Give the filter a name of 1 to %(most)s characters."


class FilterNameTaken(Conflict):
    """The officer has another filter of that name."""

    code = "filter-name-taken"
    message = "You have a filter of this name already. Choose another name."


class TooManyFilters(Conflict):
    """The officer has saved as many filters as one can."""

    code = "too-many-filters"
    message = "You have %(most)s filters, as many as one can have. Delete one first."


@dataclass(frozen=True, slots=True, kw_only=True)
class Filter:
    """A saved filter: its `terms` as they were given."""

    key: int
    name: str
    terms: Mapping[str, str]
    is_default: bool


def of(kernel: Kernel, actor: Actor) -> tuple[Filter, ...]:
    """The actor's own filters, by name."""
    with kernel.reads.begin() as session:
        return tuple(_view(row) for row in filters.of_officer(session, actor.id))


def save(kernel: Kernel, actor: Actor, name: str, terms: Mapping[str, str]) -> Filter:
    """Keep terms under a name; saved under the name of an earlier one they replace its terms.

    Raises:
        FilterNameInvalid: the name is empty or longer than 40 characters.
        TooManyFilters: the actor has 20 others.
    """
    name = _checked(name)
    with kernel.sessions.begin() as session:
        own = filters.of_officer(session, actor.id)
        row = next((each for each in own if each.name == name), None)
        if row is None and len(own) >= MOST:
            raise TooManyFilters(most=MOST)
        if row is None:
            row = SavedFilter(key=next_key(session), officer=actor.id, name=name, is_default=False)
            session.add(row)
        row.terms, row.saved_at = coding.to_text(dict(terms)), kernel.clock.now()
        _flush(session)
        return _view(row)


def rename(kernel: Kernel, actor: Actor, key: int, name: str) -> None:
    """Give a filter of the actor's another name.

    Raises:
        NotFound, FilterNameInvalid, FilterNameTaken.
    """
    name = _checked(name)
    with kernel.sessions.begin() as session:
        filters.find(session, actor.id, key).name = name
        _flush(session)


def choose(kernel: Kernel, actor: Actor, key: int | None) -> None:
    """Make a filter of the actor's the one their work list begins with; None: no filter.

    Raises:
        NotFound: it is none of theirs.
    """
    with kernel.sessions.begin() as session:
        if key is not None:
            filters.find(session, actor.id, key)
        filters.choose(session, actor.id, key)


def delete(kernel: Kernel, actor: Actor, key: int) -> None:
    """Drop a filter of the actor's.

    Raises:
        NotFound: it is none of theirs.
    """
    with kernel.sessions.begin() as session:
        session.delete(filters.find(session, actor.id, key))


def _view(row: SavedFilter) -> Filter:
    terms = coding.text_map(row.terms)
    return Filter(key=row.key, name=row.name, terms=terms, is_default=row.is_default)


def _checked(name: str) -> str:
    name = " ".join(name.split())
    if not 0 < len(name) <= LONGEST_NAME:
        fault = Fault(
            rule=FilterNameInvalid.code,
            element="nama",
            message=FilterNameInvalid.message,
            params={"most": LONGEST_NAME},
        )
        raise FilterNameInvalid((fault,), most=LONGEST_NAME)
    return name


def _flush(session: Session) -> None:
    try:
        session.flush()
    except IntegrityError as error:
        raise FilterNameTaken from error
