"""Everything the office does for a diagram: the registry of its job types (docs/job-types.md)."""

from __future__ import annotations

from engine.services.catalogue import Catalogue
from engine.services.workers import Worker
from engine.store.sealing import Sealer
from office.stock.priorities import Priorities
from office.workers import (
    applications,
    calls,
    cards,
    complaints,
    destruction,
    estimates,
    meetings,
    notices,
    paper_cases,
    print_requests,
    queue,
    reports,
    stock,
    suket,
    supplies,
    surveys,
)


def build(sealer: Sealer, catalogue: Catalogue) -> tuple[Worker, ...]:
    """Give all workers of the office, every one inline (within the case's transaction).

    `sealer` works with the installation's master key: it finds NIK by keyed hash, seals phone
    numbers and derives pickup codes. `catalogue` has the decisions deployed last.
    """
    priorities = Priorities(sealer, catalogue)
    runs = {
        **queue.RUNS,
        **applications.runs(sealer),
        **paper_cases.runs(sealer),
        **estimates.RUNS,
        **stock.runs(priorities),
        **supplies.runs(priorities),
        **cards.runs(sealer),
        **destruction.RUNS,
        **print_requests.RUNS,
        **suket.RUNS,
        **notices.runs(sealer),
        **calls.runs(sealer),
        **complaints.RUNS,
        **meetings.RUNS,
        **reports.RUNS,
        **surveys.RUNS,
    }
    return tuple(Worker(type=type_, run=run) for type_, run in sorted(runs.items()))
