"""Reads and freezes monthly reports for whoever may: use cases around `monthly` and `snapshots`."""

from __future__ import annotations

from typing import Final

from engine.errors import Fault, Invalid
from engine.services import rights
from engine.services.kernel import Kernel, Request
from engine.values import Actor
from office.reports import monthly, snapshots
from office.reports.snapshots import Frozen

_RIGHTS: Final = ("supervise", "audit", "administer")


class MonthInvalid(Invalid):
    """What was given is no month."""

    code = "month-invalid"
    message = "There is no such month. Write it as 2026-11."


def of_month(
    kernel: Kernel, actor: Actor, office: str, month: str, revision: int | None = None
) -> Frozen:
    """Give a frozen report, by default its newest revision.

    Raises:
        RightMissing, OfficeForbidden: the actor may not.
        MonthInvalid: `month` is no month.
        NotFound: nobody froze that month, or not that often.
    """
    _require(actor, office, month)
    with kernel.reads.begin() as session:
        return snapshots.read(session, office, month, revision)


def freeze(kernel: Kernel, request: Request, office: str, month: str) -> Frozen:
    """Freeze a month as it is known now; when nothing is new, the revision there is.

    Raises:
        RightMissing, OfficeForbidden, MonthInvalid.
        NotFound: the office has no calendar.
    """
    _require(request.actor, office, month)
    now = kernel.clock.now()
    with kernel.sessions.begin() as session:
        content = monthly.compute(session, office, month, at=now)
        return snapshots.freeze(session, office, month, content, by=request.actor.id, at=now)


def _require(actor: Actor, office: str, month: str) -> None:
    rights.require(actor, *_RIGHTS)
    rights.office_for(actor, office)
    try:
        monthly.month_of(month)
    except ValueError as error:
        fault = Fault(rule=MonthInvalid.code, message=MonthInvalid.message)
        raise MonthInvalid((fault,)) from error
