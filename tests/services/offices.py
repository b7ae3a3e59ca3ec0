"""A small office for service tests: a kernel on a travelling clock, officers, and short calls."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final

from sqlalchemy import text

from engine.clock import TravellingClock
from engine.services import cases, deployments, reading, tasks
from engine.services.cases import Start
from engine.services.kernel import Kernel, Request, open_kernel
from engine.services.reading import CaseView, TaskRow, WorkListQuery
from engine.services.receipts import CaseReceipt
from engine.services.workers import Worker
from engine.store import append_only
from engine.values import Actor, Variables

MASTER_KEY: Final = "07" * 32
START: Final = datetime(2026, 11, 24, 1, 0, tzinfo=UTC)
OFFICE: Final = "3273"

BUDI: Final = Actor(
    id="budi", groups=frozenset({"loket"}), offices=frozenset({OFFICE}), rights=frozenset({"work"})
)
SITI: Final = Actor(
    id="siti", groups=frozenset({"loket"}), offices=frozenset({OFFICE}), rights=frozenset({"work"})
)
KASI: Final = Actor(
    id="kasi",
    groups=frozenset({"kasi"}),
    offices=frozenset({OFFICE}),
    rights=frozenset({"work", "supervise"}),
)
STRANGER: Final = Actor(
    id="asing",
    groups=frozenset({"loket"}),
    offices=frozenset({"9999"}),
    rights=frozenset({"work", "supervise"}),
)
ADMIN: Final = Actor(
    id="admin",
    offices=frozenset({OFFICE}),
    rights=frozenset({"deploy", "administer", "supervise", "audit"}),
)


def by(actor: Actor, key: str = "") -> Request:
    return Request(actor=actor, idempotency_key=key)


@dataclass(frozen=True)
class Office:
    """What a test drives."""

    kernel: Kernel
    clock: TravellingClock

    def deploy(self, content: bytes, file: str = "test.bpmn") -> None:
        deployments.deploy(self.kernel, by(ADMIN), {file: content})

    def start(self, process_id: str = "p", variables: Variables | None = None) -> CaseReceipt:
        what = Start(process_id=process_id, variables=variables or {}, office=OFFICE)
        return cases.start(self.kernel, by(ADMIN), what)

    def open_tasks(self) -> tuple[TaskRow, ...]:
        query = WorkListQuery(whose=reading.Whose.ALL)
        return reading.work_list(self.kernel, KASI, query).items

    def task(self, element: str = "u") -> TaskRow:
        return next(task for task in self.open_tasks() if task.element == element)

    def complete(
        self, element: str = "u", answers: Variables | None = None, actor: Actor = BUDI
    ) -> None:
        tasks.complete(self.kernel, by(actor), self.task(element).key, answers or {})

    def case(self, key: int) -> CaseView:
        return reading.case(self.kernel, ADMIN, key)

    def destroy_key(self, key: int) -> None:
        """What erasure does."""
        self.sql(f"UPDATE case_key SET wrapped = NULL WHERE root_key = {key}")

    def tamper(self, statement: str) -> None:
        """What somebody with the database's own rights could do."""
        with self.kernel.sessions.begin() as session:
            append_only.unprotect(session.connection())
            session.execute(text(statement))

    def sql(self, statement: str) -> list[tuple[object, ...]]:
        with self.kernel.sessions.begin() as session:
            result = session.connection().execute(text(statement))
            return [tuple(row) for row in result] if result.returns_rows else []


def open_office(url: str, *workers: Worker) -> Office:
    clock = TravellingClock(START)
    return Office(kernel=open_kernel(url, MASTER_KEY, clock=clock, workers=workers), clock=clock)
