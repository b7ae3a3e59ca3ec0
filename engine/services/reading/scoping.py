"""Who may read what: offices, rights, pages. Deny by default."""

from __future__ import annotations

import re
from typing import Final

from sqlalchemy import ColumnElement, Select, func, select, true
from sqlalchemy.orm import InstrumentedAttribute, Session

from engine.errors import Fault, Invalid
from engine.services import rights, turns
from engine.services.kernel import Kernel
from engine.store import cases
from engine.store.cases import Case
from engine.store.sealing import DataKey
from engine.values import Actor

LARGEST_PAGE: Final = 200
#: so many lines of a list are counted; beyond that it is just long
COUNTED: Final = 500
#: any number of ours, and none that a database's 64 bits do not hold
_NUMBER: Final = re.compile(r"[0-9]{1,18}")


class PageInvalid(Invalid):
    """A page of no size, too large a size, or a place that is none of ours."""

    code = "page-invalid"
    message = "Ask for 1 to %(most)s lines, and for the next page as the last one named it."


def in_offices(column: InstrumentedAttribute[str], actor: Actor) -> ColumnElement[bool]:
    """The condition that rows are of the actor's offices."""
    return true() if "*" in actor.offices else column.in_(sorted(actor.offices))


def require_reader(actor: Actor) -> None:
    """Ask for a right to look beyond one's own tasks.

    Raises:
        RightMissing: the actor neither supervises, administers nor audits.
    """
    rights.require(actor, "supervise", "administer", "audit")


def require_member(actor: Actor) -> None:
    """Ask for any right that goes with reading cases.

    Raises:
        RightMissing: the actor is neither a service nor works, supervises, administers or audits.
    """
    if actor.kind != "service":
        rights.require(actor, "work", "supervise", "administer", "audit")


def require_size(size: int, most: int = LARGEST_PAGE) -> None:
    """Refuse pages of no or too many lines.

    Raises:
        PageInvalid: it is not 1 to `most`.
    """
    if not 1 <= size <= most:
        raise page_invalid(most)


def place(after: str, most: int = LARGEST_PAGE) -> tuple[int, ...]:
    """The numbers of a page's `after` ("" gives none).

    Raises:
        PageInvalid: it is no such text.
    """
    parts = after.split("-") if after else []
    if not all(_NUMBER.fullmatch(part) for part in parts):
        raise page_invalid(most)
    return tuple(int(part) for part in parts)


def key_of(kernel: Kernel, session: Session, root_key: int) -> DataKey | None:
    """The data key of a case, None when it was destroyed."""
    found = cases.find(session, root_key)
    if found is None or found[1].wrapped is None:
        return None
    return turns.open_key(kernel, *found)


def keys_of(
    kernel: Kernel, session: Session, roots: set[int]
) -> dict[int, tuple[Case, DataKey | None]]:
    """Root cases with their data keys, at once."""
    found = cases.find_many(session, roots)
    return {
        root: (case, None if row.wrapped is None else turns.open_key(kernel, case, row))
        for root, (case, row) in found.items()
    }


def count(session: Session, wanted: Select[*tuple[object, ...]]) -> int:
    """How many rows a query finds, all pages together."""
    counted = select(func.count()).select_from(wanted.order_by(None).subquery())
    return session.execute(counted).scalar_one()


def count_up_to(session: Session, wanted: Select[*tuple[object, ...]], most: int) -> int:
    """How many rows a query finds, but no more than `most` + 1 are looked for."""
    return count(session, wanted.order_by(None).limit(most + 1))


def page_invalid(most: int = LARGEST_PAGE) -> PageInvalid:
    """What is raised for a page that is none."""
    fault = Fault(rule=PageInvalid.code, message=PageInvalid.message, params={"most": most})
    return PageInvalid((fault,), most=most)
