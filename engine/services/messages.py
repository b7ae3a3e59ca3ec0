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

from dataclasses import dataclass, field
from datetime import timedelta

from engine.services.kernel import Kernel, Request
from engine.services.receipts import MessageReceipt
from engine.values import Variables


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    """`key` "" correlates by name alone. `office`: of a case that the message may start."""

    name: str
    key: str = ""
    variables: Variables = field(default_factory=dict)
    time_to_live: timedelta = timedelta(0)
    message_id: str = ""
    office: str = ""


def publish(kernel: Kernel, request: Request, message: Message) -> MessageReceipt:
    """Publish a message; when this returns it is durable and was brought to all now waiting for it."""
    raise NotImplementedError


def deliver_due(kernel: Kernel, limit: int = 100) -> int:
    """Sweep: bring kept and left-over messages to whoever waits, drop the expired; how many moved."""
    raise NotImplementedError
