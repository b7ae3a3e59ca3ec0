"""Decides what follows a failed attempt of a job: another one later, or an incident. Draws no lots.

Delays are deterministic on purpose: the log must give the same due instants when it is run again.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from engine.rules import iso8601

#: Name of the task header that sets other delays: ISO 8601, commas between several.
HEADER: Final = "retryBackoff"
#: After the first, second and every further failure.
DEFAULT_BACKOFF: Final = (timedelta(minutes=1), timedelta(minutes=5), timedelta(minutes=30))


@dataclass(frozen=True, slots=True, kw_only=True)
class Retry:
    """`retries` are the attempts left. `delay` says when the next may start; None: an incident."""

    retries: int
    delay: timedelta | None


def after_failure(
    retries: int, attempt: int, backoff: tuple[timedelta, ...] = DEFAULT_BACKOFF
) -> Retry:
    """Decide after the failure of attempt number `attempt` (from 1) with `retries` left before it.

    `retries` counts attempts as Camunda 8 does: a job with retries 3 runs three times, waiting 1
    and 5 minutes in between; with 4 it waits 1, 5 and 30. `attempt` never starts again at 1, also
    when an incident's job got new retries: a delay is never shorter than the one before it.
    """
    left = max(retries - 1, 0)
    if left == 0:
        return Retry(retries=0, delay=None)
    return Retry(retries=left, delay=backoff[min(max(attempt, 1), len(backoff)) - 1])


def parse_backoff(text: str) -> tuple[timedelta, ...]:
    """Read the header: "PT30S" or "PT1M, PT5M, PT30M"; the last one repeats.

    Raises:
        iso8601.TextInvalid: on a wrong duration, one with months, or one shorter than before it.
    """
    durations = [iso8601.parse_duration(part.strip()) for part in text.split(",")]
    delays = tuple(duration.delta for duration in durations)
    if any(duration.months for duration in durations):
        raise iso8601.TextInvalid("A retry delay must not count months; use days or hours.")
    if list(delays) != sorted(delays):
        raise iso8601.TextInvalid("A retry delay must not be shorter than the one before it.")
    return delays
