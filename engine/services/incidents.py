"""Retries what stands still after a failure, singly and in bulk."""

from __future__ import annotations

from engine.services.kernel import Kernel, Request
from engine.services.receipts import IncidentReceipt


def retry(
    kernel: Kernel, request: Request, incident_key: int, *, retries: int = 1
) -> IncidentReceipt:
    """Try again what raised the incident (right "administer"); a new failure is a new incident.

    Raises:
        NotFound: there is no such open incident.
        CaseNotActive: the case is suspended or has ended.
    """
    raise NotImplementedError


def retry_many(
    kernel: Kernel, request: Request, incident_keys: tuple[int, ...], *, retries: int = 1
) -> tuple[IncidentReceipt, ...]:
    """Retry each in its own transaction; one that cannot be retried does not stop the others."""
    raise NotImplementedError
