"""What a view hands to a service: the kernel, and a request naming actor and idempotency key."""

from __future__ import annotations

import re
from datetime import datetime
from typing import Final, cast

from flask import current_app, request

from api import auth
from engine.errors import Fault, Invalid
from engine.services.kernel import Kernel, Request

KERNEL: Final = "alur"
IDEMPOTENCY_HEADER: Final = "Idempotency-Key"
#: hidden fields of forms: a double click sends the same key, a stale page an older version
IDEMPOTENCY_FIELD: Final = "idempotency_key"
VERSION_FIELD: Final = "version"
_LONGEST_KEY: Final = 200
_NUMBER: Final = re.compile(r"[0-9]{1,18}")


class IdempotencyKeyInvalid(Invalid):
    """The idempotency key is too long."""

    code = "idempotency-key-invalid"
    message = (
        "The idempotency key is longer than 200 characters. Use a shorter one, such as a UUID."
    )


def kernel() -> Kernel:
    """The kernel this application was built with."""
    return cast("Kernel", current_app.extensions[KERNEL])


def as_sent(occurred_at: datetime | None = None) -> Request:
    """The service request of a `/v2` call: its idempotency key comes as a header.

    `occurred_at`: the instant of a late entry, aware.
    """
    key = request.headers.get(IDEMPOTENCY_HEADER, "")
    return Request(actor=auth.actor(), idempotency_key=_checked(key), occurred_at=occurred_at)


def as_posted(occurred_at: datetime | None = None) -> Request:
    """The service request of a posted form: key and version come as hidden fields.

    `occurred_at`: the instant of a late entry, aware.

    Raises:
        Invalid: when the hidden version is no number.
    """
    key = request.form.get(IDEMPOTENCY_FIELD, "")
    version = request.form.get(VERSION_FIELD, "")
    if version and not _NUMBER.fullmatch(version):
        raise Invalid((Fault(rule="number", element=VERSION_FIELD, message="This is no number."),))
    return Request(
        actor=auth.actor(),
        idempotency_key=_checked(key),
        version=int(version) if version else None,
        occurred_at=occurred_at,
    )


def _checked(key: str) -> str:
    if len(key) > _LONGEST_KEY:
        raise IdempotencyKeyInvalid
    return key
