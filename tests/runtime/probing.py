"""Proves that the library is the engine: counts every run of its own `Task.run`."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager

from SpiffWorkflow.task import Task

from engine.values import Happened, HistoryEvent


@contextmanager
def watch_runs() -> Iterator[Counter[int]]:
    """Count, by element instance id, how often SpiffWorkflow's own `Task.run` ran a token.

    with watch_runs() as runs:
        ...  # any steps
    assert not missing(runs, history)
    """
    original = Task.run
    runs: Counter[int] = Counter()

    def run(task: Task) -> bool | None:
        runs[task.id] += 1
        return original(task)  # type: ignore[no-any-return]  # the library is untyped

    Task.run = run
    try:
        yield runs
    finally:
        Task.run = original


def missing(runs: Counter[int], history: list[HistoryEvent]) -> list[str]:
    """The elements the history has completed without a run of the library; there must be none."""
    return [
        line.element
        for line in history
        if line.happened is Happened.COMPLETED
        and line.type != "process"
        and not runs[line.instance]
    ]
