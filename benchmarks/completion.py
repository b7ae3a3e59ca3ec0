"""Question: how much of what the database could do is left when the whole house stands on it?

One completion of a claimed user task through the service (lock, due timers looked for, rights,
step, log with hash chain, history, encryption, kept answer, commit), next to the very rows it
writes put into a copy of the database by raw SQL: same driver, same statements and values, one
transaction, turn by turn in the same run. Reads belong to the service's time alone. The diagram is
that of `benchmarks.step`. SQLite (WAL, synchronous=FULL) and PostgreSQL.

python -m benchmarks.completion [completions]
"""

from __future__ import annotations

import json
import re
import shutil
import sqlite3
import sys
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median
from time import perf_counter
from typing import Any, Final, TypeAlias

import psycopg
from sqlalchemy import event, make_url, select
from sqlalchemy.engine import Connection

from benchmarks import step
from engine.services import cases, deployments, tasks
from engine.services.cases import Start
from engine.services.kernel import Kernel, Request, open_kernel
from engine.store.tasks import UserTask
from engine.values import SYSTEM_ACTOR, Actor, Variables
from tests import databases

OFFICE: Final = "327316"
OFFICER: Final = Actor(id="rina", groups=frozenset({"loket"}), offices=frozenset({OFFICE}))
ANSWERS: Final[Variables] = {"ok": True, "catatan": "Berkas lengkap, asli dilihat.", "jumlah": 3}
WARM_UP: Final = 20
_ZEEBE: Final = 'xmlns:zeebe="http://camunda.org/schema/zeebe/1.0" id="d"'
_OFFERED: Final = (
    r"<bpmn:userTask \1><bpmn:extensionElements><zeebe:userTask/>"
    r'<zeebe:assignmentDefinition candidateGroups="loket"/>'
    r"</bpmn:extensionElements></bpmn:userTask>"
)
Statement: TypeAlias = "tuple[str, object, bool]"


@dataclass(slots=True)
class Watch:
    """What passes between SQLAlchemy and the driver; `writes` as the driver got them."""

    statements: int = 0
    commits: int = 0
    writes: list[Statement] = field(default_factory=list)

    def attend(self, kernel: Kernel) -> None:
        event.listen(kernel.database, "before_cursor_execute", self._statement)
        event.listen(kernel.database, "commit", self._commit)

    def clear(self) -> None:
        self.statements = self.commits = 0
        self.writes = []

    def _statement(self, *seen: object) -> None:
        _, _, statement, values, _, many = seen
        self.statements += 1
        if str(statement).startswith(("INSERT", "UPDATE", "DELETE")):
            self.writes.append((str(statement), values, bool(many)))

    def _commit(self, _connection: Connection) -> None:
        self.commits += 1


@dataclass(frozen=True, slots=True)
class Bare:
    """Writes statements with nothing but the driver."""

    connection: sqlite3.Connection | psycopg.Connection

    def write(self, writes: list[Statement]) -> float:
        """Milliseconds of one transaction."""
        began = perf_counter()
        cursor: Any = self.connection.cursor()  # two drivers of one shape
        if isinstance(self.connection, sqlite3.Connection):
            cursor.execute("BEGIN IMMEDIATE")
        for statement, values, many in writes:
            (cursor.executemany if many else cursor.execute)(statement, values)
        self.connection.commit()
        return (perf_counter() - began) * 1000


