"""Publishes messages and brings them to waiting cases and message start events, Camunda 8's way.

A message is a durable row first. It then goes, each in its own transaction, to at most one case per
process id: the oldest case of that process waiting for its name with an equal correlation key, else
the oldest waiting for the name alone; when none of that process waits, its message start event
begins a new case. A message without key goes by name to the oldest waiting case whatever that one's
key is. It is kept for `time_to_live` and reaches cases that begin to wait meanwhile; afterwards its
content is removed. A message id is accepted once for ever: publishing it again answers the first
receipt.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import timedelta

from sqlalchemy.exc import IntegrityError

from engine.errors import KeyReused
from engine.services import answers, delivering, mailing, rights, starting
from engine.services.kernel import Kernel, Request
from engine.services.mailing import Letter
from engine.services.receipts import MessageReceipt
from engine.services.turns import FollowUps
from engine.store import subscriptions
from engine.values import Variables


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    """`key` "" correlates by name alone.

    `office`: whose waiting cases it reaches, and of a case that it may start; "" are all offices.
    """

    name: str
    key: str = ""
    variables: Variables = field(default_factory=dict)
    time_to_live: timedelta = timedelta(0)
    message_id: str = ""
    office: str = ""


def publish(kernel: Kernel, request: Request, message: Message) -> MessageReceipt:
    """Publish a message; when this returns it is durable and all now waiting for it have it.

    The office of cases it may start is `message.office`, or the actor's only one. Right "message",
    "supervise" or "administer", or an actor of kind "service".

    Raises:
        RightMissing, OfficeForbidden, TextTooLong, KeyReused.
        StartVariablesForbidden: a start event that waits for it does not take these variables.
    """
    if request.actor.kind == "officer":
        rights.require(request.actor, "message", "supervise", "administer")
    answers.require_short(message.name, message.message_id)
    office = rights.office_for(request.actor, message.office)
    starting.require(kernel, request.actor, "message", message.name, message.variables)
    asked = answers.fingerprint("publish", message.name, message.key, _content(message), office)
    try:
        receipt = _post(kernel, request, message, office=office, asked=asked)
    except (IntegrityError, KeyReused):
        # The same message id or idempotency key at the same moment: the other one is kept by now.
        receipt = _post(kernel, request, message, office=office, asked=asked)
    if receipt.duplicate:
        return receipt
    reached = delivering.drain(kernel, FollowUps(messages=[receipt.key]))
    return replace(receipt, cases=reached)


def deliver_due(kernel: Kernel, limit: int = 100) -> int:
    """Sweep: bring kept and left-over messages to whoever waits, drop expired ones; how many."""
    with kernel.reads.begin() as session:
        due = subscriptions.deliverable(session, kernel.clock.now(), limit)
    for key in due:
        delivering.drain(kernel, FollowUps(messages=[key]))
    return len(due)


def _content(message: Message) -> list[object]:
    seconds = int(message.time_to_live.total_seconds())
    return [dict(message.variables), seconds, message.message_id]


def _post(
    kernel: Kernel, request: Request, message: Message, *, office: str, asked: bytes
) -> MessageReceipt:
    with kernel.sessions.begin() as session:
        earlier = answers.recall(kernel, session, request, asked, MessageReceipt)
        if earlier is not None:
            return earlier
        letter = Letter(
            name=message.name,
            key=message.key,
            variables=message.variables,
            time_to_live=message.time_to_live,
            message_id=message.message_id,
            office=office,
            actor=request.actor.id,
            at=kernel.clock.now(),
        )
        key, new = mailing.post_message(kernel, session, letter)
        receipt = MessageReceipt(key=key, duplicate=not new)
        answers.keep(kernel, session, request, asked, receipt)
    return receipt
