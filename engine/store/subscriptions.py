"""Who waits for messages and signals, the messages that are kept, and signals on their way."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Final

from sqlalchemy import (
    ColumnElement,
    Index,
    LargeBinary,
    Select,
    UniqueConstraint,
    delete,
    select,
    text,
)
from sqlalchemy.orm import Mapped, Session, mapped_column

from engine.store.base import (
    Base,
    Bytes,
    Instant,
    Key,
    Name,
    PrimaryKey,
    is_postgresql,
    table,
    upsert,
)
from engine.store.cases import Case
from engine.store.definitions import StartSubscription
from engine.values import SYSTEM_ACTOR, CaseState

_NAMELESS: Final = b""  # the correlation of what is matched by name alone
_START_LOCK: Final = text("SELECT pg_advisory_xact_lock(hashtextextended(:what, 4104117212))")


class Subscription(Base):
    """A place in a case that waits. `correlation`: the keyed hash of its key, or empty."""

    __tablename__ = "subscription"
    __table_args__ = (Index(None, "kind", "name", "correlation", "key"),)

    key: Mapped[PrimaryKey]
    root_key: Mapped[Key] = mapped_column(index=True)
    case_key: Mapped[Key]
    process_id: Mapped[Name]
    office: Mapped[Name]
    element: Mapped[Name]
    kind: Mapped[Name]
    name: Mapped[Name]
    correlation: Mapped[Bytes]


class Message(Base):
    """A published message. `fresh` until it was offered once; `payload` is dropped when done.

    A row with a message id stays for ever, so that publishing it again is recognised.
    """

    __tablename__ = "message"
    __table_args__ = (
        UniqueConstraint("name", "correlation", "message_id"),
        Index(None, "open", "fresh", "key"),
    )

    key: Mapped[PrimaryKey]
    name: Mapped[Name]
    correlation: Mapped[Bytes]
    message_id: Mapped[str | None]
    payload: Mapped[bytes | None] = mapped_column(LargeBinary)
    office: Mapped[Name]
    actor: Mapped[Name]
    published_at: Mapped[Instant]
    expires_at: Mapped[Instant]
    open: Mapped[bool]
    fresh: Mapped[bool]


class MessageDelivery(Base):
    """That a message reached a process id: at most one case of it, by the primary key."""

    __tablename__ = "message_delivery"
    __table_args__ = (Index(None, "process_id", "correlation"),)

    message_key: Mapped[PrimaryKey]
    process_id: Mapped[Name] = mapped_column(primary_key=True)
    root_key: Mapped[Key]
    correlation: Mapped[Bytes]
    started: Mapped[bool]
    at: Mapped[Instant]


class SignalDelivery(Base):
    """One case (or start event) that a broadcast has yet to reach; the row goes when it did."""

    __tablename__ = "signal_delivery"

    key: Mapped[PrimaryKey]
    signal_key: Mapped[Key] = mapped_column(index=True)
    name: Mapped[Name]
    payload: Mapped[Bytes]
    actor: Mapped[Name]
    office: Mapped[Name]
    root_key: Mapped[Key | None]
    definition_key: Mapped[Key | None]
    element: Mapped[Name]
    created_at: Mapped[Instant]


def replace(session: Session, rows: Sequence[Mapping[str, object]]) -> None:
    """Open subscriptions at once; one that is open already waits for something else from now on."""
    columns = ("kind", "name", "correlation")
    session.execute(upsert(session, Subscription, ("key",), columns), list(rows))


def remove(session: Session, keys: Iterable[int]) -> None:
    """Forget subscriptions that closed."""
    session.execute(delete(table(Subscription)).where(Subscription.key.in_(list(keys))))


def waiting(session: Session, message: Message, but: Iterable[str]) -> tuple[int, int, str] | None:
    """(root case, subscription, process id) that a message goes to next, None when nobody waits.

    `but`: process ids that it reached already. An equal key comes before name alone, an older case
    before a younger; without `correlation` every waiting key will do. What an officer publishes
    reaches cases of that officer's office only.
    """
    correlation = message.correlation
    wanted = (
        select(Subscription.root_key, Subscription.key, Subscription.process_id)
        .join(Case, Case.key == Subscription.root_key)
        .where(
            Subscription.kind == "message",
            Subscription.name == message.name,
            Subscription.process_id.not_in(list(but)),
            Case.state == CaseState.ACTIVE.value,
        )
        .limit(1)
    )
    if message.office and message.actor != SYSTEM_ACTOR.id:
        wanted = wanted.where(Subscription.office == message.office)
    if correlation:
        wanted = wanted.where(Subscription.correlation.in_([correlation, b""]))
        wanted = wanted.order_by(Subscription.correlation.desc())
    found = session.execute(wanted.order_by(Subscription.root_key, Subscription.key))
    row = found.one_or_none()
    return None if row is None else row


def waiting_for_signal(session: Session, name: str, offices: frozenset[str]) -> list[int]:
    """Root cases that wait for a signal, the oldest first."""
    wanted = select(Subscription.root_key).where(
        Subscription.kind == "signal", Subscription.name == name
    )
    if "*" not in offices:
        wanted = wanted.where(Subscription.office.in_(sorted(offices)))
    return list(session.execute(wanted.distinct().order_by(Subscription.root_key)).scalars())


def reached(session: Session, message_key: int) -> set[str]:
    """The process ids that a message has reached."""
    wanted = select(MessageDelivery.process_id).where(MessageDelivery.message_key == message_key)
    return set(session.scalars(wanted))


def lock_start(session: Session, process_id: str, correlation: bytes) -> None:
    """Let nobody else begin a case of this process by this key until the transaction ends."""
    if is_postgresql(session):  # SQLite has one writer at a time anyway
        session.execute(_START_LOCK, {"what": f"{process_id}:{correlation.hex()}"})


def is_started_by(session: Session, process_id: str, correlation: bytes) -> bool:
    """Whether a case begun by a message with this key is still running."""
    wanted = (
        select(MessageDelivery.root_key)
        .join(Case, Case.key == MessageDelivery.root_key)
        .where(
            MessageDelivery.process_id == process_id,
            MessageDelivery.correlation == correlation,
            MessageDelivery.started.is_(True),
            Case.ended_at.is_(None),
        )
        .limit(1)
    )
    return session.execute(wanted).first() is not None


def message_with_id(
    session: Session, name: str, correlation: bytes, message_id: str
) -> Message | None:
    """The message published with this id before."""
    wanted = select(Message).where(
        Message.name == name,
        Message.correlation == correlation,
        Message.message_id == message_id,
    )
    return session.execute(wanted).scalar_one_or_none()


def lock_message(session: Session, message_key: int) -> Message | None:
    """An open message, locked until the transaction ends; None when it is done."""
    wanted = select(Message).where(Message.key == message_key, Message.open.is_(True))
    return session.execute(
        wanted.with_for_update().execution_options(populate_existing=True)
    ).scalar_one_or_none()


def deliverable(session: Session, now: datetime, limit: int) -> list[int]:
    """Messages to look at: new ones, expired ones, kept ones that somebody waits for by now."""
    due = Message.fresh.is_(True) | (Message.expires_at <= now) | _someone_waits() | _may_start()
    wanted = select(Message.key).where(Message.open.is_(True), due)
    return list(session.execute(wanted.order_by(Message.key).limit(limit)).scalars())


def _someone_waits() -> ColumnElement[bool]:
    """A case that `waiting` would find: a looser condition keeps the sweep turning for nothing."""
    return (
        select(Subscription.key)
        .join(Case, Case.key == Subscription.root_key)
        .where(
            Subscription.kind == "message",
            Subscription.name == Message.name,
            Subscription.correlation.in_([Message.correlation, _NAMELESS])
            | (Message.correlation == _NAMELESS),
            (Subscription.office == Message.office)
            | (Message.office == "")
            | (Message.actor == SYSTEM_ACTOR.id),
            Subscription.process_id.not_in(_reached_by_message()),
            Case.state == CaseState.ACTIVE.value,
        )
        .exists()
    )


def _may_start() -> ColumnElement[bool]:
    """A message start event whose last case with this key has ended."""
    running = (
        select(MessageDelivery.root_key)
        .join(Case, Case.key == MessageDelivery.root_key)
        .where(
            MessageDelivery.process_id == StartSubscription.process_id,
            MessageDelivery.correlation == Message.correlation,
            MessageDelivery.started.is_(True),
            Case.ended_at.is_(None),
        )
        .correlate(StartSubscription, Message)
        .exists()
    )
    return (
        select(StartSubscription.element)
        .where(
            StartSubscription.kind == "message",
            StartSubscription.name == Message.name,
            StartSubscription.process_id.not_in(_reached_by_message()),
            ~running | (Message.correlation == _NAMELESS),
        )
        .correlate(Message)
        .exists()
    )


def _reached_by_message() -> Select[str]:
    found = select(MessageDelivery.process_id)
    return found.where(MessageDelivery.message_key == Message.key).correlate(Message)


def kept_for(session: Session, names: Iterable[str]) -> list[int]:
    """Open messages of these names, the oldest first: what new subscriptions may find."""
    wanted = select(Message.key).where(Message.open.is_(True), Message.name.in_(list(names)))
    return list(session.execute(wanted.order_by(Message.key)).scalars())


def signals_due(session: Session, limit: int, signal_key: int | None = None) -> list[int]:
    """Deliveries left, the oldest first; of one broadcast or of all."""
    wanted = select(SignalDelivery.key).order_by(SignalDelivery.key).limit(limit)
    if signal_key is not None:
        wanted = wanted.where(SignalDelivery.signal_key == signal_key)
    return list(session.execute(wanted).scalars())


def broadcasts_left(session: Session, limit: int) -> list[int]:
    """Broadcasts that have yet to reach somebody, the oldest first."""
    wanted = select(SignalDelivery.signal_key).distinct().order_by(SignalDelivery.signal_key)
    return list(session.execute(wanted.limit(limit)).scalars())


def lock_signal(session: Session, delivery_key: int) -> SignalDelivery | None:
    """A delivery, locked until the transaction ends; None when it was made."""
    wanted = select(SignalDelivery).where(SignalDelivery.key == delivery_key)
    return session.execute(wanted.with_for_update()).scalar_one_or_none()


def is_open(session: Session, subscription_key: int) -> bool:
    """Whether a subscription still waits."""
    wanted = select(Subscription.key).where(Subscription.key == subscription_key)
    return session.execute(wanted).first() is not None
