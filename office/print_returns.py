"""Print requests to Disdukcapil as an officer reads them: asked, sent, come back or not.

Reads only; requests are made and answered by their process (`office.print_requests`).
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from engine.errors import NotFound
from engine.services import rights
from engine.services.kernel import Kernel
from engine.services.reading.views import TaskRow
from engine.store.definitions import Definition
from engine.store.tasks import UserTask
from engine.values import Actor, UserTaskState
from office import print_requests, stages
from office.cards import Card, CardState
from office.print_requests import LineState, PrintRequest, RequestLine

SEND: Final = "kirim_permintaan_cetak"
RECEIVE: Final = "terima_kartu_dinas"
READERS: Final = ("work", "supervise", "administer", "audit")
_MOST: Final = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class Sent:
    """When and by whom a request left the office."""

    at: datetime
    by: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Returns:
    """One request. `orphans`: cards that came although their case had ended, and are blocked.

    `task`: the open task in which it is sent or its cards are received, whoever's it is.
    """

    request: PrintRequest
    sent: Sent | None
    came: int
    failed: int
    open: int
    orphans: int
    task: TaskRow | None

    @property
    def agrees(self) -> bool:
        """Every card came, for a case that still wants it."""
        return self.came == self.request.jumlah and not self.orphans


@dataclass(frozen=True, slots=True, kw_only=True)
class Overview:
    """The newest requests of an office, and the cases that wait for the next one."""

    requests: tuple[Returns, ...]
    waiting: tuple[RequestLine, ...]


def overview(kernel: Kernel, actor: Actor, office: str) -> Overview:
    """Give an office's newest requests and who waits for the next.

    Raises:
        RightMissing, OfficeForbidden: the actor may not read them.
    """
    rights.require(actor, *READERS)
    office = rights.office_for(actor, office)
    made = select(PrintRequest).where(PrintRequest.kantor == office)
    lines = select(RequestLine).where(
        RequestLine.kantor == office, RequestLine.keadaan == LineState.ANTRE.value
    )
    with kernel.reads.begin() as session:
        newest = made.order_by(PrintRequest.dibuat_pada.desc()).limit(_MOST)
        rows = session.execute(newest).scalars().all()
        waiting = session.execute(lines.order_by(RequestLine.masuk_pada, RequestLine.key))
        return Overview(
            requests=tuple(_returns(session, row, kernel.clock.now()) for row in rows),
            waiting=tuple(waiting.scalars()),
        )


def of_number(kernel: Kernel, actor: Actor, number: str) -> tuple[Returns, tuple[RequestLine, ...]]:
    """Give one request and its lines, by register number.

    Raises:
        RightMissing: the actor may not read it.
        NotFound: there is none, or it is another office's.
    """
    with kernel.reads.begin() as session:
        row = _find(session, actor, number)
        lines = print_requests.lines_of(session, number)
        return _returns(session, row, kernel.clock.now()), lines


def as_csv(kernel: Kernel, actor: Actor, number: str) -> str:
    """Write a request as CSV for Disdukcapil; nothing personal is in it.

    Raises:
        RightMissing: the actor may not read it.
        NotFound: there is none, or it is another office's.
    """
    with kernel.reads.begin() as session:
        _find(session, actor, number)
        return print_requests.listing(session, number)


def _find(session: Session, actor: Actor, number: str) -> PrintRequest:
    rights.require(actor, *READERS)
    row = session.get(PrintRequest, number)
    if row is None or not actor.offices & {row.kantor, "*"}:
        raise NotFound(kind="print request", key=number)
    return row


def _returns(session: Session, row: PrintRequest, now: datetime) -> Returns:
    states = Counter(line.keadaan for line in print_requests.lines_of(session, row.nomor))
    blocked = select(func.count()).select_from(Card)
    orphans = blocked.where(
        Card.permintaan == row.nomor,
        Card.status.in_((CardState.TERBLOKIR.value, CardState.MUSNAH.value)),
    )
    open_ones = stages.of_case(session, row.kasus or 0, {SEND, RECEIVE}, now)
    return Returns(
        request=row,
        sent=_sent(session, row.kasus or 0),
        came=states[LineState.DATANG.value],
        failed=states[LineState.GAGAL.value],
        open=states[LineState.DIMINTA.value],
        orphans=session.execute(orphans).scalar_one(),
        task=open_ones[0].task if open_ones else None,
    )


def _sent(session: Session, case: int) -> Sent | None:
    """The completion of the task in which somebody said that it was sent."""
    wanted = (
        select(UserTask.completed_at, UserTask.completed_by)
        .join(Definition, Definition.key == UserTask.form_key)
        .where(
            UserTask.root_key == case,
            UserTask.state == UserTaskState.COMPLETED.value,
            Definition.id == SEND,
        )
    )
    found = session.execute(wanted.order_by(UserTask.completed_at).limit(1)).one_or_none()
    if found is None or found[0] is None:
        return None
    return Sent(at=found[0], by=found[1] or "")
