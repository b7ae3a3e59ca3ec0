"""Job workers as plain callables registered by job type. Knows nothing of when they are run."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import TypeAlias

from sqlalchemy.orm import Session

from engine.values import Actor, Variables


@dataclass(frozen=True, slots=True, kw_only=True)
class JobContext:
    """What a worker is told of its job. `key` is the idempotency key of everything it does.

    `case_key` is the case the job's element belongs to (a called process has its own), `root_key`
    the case everything belongs to. `now` is the instant of the step; `actor` who set the step off.
    """

    key: int
    type: str
    element: str
    case_key: int
    root_key: int
    process_id: str
    business_key: str
    office: str
    variables: Variables
    headers: Mapping[str, str]
    retries: int
    now: datetime
    actor: Actor


class BpmnError(Exception):
    """Raised by a worker: a business fault that the diagram may catch (BPMN error event).

    Everything the worker wrote in its transaction is undone before the error is thrown.
    """

    def __init__(self, code: str, message: str = "", variables: Variables | None = None) -> None:
        self.code = code
        self.message = message
        self.variables: Variables = variables or {}
        super().__init__(f"{code}: {message}")


Run: TypeAlias = "Callable[[Session, JobContext], Variables | None]"


@dataclass(frozen=True, slots=True, kw_only=True)
class Worker:
    """Runs jobs of one type; `run` answers the job's result variables.

    `inline`: within the case's transaction, in a savepoint: what it writes commits with the case or
    not at all. Otherwise between two transactions, with a session of its own that is committed
    before the result is logged: it may run twice and must use `JobContext.key` to do its work once.
    """

    type: str
    run: Run
    inline: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Failure:
    """How a job failed: the retries left (None: one less than before), why, and when to try again.

    `backoff_seconds` None lets `engine.rules.retry` decide. `message` holds no personal data.
    """

    message: str
    retries: int | None = None
    backoff_seconds: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Activation:
    """A worker's request for jobs: `timeout_seconds` is how long each is locked to `worker`."""

    type: str
    worker: str
    timeout_seconds: int = 300
    max_jobs: int = 10
    #: names of the variables to hand over; empty: all
    fetch: tuple[str, ...] = field(default=())
