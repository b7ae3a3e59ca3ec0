"""What one command's effects are recorded with. Writes nothing by itself."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import TypeAlias, TypeVar

from sqlalchemy.orm import Session

from engine.store import cases
from engine.store.cases import Case
from engine.store.sealing import DataKey, Sealer
from engine.values import JsonValue

E = TypeVar("E")
#: the words, all alike however they were typed, that a variable's value is found by
Wording: TypeAlias = Callable[[JsonValue], Iterable[str]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Called:
    """The (called) process that a scope id of kind "process" stands for."""

    case_key: int
    definition_key: int
    process_id: str


@dataclass(slots=True, kw_only=True)
class Entry:
    """What one command's effects are recorded with.

    `case` is the root case's row as read; `seq`, `at` and `actor` are the command's. `processes`
    fills itself: scope id of a process -> what it is. `process_ids` names definitions a step may
    call; `searchable` are the variables kept also as keyed hashes, `wordings` those kept so word by
    word.
    """

    session: Session
    case: Case
    key: DataKey
    sealer: Sealer
    seq: int
    at: datetime
    actor: str
    searchable: frozenset[str] = frozenset()
    wordings: Mapping[str, Wording] = field(default_factory=dict)
    process_ids: Mapping[int, str] = field(default_factory=dict)
    processes: dict[int, Called] = field(default_factory=dict)

    def key_of(self, number: int) -> int:
        """The key of the thing with this id in the case."""
        return self.case.key + number


def bound(kind: str, root_key: int, *place: int | str) -> bytes:
    """What a sealed value is bound to: its table and place, so that rows cannot be swapped."""
    return ":".join([kind, str(root_key), *map(str, place)]).encode()


def of(effects: Iterable[object], kind: type[E]) -> list[E]:
    return [effect for effect in effects if isinstance(effect, kind)]


def process(entry: Entry, scope: int) -> Called:
    """Who a process scope id is; looks called cases up once when the step did not open them."""
    case = entry.case
    if not entry.processes:
        entry.processes[1] = Called(
            case_key=case.key, definition_key=case.definition_key, process_id=case.process_id
        )
    if scope not in entry.processes:
        for number, row in cases.called(entry.session, case.key).items():
            entry.processes[number] = Called(
                case_key=row.key, definition_key=row.definition_key, process_id=row.process_id
            )
    return entry.processes[scope]
