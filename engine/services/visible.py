"""Which variables can be seen from a scope: its own and its ancestors', up to its process."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy.orm import Session

from engine.store import cases, coding, recording, variables
from engine.store.keys import id_of
from engine.store.sealing import DataKey
from engine.store.tasks import UserTask
from engine.values import JsonValue


def from_task(session: Session, key: DataKey, task: UserTask) -> dict[str, JsonValue]:
    """Variables a user task sees: what its input mappings made, over those of the scope around.

    The innermost scope wins (Camunda 8's scoping). A called process sees nothing of its caller:
    what it was given are its own variables.
    """
    around = chain(session, task.root_key, task.scope)
    return own(session, task.root_key, key, [id_of(task.key), *around])


def own(
    session: Session, root_key: int, key: DataKey, scopes: Iterable[int]
) -> dict[str, JsonValue]:
    """The variables of these scopes, the first scope winning."""
    order = list(scopes)
    rows = variables.of_scopes(session, root_key, order)
    found: dict[str, JsonValue] = {}
    for row in sorted(rows, key=lambda one: order.index(one.scope), reverse=True):
        place = recording.bound("variable", root_key, row.scope, row.name)
        found[row.name] = coding.from_bytes(key.open(row.value, place))
    return found


def chain(session: Session, root_key: int, scope: int) -> list[int]:
    """The scope and its ancestors up to the (called) process it belongs to, innermost first."""
    known = cases.scopes(session, root_key)
    found: list[int] = []
    at: int | None = scope
    while at is not None and at in known:
        row = known[at]
        found.append(at)
        parent = known.get(row.parent or 0)
        at = None if parent is None or parent.case_key != row.case_key else row.parent
    return found or [1]
