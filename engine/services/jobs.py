"""Jobs for workers: activation, completion, failure, BPMN errors; and the local workers' sweep."""

from __future__ import annotations

from engine.services.kernel import Kernel, Request
from engine.services.reading.views import JobView
from engine.services.receipts import JobReceipt
from engine.services.workers import Activation, BpmnError, Failure
from engine.values import Variables


def activate(kernel: Kernel, request: Request, what: Activation) -> tuple[JobView, ...]:
    """Lock up to `what.max_jobs` open jobs to the worker until the timeout, oldest first.

    Jobs of suspended cases and jobs in back-off are not handed out. Right "administer" or an actor
    of kind "service".
    """
    raise NotImplementedError


def complete(kernel: Kernel, request: Request, job_key: int, variables: Variables) -> JobReceipt:
    """Complete a job with its result; the case runs on to its next waits.

    Raises:
        NotFound: no such open job.
    """
    raise NotImplementedError


def fail(kernel: Kernel, request: Request, job_key: int, failure: Failure) -> JobReceipt:
    """Record a failure: back-off and another try, or with no retries left an incident."""
    raise NotImplementedError


def throw_error(kernel: Kernel, request: Request, job_key: int, error: BpmnError) -> JobReceipt:
    """Throw a BPMN error from the job's element; uncaught it becomes an incident there."""
    raise NotImplementedError


def update_retries(kernel: Kernel, request: Request, job_key: int, retries: int) -> JobReceipt:
    """Set an open job's retries (1 or more); right "administer"."""
    raise NotImplementedError


def run_due(kernel: Kernel, limit: int = 100) -> int:
    """Sweep: run open jobs that local workers can do, each in its own transaction; how many ran."""
    raise NotImplementedError
