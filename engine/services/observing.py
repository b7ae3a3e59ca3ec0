"""Lets an office keep its own record of named variables as they change. Decides nothing."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import TypeAlias

from sqlalchemy.orm import Session

from engine.values import Effect, JsonValue, VariableWritten


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """One write of a watched variable, in whatever scope of the case.

    `case` is the root case's key, `at` the instant of the step.
    """

    office: str
    case: int
    name: str
    value: JsonValue
    at: datetime


Note: TypeAlias = "Callable[[Session, Change], None]"


@dataclass(frozen=True, slots=True, kw_only=True)
class Observer:
    """Is told of every write of the variables it names, inside the case's own transaction.

    What it writes commits with the step or not at all. It never changes the case, and replay does
    not call it: what it keeps can be rebuilt from the log.
    """

    names: frozenset[str]
    note: Note


NOBODY: Observer = Observer(names=frozenset(), note=lambda _session, _change: None)


def tell(
    observer: Observer, session: Session, effects: Iterable[Effect], of: tuple[str, int, datetime]
) -> None:
    """Tell the observer what a step wrote. `of`: office, root case, instant of the step."""
    office, case, at = of
    for effect in effects:
        if isinstance(effect, VariableWritten) and effect.name in observer.names:
            change = Change(office=office, case=case, name=effect.name, value=effect.value, at=at)
            observer.note(session, change)