def measure(url: str, bare: Bare, completions: int) -> dict[str, object]:
    """Complete task after task in turn with the bare writes; medians."""
    kernel, watch = open_kernel(url, "07" * 32), Watch()
    watch.attend(kernel)
    service, raw, statements, commits, rows = [], [], [], [], []
    for number, key in enumerate(_tasks(kernel, completions)):
        tasks.claim(kernel, Request(actor=OFFICER), key)
        watch.clear()
        request = Request(actor=OFFICER, idempotency_key=f"k{number}")
        began = perf_counter()
        tasks.complete(kernel, request, key, ANSWERS)
        service.append((perf_counter() - began) * 1000)
        raw.append(bare.write(watch.writes))
        statements.append(watch.statements)
        commits.append(watch.commits)
        rows.append(sum(_rows(one) for one in watch.writes))
    kernel.close()
    service_ms, bare_ms = median(service[WARM_UP:]), median(raw[WARM_UP:])
    return {
        "completions": completions - WARM_UP,
        "service_ms": round(service_ms, 3),
        "bare_ms": round(bare_ms, 3),
        "a_second": round(1000 / service_ms),
        "bare_a_second": round(1000 / bare_ms),
        "share": round(bare_ms / service_ms, 3),
        "statements": median(statements),
        "writes": median([len(watch.writes)]),
        "rows": median(rows),
        "commits": median(commits),
    }


def diagram() -> bytes:
    """That of `benchmarks.step`, its tasks offered to a group."""
    plain = step.diagram("").decode().replace('id="d"', _ZEEBE)
    return re.sub(r"<bpmn:userTask ([^>]*)/>", _OFFERED, plain).encode()


def prepare(url: str, completions: int) -> None:
    """Deploy, and start as many cases as there will be completions for."""
    databases.migrate(url)
    kernel = open_kernel(url, "07" * 32)
    request = Request(actor=SYSTEM_ACTOR)
    deployments.deploy(kernel, request, {"step.bpmn": diagram()})
    for _ in range(completions // (step.TASKS - 1) + 1):
        cases.start(kernel, request, Start(process_id="p", office=OFFICE))
    kernel.close()


def _tasks(kernel: Kernel, completions: int) -> Iterator[int]:
    """The oldest open task that is not the last of its case, again and again."""
    wanted = select(UserTask.key).where(UserTask.state == "CREATED", UserTask.element != "u15")
    for _ in range(completions):
        with kernel.reads.begin() as session:
            key = session.execute(wanted.order_by(UserTask.created_at).limit(1)).scalar_one()
        yield key


def _rows(written: Statement) -> int:
    _, values, many = written
    return len(values) if many and isinstance(values, list) else 1


@contextmanager
def on_sqlite(completions: int) -> Iterator[tuple[str, Bare]]:
    with tempfile.TemporaryDirectory() as folder:
        ours, copy = Path(folder) / "alur.db", Path(folder) / "bare.db"
        prepare(f"sqlite:///{ours}", completions)
        shutil.copy(ours, copy)
        connection = sqlite3.connect(copy, isolation_level=None)
        for setting in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON"):
            connection.execute(f"PRAGMA {setting}")
        yield f"sqlite:///{ours}", Bare(connection)
        connection.close()


@contextmanager
def on_postgresql(completions: int) -> Iterator[tuple[str, Bare]]:
    with databases.running_postgresql() as server, databases.postgresql_database(server) as ours:
        prepare(ours, completions)
        with databases.postgresql_database(server, str(make_url(ours).database)) as copy:
            connection = psycopg.connect(copy.replace("+psycopg", "", 1))
            yield ours, Bare(connection)
            connection.close()


def main() -> None:
    completions = int(sys.argv[1]) if len(sys.argv) > 1 else 300
    found: dict[str, Mapping[str, object]] = {}
    for name, prepared in (("SQLite", on_sqlite), ("PostgreSQL", on_postgresql)):
        with prepared(completions + WARM_UP) as (url, bare):
            found[name] = measure(url, bare, completions + WARM_UP)
    print(json.dumps({"benchmark": "completion", "results": found}))
    print(f"{'':12}{'service ms':>12}{'bare ms':>10}{'share':>8}{'statements':>12}{'commits':>9}")
    for name, one in found.items():
        print(
            f"{name:12}{one['service_ms']:>12}{one['bare_ms']:>10}{one['share']:>8}"
            f"{one['statements']:>12}{one['commits']:>9}"
        )


if __name__ == "__main__":
    main()
