"""The clockwork: an APScheduler interval that calls the services' sweeps. No business state.

The schedule lives in memory on purpose: what is due lives in the tables, so a missed or doubled
round loses nothing, and any number of sweepers may run beside one another.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from typing import Final, TypeAlias

from apscheduler.schedulers.background import BackgroundScheduler
from apscheduler.triggers.interval import IntervalTrigger

from engine.services import documents, housekeeping, jobs, messages, searching, signals, timers
from engine.services.kernel import Kernel

#: one round of something due; answers how many things it moved
Sweep: TypeAlias = Callable[[Kernel], int]

_SWEEPS: Final[tuple[Sweep, ...]] = (
    timers.run_due,
    messages.deliver_due,
    signals.deliver_due,
    jobs.run_due,
)
#: Rounds one sweep makes while there is more to do, before it waits for the next interval.
_MOST_ROUNDS: Final = 20
_HOURS_BETWEEN_HOUSEKEEPING: Final = 6
_log = logging.getLogger(__name__)


def sweep(kernel: Kernel, more: tuple[Sweep, ...] = ()) -> int:
    """Work off what is due: timers, messages, signals, jobs, and `more`; how many things moved.

    A sweep that fails is logged and tried again in the next round; it never stops the others.
    """
    moved = 0
    for _ in range(_MOST_ROUNDS):
        done = sum(_one(kernel, run) for run in (*_SWEEPS, *more))
        moved += done
        if done == 0:
            break
    return moved


def prepare(kernel: Kernel) -> int:
    """Keep the tables in order; a failure is logged and tried again some hours later."""
    chores = (
        housekeeping.prepare_months,
        housekeeping.forget_answers,
        searching.index_words,
        documents.sweep,
    )
    return sum(_one(kernel, run) for run in chores)


class Sweeper:
    """Sweeps every `seconds` in a background thread between `start()` and `stop()`."""

    def __init__(self, kernel: Kernel, seconds: float, more: tuple[Sweep, ...] = ()) -> None:
        self._scheduler = BackgroundScheduler(timezone="UTC")
        self._scheduler.add_job(
            sweep,
            IntervalTrigger(seconds=max(1, round(seconds)), timezone="UTC"),
            args=(kernel, more),
            max_instances=1,
            coalesce=True,
            misfire_grace_time=None,
        )
        self._scheduler.add_job(
            prepare,
            IntervalTrigger(hours=_HOURS_BETWEEN_HOUSEKEEPING, timezone="UTC"),
            args=(kernel,),
            max_instances=1,
            coalesce=True,
            misfire_grace_time=None,
        )

    def start(self) -> None:
        """Begin; calling it again is no fault."""
        if not self._scheduler.running:
            self._scheduler.start()

    def stop(self) -> None:
        """Wait for a running round to end, then stop."""
        if self._scheduler.running:
            self._scheduler.shutdown(wait=True)


def _one(kernel: Kernel, run: Callable[[Kernel], int]) -> int:
    try:
        return run(kernel)
    except Exception:  # noqa: BLE001  # a database that is away must not stop the clockwork
        _log.exception("the sweep %s failed and is tried again", run.__module__)
        return 0
