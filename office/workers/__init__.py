"""Everything the office does for a diagram: the registry of its job types (docs/job-types.md)."""

from __future__ import annotations

from engine.services.workers import Worker
from engine.store.sealing import Sealer
from office.workers import (
    applications,
    calls,
    cards,
    destruction,
    estimates,
    notices,
    paper_cases,
    print_requests,
    queue,
    stock,
    suket,
)


def build(sealer: Sealer) -> tuple[Worker, ...]:
    """Give all workers of the office, every one inline (within the case's transaction).

    `sealer` works with the installation's master key: it finds NIK by keyed hash, seals phone
    numbers and derives pickup codes.
    """
    runs = {
        **queue.RUNS,
        **applications.runs(sealer),
        **paper_cases.runs(sealer),
        **estimates.RUNS,
        **stock.RUNS,
        **cards.runs(sealer),
        **destruction.RUNS,
        **print_requests.RUNS,
        **suket.RUNS,
        **notices.runs(sealer),
        **calls.runs(sealer),
    }
    return tuple(Worker(type=type_, run=run) for type_, run in sorted(runs.items()))
