"""Starts, cancels, suspends and resumes cases. Knows nothing of tasks, jobs or HTTP."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import TypeAlias

from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from engine.errors import KeyReused, NotFound
from engine.services import answers, jobwork, recounting, rights
from engine.services.catalogue import DeployedProcess
from engine.services.kernel import Kernel, Request
from engine.services.receipts import CaseReceipt
from engine.services.turns import Turn, require_version
from engine.services.writing import on_case, on_new_case
from engine.store import definitions
from engine.store.cases import Case
from engine.values import (
    CancelCase,
    Command,
    ResumeCase,
    StartCase,
    SuspendCase,
    Variables,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Start:
    """What to start: by `process_id` (the latest version, or `version`) or by `definition_key`.

    `office` "" means the actor's only office. `variables`: JSON object.
    """

    process_id: str = ""
    version: int | None = None
    definition_key: int | None = None
    variables: Variables = field(default_factory=dict)
    business_key: str = ""
    office: str = ""


#: what is done with a case in the transaction that begins it
Then: TypeAlias = Callable[[Turn], None]


def _nothing(turn: Turn) -> None:
    del turn


def start(kernel: Kernel, request: Request, what: Start, then: Then = _nothing) -> CaseReceipt:
    """Start a case and run it to its first wait; inline workers run within the same transaction.

    `then` goes on with it before anybody else sees it: with what it raises there is no case. It may
    be called twice, each time on a case of its own. A retry with the same idempotency key gets the
    first answer whatever `then` would do.

    Raises:
        NotFound: no such definition.
        Forbidden: the office is not one of the actor's, or the diagram lets only others begin, or
            other variables come along (`rights.require_start`).
    """
    answers.require_short(what.business_key, what.office)
    what = replace(what, office=rights.office_for(request.actor, what.office))
    asked = answers.fingerprint("start", what)
    try:
        return _start(kernel, request, what, asked, then)
    except (IntegrityError, KeyReused):
        # Two retries at once: the other one has kept its answer by now, or the fault is real.
        return _start(kernel, request, what, asked, then)


def cancel(kernel: Kernel, request: Request, case_key: int, reason: str) -> CaseReceipt:
    """End a root case at once (TERMINATED); needs the right "supervise".

    Raises:
        CaseNotActive: it has ended.
    """
    rights.require(request.actor, "supervise")
    return _change(kernel, request, case_key, CancelCase(reason=rights.reason(reason)))


def suspend(kernel: Kernel, request: Request, case_key: int, reason: str) -> CaseReceipt:
    """Stop a root case: no task, job or timer of it goes on until resumed; right "administer"."""
    rights.require(request.actor, "administer")
    return _change(kernel, request, case_key, SuspendCase(reason=rights.reason(reason)))


def resume(kernel: Kernel, request: Request, case_key: int, reason: str) -> CaseReceipt:
    """Let a suspended case go on; timers that fell due meanwhile fire at the next sweep."""
    rights.require(request.actor, "administer")
    return _change(kernel, request, case_key, ResumeCase(reason=rights.reason(reason)))


def receipt(turn: Turn) -> CaseReceipt:
    """What a write on a case answers; the version is the one its closing will write."""
    what = turn.kernel.catalogue.process(turn.session, turn.case.definition_key)
    return CaseReceipt(
        key=turn.case.key,
        process_id=what.id,
        definition_key=what.key,
        version=what.version,
        business_key=turn.case.business_key,
        case_version=turn.case.version + 1,
        state=turn.state.value,
    )


def _start(kernel: Kernel, request: Request, what: Start, asked: bytes, then: Then) -> CaseReceipt:
    with kernel.reads.begin() as session:
        earlier = answers.recall(kernel, session, request, asked, CaseReceipt)
        if earlier is not None:
            return earlier
        process = _find(kernel, session, what)
    start = process.process.plain_start
    if start is not None:
        rights.require_start(request.actor, start.extensions.properties, what.variables)
    case = Case(business_key=what.business_key, office=what.office)
    with on_new_case(kernel, request, process, case) as turn:
        jobwork.carry_out(turn, StartCase(definition=process.key, variables=what.variables))
        then(turn)
        made = receipt(turn)
        answers.keep(kernel, turn.session, request, asked, made)
    return made


def _find(kernel: Kernel, session: Session, what: Start) -> DeployedProcess:
    key = what.definition_key
    if key is None and what.version is None:
        row = definitions.latest_version(session, "process", what.process_id)
        key = None if row is None else row.key
    elif key is None:
        key = definitions.key_of_version(session, "process", what.process_id, what.version or 0)
    if key is None:
        raise NotFound(kind="process definition", key=what.process_id)
    return kernel.catalogue.process(session, key)


def _change(kernel: Kernel, request: Request, case_key: int, command: Command) -> CaseReceipt:
    asked = answers.fingerprint("case", case_key, command)
    with on_case(kernel, request, case_key) as turn:
        earlier = answers.recall(kernel, turn.session, request, asked, CaseReceipt)
        if earlier is not None:
            return earlier
        if case_key != turn.case.key:
            raise NotFound(kind="case", key=str(case_key))
        require_version(turn, request)
        jobwork.carry_out(turn, command)
        if isinstance(command, ResumeCase):  # the calendar may have changed while it slept
            recounting.count_anew(turn, command.reason)
        made = receipt(turn)
        answers.keep(kernel, turn.session, request, asked, made)
    return made
