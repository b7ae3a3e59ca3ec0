"""Requests for supply to be read: what became of each, who owes what now, and the letter's facts.

Reads; how a request begins and ends is `office.stock.requests` and the process
`permintaan_blanko`.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from engine.errors import NotFound
from engine.services import reading
from engine.services.kernel import Kernel
from engine.services.reading.views import TaskRow
from engine.store import coding
from engine.store import tasks as task_rows
from engine.values import Actor, Variables
from office import offices
from office.offices import Identity
from office.stock import readers
from office.stock.requests import SupplyRequest

#: the form with which the answer of Disdukcapil is noted
_ANSWERING = "jawaban_permintaan"


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """A request. `deadline`: until when Disdukcapil's answer is awaited; None when it is not."""

    row: SupplyRequest
    materials: tuple[str, ...]
    deadline: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Correspondence:
    """A request with its case: what was sent and answered (`facts`), open and completed tasks."""

    asked: Asked
    office: Identity
    facts: Variables
    open: tuple[TaskRow, ...]
    done: tuple[TaskRow, ...]


def made(kernel: Kernel, actor: Actor, office: str) -> tuple[Asked, ...]:
    """Give an office's requests, the newest first.

    Raises:
        StockReadersOnly, OfficeForbidden: the actor may not read them.
    """
    office = readers.require(actor, office)
    wanted = select(SupplyRequest).where(SupplyRequest.kantor == office)
    with kernel.reads.begin() as session:
        rows = session.execute(wanted.order_by(SupplyRequest.key.desc())).scalars().all()
    return tuple(_asked(kernel, row) for row in rows)


def one(kernel: Kernel, actor: Actor, key: int) -> Correspondence:
    """Give a request with all that is known of it.

    Raises:
        StockReadersOnly: the actor may not read it.
        NotFound: there is none, or it is of another office.
    """
    readers.require_reader(actor)
    with kernel.reads.begin() as session:
        row = session.get(SupplyRequest, key)
        if row is None or not ({"*", row.kantor} & actor.offices):
            raise NotFound(kind="supply request", key=str(key))
        office = offices.identity(session, row.kantor)
    if row.kasus is None:
        return Correspondence(asked=_asked(kernel, row), office=office, facts={}, open=(), done=())
    view = reading.case(kernel, actor, row.kasus)
    return Correspondence(
        asked=_asked(kernel, row),
        office=office,
        facts=view.variables,
        open=tuple(task for task in view.tasks if task.completed_at is None),
        done=reading.completed_tasks(kernel, actor, view.row.root_key),
    )


def deadline(kernel: Kernel, case: int | None) -> datetime | None:
    """Give until when the answer to a request's case is awaited; None when it is not."""
    if case is None:
        return None
    with kernel.reads.begin() as session:
        for task in task_rows.open_of_case(session, case):
            if task.form_key and kernel.catalogue.form(session, task.form_key).id == _ANSWERING:
                return task.due_at
    return None


def _asked(kernel: Kernel, row: SupplyRequest) -> Asked:
    return Asked(
        row=row,
        materials=tuple(coding.texts(row.bahan)),
        deadline=deadline(kernel, row.kasus),
    )
