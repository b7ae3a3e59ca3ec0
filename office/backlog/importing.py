"""Starts a case for every row of a checked backlog, each by a logged message of its own.

Stopped in between, the next run goes on where it stopped: a row that is a case stays one case.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from sqlalchemy import select

from engine.errors import Conflict
from engine.services import messages
from engine.services.kernel import Kernel, Request
from engine.services.messages import Message
from office import applications, authority
from office.applications import Application
from office.backlog import ledger
from office.backlog.checking import Checked, Ready
from office.backlog.ledger import ImportedRow

MESSAGE: Final = "berkas_lama"
Told = Callable[[int, int], None]


class BacklogUnclean(Conflict):
    """The dry run found faults; nothing was imported."""

    code = "backlog-unclean"
    message = (
        "%(count)s faults in %(rows)s rows: nothing was imported. Mend them or ask for the rest."
    )


class BacklogUnheard(Conflict):
    """No deployed process begins with the message."""

    code = "backlog-unheard"
    message = (
        "No deployed procedure starts with the message berkas_lama. Deploy workflows/ektp first."
    )


def bring_in(  # what is imported, for whom, and how it is told
    kernel: Kernel,
    request: Request,
    office: str,
    checked: Checked,
    *,
    valid_rows_only: bool = False,
    told: Told | None = None,
) -> int:
    """Import the rows that are ready; how many became cases. Needs the right "administer".

    `told` hears (done, total) after every row. With faults nothing is imported, unless only the
    valid rows are asked for.

    Raises:
        RightMissing: the actor may not.
        BacklogUnclean: there are faults.
        BacklogUnheard: nothing starts with the message.
    """
    authority.require(request.actor, "administer", office)
    if checked.faults and not valid_rows_only:
        rows = {fault.row for fault in checked.faults}
        raise BacklogUnclean(count=len(checked.faults), rows=len(rows))
    for done, row in enumerate(checked.ready, start=1):
        _bring_in(kernel, request, office, checked.digest, row)
        if told is not None:
            told(done, len(checked.ready))
    return len(checked.ready)


def _bring_in(kernel: Kernel, request: Request, office: str, digest: str, row: Ready) -> None:
    message = Message(
        name=MESSAGE,
        variables=row.variables,
        message_id=f"impor:{office}:{row.mark.hex()}",
        office=office,
    )
    receipt = messages.publish(kernel, request, message)
    with kernel.sessions.begin() as session:
        if receipt.cases:
            case = receipt.cases[0]
        else:  # stopped after the message, before the note
            index = applications.index_of(kernel.sealer, str(row.variables["nik"]))
            known = select(Application.kasus).where(Application.nik_indeks == index)
            found = session.execute(known.order_by(Application.kasus.desc())).scalars().first()
            if found is None:
                raise BacklogUnheard
            case = found
        note = ImportedRow(
            kantor=office,
            tanda=row.mark,
            berkas=digest,
            baris=row.row,
            kasus=case,
            oleh=request.actor.id,
            diimpor_pada=kernel.clock.now(),
        )
        ledger.keep(session, note)
