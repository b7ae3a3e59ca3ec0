"""Cases, their history, incidents and jobs. Writes nothing."""

from __future__ import annotations

from engine.services.kernel import Kernel
from engine.services.reading.views import (
    CaseQuery,
    CaseRow,
    CaseView,
    HistoryRow,
    IncidentQuery,
    IncidentView,
    JobQuery,
    JobView,
    Page,
)
from engine.values import Actor


def case(kernel: Kernel, actor: Actor, case_key: int) -> CaseView:
    """A root or called case with everything that waits in it.

    Raises:
        NotFound: there is none, or it is of another office.
    """
    raise NotImplementedError


def cases(kernel: Kernel, actor: Actor, query: CaseQuery) -> Page[CaseRow]:
    """Search cases of the actor's offices, the newest first."""
    raise NotImplementedError


def history(
    kernel: Kernel, actor: Actor, case_key: int, *, size: int = 200, after: str = ""
) -> Page[HistoryRow]:
    """A page (1 to 1,000) of what happened in a root case and its called ones, in order."""
    raise NotImplementedError


def incidents(kernel: Kernel, actor: Actor, query: IncidentQuery) -> Page[IncidentView]:
    """Incidents of the actor's offices, newest first; rights "supervise", "administer" or "audit"."""
    raise NotImplementedError


def jobs(kernel: Kernel, actor: Actor, query: JobQuery) -> Page[JobView]:
    """Jobs of the actor's offices, oldest first; rights "supervise", "administer" or "audit"."""
    raise NotImplementedError
