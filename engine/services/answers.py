"""First answers to writes: an unacknowledged retry gets the same one. Belongs to the write's own
transaction, so an answer is kept exactly when the write is.
"""

from __future__ import annotations

from hashlib import sha256
from typing import TypeVar

import msgspec
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from engine.errors import Fault, Invalid, KeyReused
from engine.services.kernel import Kernel, Request
from engine.store import answers, coding, recording

T = TypeVar("T")
_LONGEST = 255


class TextTooLong(Invalid):
    """A key or name given is longer than 255 characters."""

    code = "text-too-long"
    message = "A key or name is longer than 255 characters. Shorten it."


def fingerprint(operation: str, *asked: object) -> bytes:
    """What makes two requests the same: the operation and all that was asked of it."""
    return sha256(coding.to_bytes([operation, *asked])).digest()


def recall(
    kernel: Kernel, session: Session, request: Request, asked: bytes, kind: type[T]
) -> T | None:
    """The receipt (of type `kind`) given to the same request before; None when this is the first.

    Raises:
        KeyReused: the key was used for another request.
    """
    if not request.idempotency_key:
        return None
    require_short(request.idempotency_key)
    kept = answers.find(session, request.actor.id, request.idempotency_key)
    if kept is None:
        return None
    known, response = kept
    if known != asked:
        raise KeyReused
    key = kernel.sealer.installation_key("answer")
    return msgspec.json.decode(key.open(response, _place(request)), type=kind)


def keep(kernel: Kernel, session: Session, request: Request, asked: bytes, receipt: object) -> None:
    """Keep the receipt of this request's write.

    Raises:
        KeyReused: the key came with another write at the same moment, which was first.
    """
    if not request.idempotency_key:
        return
    key = kernel.sealer.installation_key("answer")
    sealed = key.seal(coding.to_bytes(receipt), _place(request))
    try:
        answers.keep(
            session,
            request.actor.id,
            request.idempotency_key,
            asked,
            sealed,
            at=kernel.clock.now(),
        )
    except IntegrityError as error:
        raise KeyReused from error


def require_short(*texts: str) -> None:
    """Refuse keys and names that no index of the databases can hold.

    Raises:
        TextTooLong: one has more than 255 characters.
    """
    if any(len(text) > _LONGEST for text in texts):
        raise TextTooLong((Fault(rule=TextTooLong.code, message=TextTooLong.message),))


def _place(request: Request) -> bytes:
    return recording.bound("answer", 0, request.actor.id, request.idempotency_key)
