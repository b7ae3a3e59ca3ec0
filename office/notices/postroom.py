"""What left the office and what came back, to look after by hand. Shows no number and no text.

Sending itself is `office.notices.outbox`'s; who may use this supervises or administers.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from sqlalchemy import ColumnElement, exists, func, literal, select
from sqlalchemy import Text as SqlText
from sqlalchemy import cast as sql_cast
from sqlalchemy.orm import Session

from engine.errors import Conflict, NotFound
from engine.services import notes, rights
from engine.services.kernel import Kernel, Request
from engine.store.cases import Case
from engine.store.subscriptions import Message, MessageDelivery
from engine.values import Actor
from office.applications import Application
from office.notices import replies
from office.notices.replies import Reply
from office.notices.rows import Notice, NoticeState

_RIGHTS: Final = ("supervise", "administer")
_MOST_REPLIES: Final = 50
#: what may still be stopped, and what may be tried (again) at once
_WAITS: Final = frozenset({NoticeState.DIANTRE})
_TRIABLE: Final = frozenset({NoticeState.DIANTRE, NoticeState.GAGAL})


class NoticeNotWaiting(Conflict):
    """The notice was sent, cancelled or read meanwhile, or its number was erased."""

    code = "notice-not-waiting"
    message = "This notice no longer waits. Reload the page and look how it stands."


@dataclass(frozen=True, slots=True, kw_only=True)
class NoticeView:
    """One notice. `answered`: its case wrote back after it was sent."""

    key: int
    case: int
    number: str
    channel: str
    template: str
    destination: str
    state: NoticeState
    tries: int
    next_at: datetime | None
    made_at: datetime
    sent_at: datetime | None
    reason: str
    answered: bool

    @property
    def may_retry(self) -> bool:
        """Whether it can be tried now."""
        return self.state in _TRIABLE and bool(self.destination)

    @property
    def may_cancel(self) -> bool:
        """Whether it can be stopped."""
        return self.state in _WAITS


@dataclass(frozen=True, slots=True, kw_only=True)
class ReplyView:
    """A reply without what it says. `case`: where it is called back, 0 when it was answered by
    itself; `state` is that case's, `number` the register number of whom it came from ("" unknown).
    """

    key: int
    number: str
    at: datetime
    handling: str
    case: int
    state: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PostQuery:
    """Which notices: in a state, of a register number; `before` is the key to go on from."""

    office: str
    state: str = ""
    number: str = ""
    before: int = 0
    size: int = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class Post:
    """A page of notices with counts of all states, the newest replies; `older`: to go on from."""

    notices: tuple[NoticeView, ...]
    older: int
    counts: dict[str, int]
    replies: tuple[ReplyView, ...]


def look(kernel: Kernel, actor: Actor, query: PostQuery) -> Post:
    """Give a page of an office's notices, the newest first, and its newest replies.

    Raises:
        RightMissing, OfficeForbidden: the actor may not.
    """
    rights.require(actor, *_RIGHTS)
    office = rights.office_for(actor, query.office)
    with kernel.reads.begin() as session:
        found = _notices(session, office, query)
        return Post(
            notices=found[: query.size],
            older=found[query.size - 1].key if len(found) > query.size else 0,
            counts=_counts(session, office),
            replies=_replies(session, office),
        )


def retry(kernel: Kernel, request: Request, key: int) -> int:
    """Try a waiting or failed notice with the next sweep, its tries counted anew; gives its case.

    Raises:
        NotFound: there is none, or it is of another office.
        RightMissing: the actor may not.
        NoticeNotWaiting: it is neither waiting nor failed, or went to no number.
    """
    with kernel.sessions.begin() as session:
        row = _own(session, request.actor, key)
        if row.keadaan not in _TRIABLE or row.tujuan is None:
            raise NoticeNotWaiting
        row.keadaan, row.percobaan = NoticeState.DIANTRE.value, 0
        row.berikut_pada = kernel.clock.now()
        return row.kasus


def cancel(kernel: Kernel, request: Request, key: int, reason: str, note: str) -> None:
    """Stop a notice that waits; `note` says so in its case. The case is told nothing.

    Raises:
        NotFound: there is none, or it is of another office.
        RightMissing: the actor may not.
        ReasonMissing: there is no reason.
        NoticeNotWaiting: it was sent or stopped already.
    """
    why = rights.reason(reason)
    with kernel.sessions.begin() as session:
        row = _own(session, request.actor, key)
        if row.keadaan not in _WAITS:
            raise NoticeNotWaiting
        row.keadaan, row.berikut_pada, row.alasan = NoticeState.BATAL.value, None, why
        case = row.kasus
    notes.add(kernel, Request(actor=request.actor), case, note)


def _own(session: Session, actor: Actor, key: int) -> Notice:
    rights.require(actor, *_RIGHTS)
    row = session.get(Notice, key, with_for_update=True)
    if row is None or not {row.kantor, "*"} & actor.offices:
        raise NotFound(kind="notice", key=str(key))
    return row


def _notices(session: Session, office: str, query: PostQuery) -> tuple[NoticeView, ...]:
    answered = exists().where(Reply.kasus == Notice.kasus, Reply.pada >= Notice.dikirim_pada)
    wanted = select(Notice, answered.label("answered")).where(*_conditions(office, query))
    rows = session.execute(wanted.order_by(Notice.key.desc()).limit(query.size + 1))
    return tuple(_view(row.Notice, answered=row.answered) for row in rows)


def _conditions(office: str, query: PostQuery) -> list[ColumnElement[bool]]:
    found = [Notice.kantor == office]
    if query.state:
        found.append(Notice.keadaan == query.state)
    if query.number:
        found.append(Notice.no_register == query.number)
    if query.before:
        found.append(Notice.key < query.before)
    return found


def _view(row: Notice, *, answered: bool) -> NoticeView:
    return NoticeView(
        key=row.key,
        case=row.kasus,
        number=row.no_register,
        channel=row.saluran,
        template=row.templat,
        destination=row.tujuan_mask,
        state=NoticeState(row.keadaan),
        tries=row.percobaan,
        next_at=row.berikut_pada,
        made_at=row.dibuat_pada,
        sent_at=row.dikirim_pada,
        reason=row.alasan,
        answered=bool(answered),
    )


def _counts(session: Session, office: str) -> dict[str, int]:
    wanted = (
        select(Notice.keadaan, func.count().label("notices"))
        .where(Notice.kantor == office)
        .group_by(Notice.keadaan)
    )
    return {row.keadaan: row.notices for row in session.execute(wanted)}


def _replies(session: Session, office: str) -> tuple[ReplyView, ...]:
    called = literal(f"{replies.CALL_BACK}:").concat(sql_cast(Reply.key, SqlText))
    wanted = (
        select(Reply, Application.no_register, Case.key, Case.state)
        .outerjoin(Application, Application.kasus == Reply.kasus)
        .outerjoin(Message, Message.message_id == called)
        .outerjoin(MessageDelivery, MessageDelivery.message_key == Message.key)
        .outerjoin(Case, Case.key == MessageDelivery.root_key)
        .where(Reply.kantor == office)
        .order_by(Reply.key.desc())
        .limit(_MOST_REPLIES)
    )
    return tuple(
        ReplyView(
            key=reply.key,
            number=number or "",
            at=reply.diterima_pada,
            handling=reply.tindakan,
            case=case or 0,
            state=state or "",
        )
        for reply, number, case, state in session.execute(wanted)
    )
