"""Runs local workers: inside a case's transaction in a savepoint, their result its own command."""

from __future__ import annotations

import logging
from datetime import datetime, timedelta
from typing import Final

from engine.rules import iso8601, retry
from engine.services import casework
from engine.services.kernel import Kernel
from engine.services.turns import Turn
from engine.services.workers import BpmnError, JobContext, Worker
from engine.store import coding, jobs, recording
from engine.store.cases import Case
from engine.store.jobs import Job
from engine.store.keys import id_of
from engine.store.sealing import DataKey
from engine.values import (
    SYSTEM_ACTOR,
    Actor,
    Command,
    CompleteJob,
    FailJob,
    JobOpened,
    JsonValue,
    StepResult,
    ThrowJobError,
    Variables,
)

#: Inline jobs of one transaction; what is left over is for the next sweep.
MOST_INLINE: Final = 200
_LONGEST_MESSAGE: Final = 500
_log = logging.getLogger(__name__)


def carry_out(turn: Turn, command: Command) -> StepResult:
    """Take a command and run the inline workers of the jobs it opens, and of those these open.

    Answers what the command itself made happen.
    """
    result = casework.take(turn, command)
    run_inline(turn)
    return result


def run_inline(turn: Turn) -> None:
    """Run the inline workers of the jobs this transaction opened, and of those these open."""
    for _ in range(MOST_INLINE):
        job = next((job for job in turn.opened.values() if _inline(turn.kernel, job.type)), None)
        if job is None:
            return
        del turn.opened[job.job]
        run_opened(turn, job, attempt=1)


def run_opened(turn: Turn, job: JobOpened, *, attempt: int) -> None:
    """Run one job's inline worker and take its result as a command of its own."""
    context = context_of(turn.case, job, now=turn.now, actor=turn.actor)
    worker = turn.kernel.workers[job.type]
    command = outcome(turn, worker, context, attempt=attempt)
    take_outcome(turn, command, attempt=attempt, headers=dict(job.headers))


def context_of(case: Case, job: JobOpened, *, now: datetime, actor: Actor) -> JobContext:
    """What the worker of a job is told."""
    return JobContext(
        key=case.key + job.job,
        type=job.type,
        element=job.element,
        case_key=case.key if job.process == 1 else case.key + job.process,
        root_key=case.key,
        process_id=case.process_id,
        business_key=case.business_key,
        office=case.office,
        variables=job.variables,
        headers=job.headers,
        retries=job.retries,
        now=now,
        actor=actor,
    )


def variables_of(row: Job, key: DataKey) -> dict[str, JsonValue]:
    """What a stored open job hands its worker."""
    if row.variables is None:
        return {}
    place = recording.bound("job", row.root_key, id_of(row.key))
    return coding.mapping(key.open(row.variables, place))


def opened_again(row: Job, key: DataKey) -> JobOpened:
    """A stored job as the effect that opened it."""
    return JobOpened(
        job=id_of(row.key),
        scope=row.scope,
        process=id_of(row.case_key) or 1,
        element=row.element,
        type=row.type,
        retries=row.retries,
        headers=coding.text_map(row.headers),
        variables=variables_of(row, key),
    )


def outcome(
    turn: Turn, worker: Worker, context: JobContext, *, attempt: int
) -> CompleteJob | FailJob | ThrowJobError:
    """Run the worker in a savepoint; what it wrote is undone when it fails or throws."""
    number = context.key - context.root_key
    try:
        with turn.session.begin_nested():
            turn.session.connection()  # SAVEPOINT now: a worker may use the raw connection
            result: Variables = worker.run(turn.session, context) or {}
            turn.session.flush()  # a worker's fault belongs inside its savepoint
    except BpmnError as error:
        return ThrowJobError(
            job=number, code=error.code, message=error.message, variables=error.variables
        )
    except Exception as error:  # noqa: BLE001  # the job runner: any failure becomes a retry
        _log.warning("job %s (%s) failed: %s", context.key, context.type, type(error).__name__)
        return failure(number, context.retries, attempt, error)
    return CompleteJob(job=number, variables=result)


def failure(number: int, retries: int, attempt: int, error: Exception) -> FailJob:
    """The command that records a worker's exception."""
    left = retry.after_failure(retries, attempt).retries
    text = f"{type(error).__name__}: {error}"[:_LONGEST_MESSAGE]
    return FailJob(job=number, retries=left, message=text)


def take_outcome(
    turn: Turn,
    command: CompleteJob | FailJob | ThrowJobError,
    *,
    attempt: int,
    headers: dict[str, str],
) -> None:
    """Take a worker's result; a failed job with retries left waits out its back-off."""
    casework.take(turn, command, actor=SYSTEM_ACTOR)
    if isinstance(command, FailJob):
        back_off(turn, command, attempt=attempt, delay=delay_of(command, attempt, headers))


def back_off(turn: Turn, command: FailJob, *, attempt: int, delay: timedelta | None) -> None:
    """Unlock a failed job and say when it may be tried again."""
    written: dict[str, object] = {
        "attempt": attempt + 1,
        "worker": "",
        "locked_until": None,
        "retry_at": None if delay is None else turn.recorded_at + delay,
    }
    jobs.change(turn.session, [turn.case.key + command.job], written)


def delay_of(command: FailJob, attempt: int, headers: dict[str, str]) -> timedelta | None:
    """How long to wait before the next attempt: by task header `retryBackoff`, else the rule."""
    if command.retries == 0:
        return None
    try:
        steps = retry.parse_backoff(headers[retry.HEADER])
    except (KeyError, iso8601.TextInvalid):
        steps = retry.DEFAULT_BACKOFF
    return retry.after_failure(command.retries + 1, attempt, steps).delay


def _inline(kernel: Kernel, job_type: str) -> bool:
    worker = kernel.workers.get(job_type)
    return worker is not None and worker.inline
