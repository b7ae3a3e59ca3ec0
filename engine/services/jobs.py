"""Jobs for workers: activation, completion, failure, BPMN errors; and the local workers' sweep."""

from __future__ import annotations

from datetime import timedelta
from typing import Final

from engine.errors import Fault, Forbidden, Invalid, NotFound
from engine.services import answers, jobwork, localwork, notes, rights, turns
from engine.services.kernel import Kernel, Request
from engine.services.reading.rows import job_view
from engine.services.reading.troubled import JobView
from engine.services.receipts import JobReceipt
from engine.services.turns import Turn
from engine.services.workers import Activation, BpmnError, Failure
from engine.services.writing import on_case
from engine.store import cases, coding, jobs
from engine.store.jobs import Job
from engine.store.keys import id_of
from engine.values import Actor, CompleteJob, FailJob, JobState, ThrowJobError, Variables

_MOST_JOBS: Final = 1_000
_LONGEST_LOCK: Final = 7 * 86_400


class ActivationInvalid(Invalid):
    """A worker asked for no job, too many, or for a lock of no or too much time."""

    code = "activation-invalid"
    message = "Ask for 1 to 1,000 jobs of one type, locked for 1 second to 7 days."


class JobNotYours(Forbidden):
    """Only services and administrators work on jobs."""

    code = "job-not-yours"
    message = "Jobs are for services. Ask your administrator for a service account."


def activate(kernel: Kernel, request: Request, what: Activation) -> tuple[JobView, ...]:
    """Lock up to `what.max_jobs` open jobs to the worker until the timeout, oldest first.

    Jobs of suspended cases and jobs in back-off are not handed out. Right "administer" or an actor
    of kind "service".

    Raises:
        ActivationInvalid, JobNotYours.
    """
    _require_worker(request.actor)
    sizes = 1 <= what.max_jobs <= _MOST_JOBS and 1 <= what.timeout_seconds <= _LONGEST_LOCK
    if not what.type or not sizes:
        fault = Fault(rule=ActivationInvalid.code, message=ActivationInvalid.message)
        raise ActivationInvalid((fault,))
    now = kernel.clock.now()
    until = now + timedelta(seconds=what.timeout_seconds)
    with kernel.sessions.begin() as session:
        offices = request.actor.offices
        rows = jobs.lock_ready(session, what.type, now, limit=what.max_jobs, offices=offices)
        found = cases.find_many(session, {row.root_key for row in rows})
        views = []
        for row in rows:
            row.worker, row.locked_until = what.worker, until
            case, data_key = found[row.root_key]
            variables = jobwork.variables_of(row, turns.open_key(kernel, case, data_key))
            wanted = {
                name: variables[name] for name in what.fetch or variables if name in variables
            }
            views.append(job_view(kernel, session, row, case, wanted))
    return tuple(views)


def complete(kernel: Kernel, request: Request, job_key: int, variables: Variables) -> JobReceipt:
    """Complete a job with its result; the case runs on to its next waits.

    Raises:
        NotFound: no such open job.
        CaseNotActive, JobNotYours.
    """
    command = CompleteJob(job=id_of(job_key), variables=dict(variables))
    return _work_on(kernel, request, job_key, command)


def fail(kernel: Kernel, request: Request, job_key: int, failure: Failure) -> JobReceipt:
    """Record a failure: back-off and another try, or with no retries left an incident.

    Raises:
        NotFound: no such open job.
        CaseNotActive, JobNotYours.
    """
    _require_worker(request.actor)
    asked = answers.fingerprint("fail-job", job_key, failure)
    with on_case(kernel, request, job_key) as turn:
        earlier = answers.recall(kernel, turn.session, request, asked, JobReceipt)
        if earlier is not None:
            return earlier
        job = _open_job(turn, job_key)
        left = job.retries - 1 if failure.retries is None else failure.retries
        command = FailJob(job=id_of(job_key), retries=max(left, 0), message=failure.message)
        jobwork.carry_out(turn, command)
        delay = jobwork.delay_of(command, job.attempt, coding.text_map(job.headers))
        if failure.backoff_seconds is not None:
            delay = timedelta(seconds=failure.backoff_seconds)
        jobwork.back_off(turn, command, attempt=job.attempt, delay=delay)
        receipt = _receipt(turn, job_key)
        answers.keep(kernel, turn.session, request, asked, receipt)
    return receipt


