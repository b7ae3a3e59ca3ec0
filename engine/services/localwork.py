"""Runs one due job with a local worker: inline again, or outside between two transactions."""

from __future__ import annotations

import logging
from datetime import timedelta
from typing import Final

from engine.services import delivering, jobwork
from engine.services.kernel import Kernel, Request
from engine.services.turns import Turn, close_turn, open_turn
from engine.services.workers import BpmnError, JobContext, Worker
from engine.store import coding, jobs
from engine.store.jobs import Job
from engine.store.keys import id_of, root_of
from engine.values import SYSTEM_ACTOR, CaseState, CompleteJob, FailJob, JobState, ThrowJobError

#: How long an outside worker may take before another sweep believes it dead and runs it again.
LOCK: Final = timedelta(minutes=5)
_NAME: Final = "local"
_SYSTEM: Final = Request(actor=SYSTEM_ACTOR)
_log = logging.getLogger(__name__)


def run(kernel: Kernel, job_key: int) -> bool:
    """Run an open job; False when it is gone, taken by another, or its case cannot be stepped."""
    try:
        with kernel.sessions.begin() as session:
            turn = open_turn(kernel, session, _SYSTEM, root_of(job_key))
            row = jobs.find(session, job_key)
            if not _is_free(turn, row):
                return False
            worker = kernel.workers[row.type]
            job, attempt = jobwork.opened_again(row, turn.key), row.attempt
            if worker.inline:
                jobwork.run_opened(turn, job, attempt=attempt)
                jobwork.run_inline(turn)
                close_turn(turn)
            else:
                until = turn.recorded_at + LOCK
                jobs.change(session, [job_key], {"worker": _NAME, "locked_until": until})
        if worker.inline:
            delivering.drain(kernel, turn.follow_ups)
            return True
        context = jobwork.context_of(turn.case, job, now=turn.now, actor=SYSTEM_ACTOR)
        return _finish(kernel, _outside(kernel, worker, context, attempt), context)
    except Exception as error:  # noqa: BLE001  # one broken case must not stop the others' jobs
        _log.warning("job %s is left to the next sweep: %s", job_key, type(error).__name__)
        return False


def _is_free(turn: Turn, row: Job) -> bool:
    now = turn.recorded_at
    return (
        turn.state is CaseState.ACTIVE
        and row.state == JobState.CREATED.value
        and (row.locked_until is None or row.locked_until <= now)
        and (row.retry_at is None or row.retry_at <= now)
    )


def _outside(
    kernel: Kernel, worker: Worker, context: JobContext, attempt: int
) -> CompleteJob | FailJob | ThrowJobError:
    """Run the worker with a session of its own; its work is committed before its result is logged.

    The session begins a transaction only when it is used, so that a web call holds no lock.
    """
    number = id_of(context.key)
    try:
        with kernel.sessions() as session:
            result = worker.run(session, context) or {}
            session.commit()
    except BpmnError as error:
        return ThrowJobError(
            job=number, code=error.code, message=error.message, variables=error.variables
        )
    except Exception as error:  # noqa: BLE001  # the job runner: any failure becomes a retry
        _log.warning("job %s (%s) failed: %s", context.key, context.type, type(error).__name__)
        return jobwork.failure(number, context.retries, attempt, error)
    return CompleteJob(job=number, variables=result)


def _finish(
    kernel: Kernel, command: CompleteJob | FailJob | ThrowJobError, context: JobContext
) -> bool:
    with kernel.sessions.begin() as session:
        turn = open_turn(kernel, session, _SYSTEM, context.root_key)
        row = jobs.find(session, context.key)
        if row.state != JobState.CREATED.value or turn.state is not CaseState.ACTIVE:
            return False  # cancelled or suspended meanwhile; the lock runs out by itself
        headers = coding.text_map(row.headers)
        jobwork.take_outcome(turn, command, attempt=row.attempt, headers=headers)
        jobwork.run_inline(turn)
        close_turn(turn)
    delivering.drain(kernel, turn.follow_ups)
    return True
