"""Crowds a demo office: copies its open cases until there are so many, to measure pages at.

    alur demo --folder FOLDER --no-serve
    python -m benchmarks.crowded FOLDER [cases]     # 10,000 unless told otherwise
    alur demo --folder FOLDER                     # serves it

A copy has a key of its own, its data, tasks, offers, timers, history and a chained log, another
number, name and NIK. It opens, is found and can be worked on; its log cannot be replayed, for the
snapshots between were never taken. For measuring only.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from random import Random
from time import perf_counter
from typing import Any, Final, TypeAlias

from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from api import composition
from api.demo import making, persons
from engine.services import turns
from engine.services.kernel import Kernel
from engine.store import cases, chain, coding, keys, recording
from engine.store.base import Base, table
from engine.store.cases import Case, CaseKey, CaseScope
from engine.store.jobs import Job
from engine.store.keys import id_of
from engine.store.log import CaseCommand, HistoryEvent
from engine.store.sealing import DataKey, RetentionClass
from engine.store.subscriptions import Subscription
from engine.store.tasks import TaskCandidate, UserTask
from engine.store.timers import Timer
from engine.store.variables import Variable, VariableIndex, VariableWord
from office import register_number
from office.applications import Application
from office.progress import Progress
from office.timetable import ZONE

Row: TypeAlias = "dict[str, Any]"
_BATCH: Final = 100
_FIRST_SERIAL: Final = 20_000

#: sealed columns: what they are bound to in their table, by the row
_SEALED: Final[Mapping[type[Base], tuple[str, Callable[[Row], bytes]]]] = {
    Case: ("snapshot", lambda row: recording.bound("snapshot", row["root_key"])),
    Variable: (
        "value",
        lambda row: recording.bound("variable", row["root_key"], row["scope"], row["name"]),
    ),
    UserTask: ("draft", lambda row: recording.bound("draft", row["root_key"], id_of(row["key"]))),
    Job: ("variables", lambda row: recording.bound("job", row["root_key"], id_of(row["key"]))),
    HistoryEvent: (
        "detail",
        lambda row: recording.bound("history", row["root_key"], row["seq"], row["ordinal"]),
    ),
    CaseCommand: (
        "payload",
        lambda row: recording.bound("command", row["root_key"], row["seq"]),
    ),
}
_OF_ROOT: Final[tuple[type[Base], ...]] = (
    Case,
    CaseScope,
    Variable,
    VariableIndex,
    VariableWord,
    UserTask,
    Timer,
    Subscription,
    Job,
    CaseCommand,
    HistoryEvent,
)
_KEYS: Final = frozenset({"key", "root_key", "case_key", "parent_key", "task_key", "kasus"})


@dataclass(frozen=True, slots=True)
class Original:
    """A case's rows by table, sealed columns opened."""

    root: int
    rows: Mapping[type[Base], list[Row]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Guise:
    """What a copy calls itself, and how much longer than its original its tasks wait."""

    number: str
    name: str
    nik: str
    age: timedelta

    def of(self, name: str) -> str | None:
        return {"no_register": self.number, "nama": self.name, "nik": self.nik}.get(name)


def crowd(kernel: Kernel, wanted: int, seed: int = 1) -> int:
    """Copy the open cases that a task waits in until so many cases are open; how many were made."""
    with kernel.reads.begin() as session:
        originals = [_read(kernel, session, root) for root in _open(session)]
    chance = Random(seed)
    for begin in range(len(originals), wanted, _BATCH):
        with kernel.sessions.begin() as session:
            count = min(_BATCH, wanted - begin)
            for number, root in enumerate(keys.next_keys(session, count), begin):
                guise = _guise(kernel, number, chance)
                _write(kernel, session, originals[number % len(originals)], root, guise)
    return max(wanted - len(originals), 0)


def _open(session: Session) -> list[int]:
    waiting = select(UserTask.root_key).where(UserTask.state == "CREATED")
    wanted = select(Application.kasus).where(
        Application.ditutup_pada.is_(None), Application.kasus.in_(waiting)
    )
    return list(session.execute(wanted.order_by(Application.kasus)).scalars())


def _read(kernel: Kernel, session: Session, root: int) -> Original:
    found = cases.find(session, root)
    assert found is not None
    key = turns.open_key(kernel, *found)
    rows: dict[type[Base], list[Row]] = {
        record: _rows(session, record, table(record).c.root_key == root) for record in _OF_ROOT
    }
    tasks = [row["key"] for row in rows[UserTask]]
    rows[TaskCandidate] = _rows(session, TaskCandidate, TaskCandidate.task_key.in_(tasks))
    rows[Application] = _rows(session, Application, Application.kasus == root)
    rows[Progress] = _rows(session, Progress, Progress.kasus == root)
    for record, (column, place) in _SEALED.items():
        for row in rows[record]:
            if row[column] is not None:
                row[column] = key.open(row[column], place(row))
    return Original(root, rows)


def _rows(session: Session, record: type[Base], condition: Any) -> list[Row]:  # noqa: ANN401  # SQL
    own = table(record)
    found = session.execute(select(own).where(condition).order_by(*own.primary_key)).mappings()
    return [dict(row) for row in found]


def _write(kernel: Kernel, session: Session, original: Original, root: int, guise: Guise) -> None:
    key, delta = kernel.sealer.new_key(), root - original.root
    rows = {
        record: [_moved(row, original.root, delta, guise.age) for row in found]
        for record, found in original.rows.items()
    }
    _disguise(kernel, rows, guise)
    for record, (column, place) in _SEALED.items():
        for row in rows[record]:
            if row[column] is not None:
                row[column] = key.seal(row[column], place(row))
    _chain(rows, key, root)
    for row, made in zip(rows[Progress], keys.next_keys(session, len(rows[Progress])), strict=True):
        row["key"] = made
    rows[CaseKey] = [_wrapped(kernel, rows[Case], key, root)]
    for record, made_rows in rows.items():
        if made_rows:
            session.execute(insert(table(record)), made_rows)


def _moved(row: Row, root: int, delta: int, age: timedelta) -> Row:
    moved = dict(row)
    for name in _KEYS & row.keys():
        if row[name] is not None and keys.root_of(row[name]) == root:
            moved[name] = row[name] + delta
    if "created_at" in row:
        moved["created_at"] = row["created_at"] - age
    return moved


def _guise(kernel: Kernel, number: int, chance: Random) -> Guise:
    today = kernel.clock.now().astimezone(ZONE).date()
    person = persons.invent(chance, number + 1, today)
    return Guise(
        number=register_number.compose("KRC", today, _FIRST_SERIAL + number),
        name=str(person.answers["nama"]),
        nik=f"{str(person.answers['nik'])[:12]}{number % 10_000:04d}",
        age=timedelta(minutes=chance.randint(0, 4000)),
    )


def _disguise(kernel: Kernel, rows: Mapping[type[Base], list[Row]], guise: Guise) -> None:
    for row in rows[Variable]:
        said = guise.of(row["name"])
        if said is not None:
            row["value"] = coding.to_bytes(said)
    for row in rows[VariableIndex]:
        said = guise.of(row["name"])
        if said is not None:
            row["hash"] = recording.search_hash(kernel.sealer, row["name"], said)
    places = {(row["root_key"], row["scope"], row["name"]) for row in rows[VariableWord]}
    rows[VariableWord][:] = [
        {"root_key": root, "scope": scope, "name": name, "word": word}
        for root, scope, name in sorted(places)
        for word in recording.word_hashes(
            kernel.sealer, name, kernel.wordings[name](guise.of(name))
        )
    ]
    for row in rows[Case]:
        row["business_key"] = guise.number
    for row in rows[Application]:
        row["no_register"] = guise.number
        row["nik_indeks"] = os.urandom(32)


def _chain(rows: Mapping[type[Base], list[Row]], key: DataKey, root: int) -> None:
    head = chain.genesis(root, key.commitment())
    for row in sorted(rows[CaseCommand], key=lambda each: int(each["seq"])):
        link = chain.Link(**{name: row[name] for name in chain.Link.__dataclass_fields__})
        row["previous"], head = head, chain.link_hash(head, link)
        row["hash"] = head
    for row in rows[Case]:
        row["head"] = head if row["key"] == root else row["head"]


def _wrapped(kernel: Kernel, found: list[Row], key: DataKey, root: int) -> Row:
    case = next(row for row in found if row["key"] == root)
    place = recording.bound("case_key", root, RetentionClass.CASE.value)
    return {
        "root_key": root,
        "retention_class": RetentionClass.CASE.value,
        "wrapped": kernel.sealer.wrap(key, case["office"], place),
        "commitment": key.commitment(),
        "created_at": case["started_at"],
        "destroyed_at": None,
    }


def main() -> None:
    folder = Path(sys.argv[1] if len(sys.argv) > 1 else "var/demo")
    wanted = int(sys.argv[2]) if len(sys.argv) > 2 else 10_000
    settings = making.make(folder)
    composition.migrate(settings)
    kernel, began = composition.build_kernel(settings), perf_counter()
    made = crowd(kernel, wanted)
    print(f"{made} cases copied in {perf_counter() - began:.0f} s")
    kernel.close()


if __name__ == "__main__":
    main()
