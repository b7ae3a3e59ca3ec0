"""10,000 open tasks: what a page of the work list is read by. How fast, `benchmarks.worklist` says."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from benchmarks import worklist
from benchmarks.worklist import NOW, OFFICER, Plans
from engine.clock import TravellingClock
from engine.services import reading
from engine.services.kernel import Kernel, open_kernel
from engine.services.reading import SortBy, Whose, WorkListQuery


@pytest.fixture
def kernel(database_url: str) -> Iterator[Kernel]:
    opened = open_kernel(database_url, "07" * 32, clock=TravellingClock(NOW))
    worklist.fill(opened, 10_000)
    yield opened
    opened.close()


def test_every_page_of_a_crowded_list_is_read_by_an_index(kernel: Kernel) -> None:
    plans = Plans(kernel)

    for name, query in worklist.QUERIES.items():
        for plan in plans.of(query):
            assert "INDEX" in plan.upper() or "One-Time Filter: false" in plan, (name, plan)
            assert "SCAN user_task" not in plan, (name, plan)
            assert "Seq Scan on user_task" not in plan, (name, plan)

    for sort in (SortBy.PRIORITY, SortBy.DUE, SortBy.AGE):  # nothing is sorted that an index holds
        _count, keys, _rows = plans.of(WorkListQuery(whose=Whose.ALL, sort=sort))
        assert "TEMP B-TREE" not in keys
        assert "Sort" not in keys

    page = reading.work_list(kernel, OFFICER, WorkListQuery(whose=Whose.ALL))
    assert (len(page.items), page.total, page.is_more) == (50, 500, True)
    _all_pages_hold_each_task_once(kernel)


def _all_pages_hold_each_task_once(kernel: Kernel) -> None:
    seen: list[int] = []
    query = WorkListQuery(whose=Whose.MINE, size=100)
    while True:
        page = reading.work_list(kernel, OFFICER, query)
        seen += [row.key for row in page.items]
        if not page.after:
            break
        query = WorkListQuery(whose=Whose.MINE, size=100, after=page.after)
    overdue = [row.overdue for row in page.items]
    assert (len(seen), len(set(seen))) == (page.total, page.total)
    assert overdue == sorted(overdue, reverse=True)