def throw_error(kernel: Kernel, request: Request, job_key: int, error: BpmnError) -> JobReceipt:
    """Throw a BPMN error from the job's element; uncaught it becomes an incident there.

    Raises:
        NotFound: no such open job.
        CaseNotActive, JobNotYours.
    """
    command = ThrowJobError(
        job=id_of(job_key),
        code=error.code,
        message=error.message,
        variables=dict(error.variables),
    )
    return _work_on(kernel, request, job_key, command)


def update_retries(kernel: Kernel, request: Request, job_key: int, retries: int) -> JobReceipt:
    """Set an open job's retries (1 or more); right "administer".

    A job that has run out of retries has an incident: retry that (`incidents.retry`).
    """
    rights.require(request.actor, "administer")
    _require_retries(retries)
    asked = answers.fingerprint("update-job", job_key, retries)
    with on_case(kernel, request, job_key) as turn:
        earlier = answers.recall(kernel, turn.session, request, asked, JobReceipt)
        if earlier is not None:
            return earlier
        _open_job(turn, job_key)
        jobs.change(turn.session, [job_key], {"retries": retries})
        receipt = _receipt(turn, job_key)
        answers.keep(kernel, turn.session, request, asked, receipt)
    return receipt


def hasten(
    kernel: Kernel, request: Request, job_key: int, retries: int, *, reason: str
) -> JobReceipt:
    """Let an open job be tried at once: its back-off ends, it has `retries` (1 or more).

    Right "administer"; the reason is kept as a note on the case. A worker that holds the job keeps
    it until its lock ends. A job that has run out of retries has an incident: retry that.

    Raises:
        NotFound: no such open job.
        ReasonMissing, CaseNotActive, ActivationInvalid.
    """
    rights.require(request.actor, "administer")
    why = rights.reason(reason)
    _require_retries(retries)
    asked = answers.fingerprint("hasten-job", job_key, retries, why)
    with on_case(kernel, request, job_key) as turn:
        earlier = answers.recall(kernel, turn.session, request, asked, JobReceipt)
        if earlier is not None:
            return earlier
        job = _open_job(turn, job_key)
        notes.put(turn, job.case_key, why)
        jobs.change(turn.session, [job_key], {"retries": retries, "retry_at": None})
        receipt = _receipt(turn, job_key)
        answers.keep(kernel, turn.session, request, asked, receipt)
    return receipt


def run_due(kernel: Kernel, limit: int = 100) -> int:
    """Sweep: run open jobs that local workers can do, each by itself; how many ran."""
    now = kernel.clock.now()
    with kernel.reads.begin() as session:
        due = jobs.ready_keys(session, kernel.workers, now, limit) if kernel.workers else []
    return sum(localwork.run(kernel, key) for key in due)


def _work_on(
    kernel: Kernel, request: Request, job_key: int, command: CompleteJob | ThrowJobError
) -> JobReceipt:
    _require_worker(request.actor)
    asked = answers.fingerprint("job", job_key, type(command).__name__, command)
    with on_case(kernel, request, job_key) as turn:
        earlier = answers.recall(kernel, turn.session, request, asked, JobReceipt)
        if earlier is not None:
            return earlier
        _open_job(turn, job_key)
        jobwork.carry_out(turn, command)
        receipt = _receipt(turn, job_key)
        answers.keep(kernel, turn.session, request, asked, receipt)
    return receipt


def _open_job(turn: Turn, job_key: int) -> Job:
    job = jobs.find(turn.session, job_key)
    if job.state != JobState.CREATED.value:
        raise NotFound(kind="open job", key=str(job_key))
    turns.require_active(turn)
    return job


def _receipt(turn: Turn, job_key: int) -> JobReceipt:
    job = jobs.find(turn.session, job_key)
    return JobReceipt(key=job.key, case_key=job.case_key, state=job.state, retries=job.retries)


def _require_retries(retries: int) -> None:
    if retries < 1:
        fault = Fault(rule=ActivationInvalid.code, message="Give at least 1 retry.")
        raise ActivationInvalid((fault,))


def _require_worker(actor: Actor) -> None:
    if actor.kind != "service" and "administer" not in actor.rights:
        raise JobNotYours
