"""Retries what stands still after a failure, singly and in bulk."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final

from engine.errors import AlurError, NotFound
from engine.rules.lifecycle import IncidentState
from engine.services import answers, jobwork, reading, rights
from engine.services.kernel import Kernel, Request
from engine.services.reading.troubled import IncidentQuery
from engine.services.receipts import IncidentReceipt
from engine.services.turns import require_active
from engine.services.writing import on_case
from engine.store import jobs
from engine.store.keys import id_of
from engine.values import RetryIncident

#: who may try again; it repeats a step of the case and decides nothing in it
_MAY: Final = ("administer", "supervise")


@dataclass(frozen=True, slots=True, kw_only=True)
class Tried:
    """How far a retry of one cause came. `after` "": every incident was tried."""

    resolved: int
    failed: int
    after: str


def retry(
    kernel: Kernel, request: Request, incident_key: int, *, retries: int = 1
) -> IncidentReceipt:
    """Try again what raised the incident; a new failure is a new incident.

    Right "administer" or "supervise". A job gets `retries` (1 or more) and is run by the next
    sweep, or by its worker.

    Raises:
        NotFound: there is no such open incident.
        CaseNotActive: the case is suspended or has ended.
    """
    rights.require(request.actor, *_MAY)
    asked = answers.fingerprint("retry", incident_key, retries)
    with on_case(kernel, request, incident_key) as turn:
        earlier = answers.recall(kernel, turn.session, request, asked, IncidentReceipt)
        if earlier is not None:
            return earlier
        incident = jobs.find_incident(turn.session, incident_key)
        require_active(turn)
        if incident.state != IncidentState.ACTIVE.value:
            raise NotFound(kind="open incident", key=str(incident_key))
        command = RetryIncident(incident=id_of(incident_key), retries=max(retries, 1))
        jobwork.carry_out(turn, command)
        if incident.job_key is not None:
            jobs.change(turn.session, [incident.job_key], {"retry_at": None})
        receipt = IncidentReceipt(key=incident_key, resolved=True)
        answers.keep(kernel, turn.session, request, asked, receipt)
    return receipt


def retry_many(
    kernel: Kernel, request: Request, incident_keys: tuple[int, ...], *, retries: int = 1
) -> tuple[IncidentReceipt, ...]:
    """Retry each in its own transaction; one that cannot be retried does not stop the others.

    An idempotency key covers each incident by itself: a retry of the whole goes on where the first
    one stopped.
    """
    rights.require(request.actor, *_MAY)
    return tuple(_one_of_many(kernel, request, key, retries) for key in incident_keys)


def retry_cause(kernel: Kernel, request: Request, what: IncidentQuery) -> Tried:
    """Retry one page of the open incidents that a query finds, as `retry_many` does.

    Go on with the answer's `after`: from the newest to the oldest, so that what fails anew is not
    tried again in the same run.
    """
    rights.require(request.actor, *_MAY)
    page = reading.incidents(kernel, request.actor, what)
    receipts = retry_many(kernel, request, tuple(item.key for item in page.items))
    resolved = sum(receipt.resolved for receipt in receipts)
    return Tried(resolved=resolved, failed=len(receipts) - resolved, after=page.after)


def _one_of_many(kernel: Kernel, request: Request, key: int, retries: int) -> IncidentReceipt:
    own = replace(request, idempotency_key=_own_key(request, key))
    try:
        return retry(kernel, own, key, retries=retries)
    except AlurError as error:
        return IncidentReceipt(key=key, resolved=False, code=error.code)


def _own_key(request: Request, key: int) -> str:
    return f"{request.idempotency_key}:{key}" if request.idempotency_key else ""
