"""The work list of an office with 10,000 open tasks: how long a page takes, and what it is read by.

SQLite and PostgreSQL. The rows are written bare: cases and tasks without log or data, enough for
lists. A whole demo office as crowded as that makes `benchmarks.crowded`.

python -m benchmarks.worklist [tasks]
"""

from __future__ import annotations

import json
import sys
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random
from statistics import median
from time import perf_counter
from typing import Any, Final

from sqlalchemy import event, insert, text

from engine.clock import TravellingClock
from engine.services import reading
from engine.services.kernel import Kernel, open_kernel
from engine.services.reading.views import Snoozed, SortBy, Whose, WorkListQuery
from engine.store import keys
from engine.store.base import table
from engine.store.cases import Case
from engine.store.tasks import NEVER, TaskCandidate, UserTask
from engine.values import Actor
from tests import databases

OFFICE: Final = "327316"
NOW: Final = datetime(2026, 11, 24, 2, 0, tzinfo=UTC)
#: steps of the procedure, by the group they are offered to
STEPS: Final = {
    "loket": "U3_terima_permohonan",
    "perekaman": "U7_perekaman",
    "verifikator": "U6_verifikasi",
    "cetak": "U11_cetak",
    "penyerahan": "U14_serahkan",
}
OFFICER: Final = Actor(
    id="petugas3",
    groups=frozenset({"cetak", "loket"}),
    offices=frozenset({OFFICE}),
    rights=frozenset({"work", "supervise"}),
)
_HELD: Final = 0.3
_UNDATED: Final = 0.2
_ROUNDS: Final = 15


def fill(kernel: Kernel, count: int, seed: int = 1) -> None:
    """Write so many open cases of one open task each, alike but for what lists are ordered by."""
    chance = Random(seed)
    with kernel.sessions.begin() as session:
        roots = keys.next_keys(session, count)
        tasks = [_task(root, chance) for root in roots]
        session.execute(insert(table(Case)), [_case(root) for root in roots])
        session.execute(insert(table(UserTask)), tasks)
        offers = [
            {"task_key": row["key"], "kind": "group", "name": list(STEPS)[row["key"] % len(STEPS)]}
            for row in tasks
        ]
        session.execute(insert(table(TaskCandidate)), offers)
    if kernel.database.dialect.name == "postgresql":
        with kernel.sessions.begin() as session:
            session.execute(text("ANALYZE"))


def _case(root: int) -> dict[str, object]:
    number = root >> 24
    return {
        "key": root,
        "root_key": root,
        "definition_key": 1,
        "process_id": "ktp_utama",
        "business_key": f"KRC-2611-{number:05d}-0",
        "office": OFFICE,
        "state": "ACTIVE",
        "version": 1,
        "seq": 0,
        "semantics": 1,
        "created_month": 202611,
        "last_instant": NOW,
        "started_at": NOW - timedelta(hours=number % 500),
    }


def _task(root: int, chance: Random) -> dict[str, Any]:
    key = root + 5
    due = None if chance.random() < _UNDATED else NOW + timedelta(hours=chance.randint(-90, 300))
    group = list(STEPS)[key % len(STEPS)]
    held = f"petugas{chance.randint(1, 9)}" if chance.random() < _HELD else None
    return {
        "key": key,
        "root_key": root,
        "case_key": root,
        "scope": 1,
        "definition_key": 1,
        "process_id": "ktp_utama",
        "office": OFFICE,
        "element": STEPS[group],
        "name": STEPS[group].replace("_", " "),
        "state": "CREATED",
        "assignee": held,
        "groups": json.dumps([group]),
        "users": "[]",
        "priority": chance.choice((50, 50, 50, 50, 80)),
        "created_at": NOW - timedelta(minutes=chance.randint(1, 30_000)),
        "due_at": due,
        "due_by": due or NEVER,
        "due_text": "",
        "headers": "{}",
        "properties": "{}",
        "version": 1,
    }


QUERIES: Final[Mapping[str, WorkListQuery]] = {
    **{
        f"{whose.value} by {sort.value}": WorkListQuery(
            whose=whose, sort=sort, snoozed=Snoozed.HIDDEN
        )
        for whose in Whose
        for sort in SortBy
    },
    "overdue only": WorkListQuery(whose=Whose.ALL, only_overdue=True),
    "one step": WorkListQuery(whose=Whose.ALL, element="U11_cetak"),
    "one number": WorkListQuery(whose=Whose.ALL, business_key="KRC-2611-00042-0"),
}


@dataclass(slots=True)
class Plans:
    """Statements on tasks as the driver got them, and how the database means to run them."""

    kernel: Kernel
    statements: list[tuple[str, Any]] = field(default_factory=list)

    def __post_init__(self) -> None:
        event.listen(self.kernel.database, "before_cursor_execute", self._note)

    def _note(self, *seen: object) -> None:
        _, _, statement, values, _, _ = seen
        if "FROM user_task" in str(statement) and not str(statement).startswith("EXPLAIN"):
            self.statements.append((str(statement), values))

    def of(self, query: WorkListQuery) -> list[str]:
        """One text a statement of the query: the plan, line below line."""
        self.statements.clear()
        reading.work_list(self.kernel, OFFICER, query)
        is_sqlite = self.kernel.database.dialect.name == "sqlite"
        word = "EXPLAIN QUERY PLAN" if is_sqlite else "EXPLAIN"
        with self.kernel.database.connect() as connection:
            plans = [
                connection.exec_driver_sql(f"{word} {statement}", values).all()
                for statement, values in tuple(self.statements)
            ]
        return ["\n".join(str(row[-1]) for row in plan) for plan in plans]


def measure(kernel: Kernel) -> dict[str, dict[str, object]]:
    """Milliseconds of a first page of 50, its count with it; and the plan of the page's keys."""
    plans, found = Plans(kernel), dict[str, dict[str, object]]()
    for name, query in QUERIES.items():
        page, times = reading.work_list(kernel, OFFICER, query), list[float]()
        for _ in range(_ROUNDS):
            began = perf_counter()
            reading.work_list(kernel, OFFICER, query)
            times.append((perf_counter() - began) * 1000)
        found[name] = {
            "ms": round(median(times), 2),
            "rows": len(page.items),
            "total": f"{page.total}{'+' if page.is_more else ''}",
            "plan": plans.of(query)[1],
        }
    return found


@contextmanager
def crowded(url: str, count: int) -> Iterator[Kernel]:
    databases.migrate(url)
    kernel = open_kernel(url, "07" * 32, clock=TravellingClock(NOW))
    began = perf_counter()
    fill(kernel, count)
    print(f"{count} tasks written in {perf_counter() - began:.1f} s", file=sys.stderr)
    yield kernel
    kernel.close()


def main() -> None:
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 10_000
    results: dict[str, Mapping[str, Mapping[str, object]]] = {}
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "alur.db"
        with crowded(f"sqlite:///{file}", count) as kernel:
            results["SQLite"] = measure(kernel)
    with (
        databases.running_postgresql() as server,
        databases.postgresql_database(server) as url,
        crowded(url, count) as kernel,
    ):
        results["PostgreSQL"] = measure(kernel)
    print(json.dumps({"benchmark": "worklist", "tasks": count, "results": results}))
    for database, found in results.items():
        for name, one in found.items():
            print(f"{database:11}{name:24}{one['ms']:>9} ms  {one['rows']:>3} of {one['total']}")
            print("    " + str(one["plan"]).replace("\n", "\n    "))


if __name__ == "__main__":
    main()
