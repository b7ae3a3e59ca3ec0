"""Cross-site request forgery: a token bound to the session in every form that changes something.

Our own dozen lines rather than Flask-WTF: that would bring WTForms, a second form language beside
form-js, for one hidden field. `/v2` calls that carry their own credentials need no token; since a
browser keeps and sends those too, one that says it calls for a foreign page is refused. Calls by
session cookie send the token as a header.
"""

from __future__ import annotations

import base64
import hmac
import secrets
from typing import Final

from flask import Request, session

from engine.errors import Forbidden

FIELD: Final = "csrf_token"
HEADER: Final = "X-CSRF-Token"
_SAFE_METHODS: Final = frozenset({"GET", "HEAD", "OPTIONS"})
_TOKEN_BYTES: Final = 32
_SITE: Final = "Sec-Fetch-Site"
_OWN_SITES: Final = frozenset({"none", "same-origin"})


class ForgedRequest(Forbidden):
    """The form's token is missing or belongs to another session."""

    code = "forged-request"
    message = (
        "This page was open too long or came from elsewhere. Go back, reload it and send again."
    )


def token() -> str:
    """The session's token, masked: another text in every page, so that the length of a compressed
    page tells nothing of it (BREACH). The session keeps the bare one, made at the first asking.
    """
    if FIELD not in session:
        session[FIELD] = secrets.token_urlsafe(_TOKEN_BYTES)
    bare = str(session[FIELD]).encode()
    mask = secrets.token_bytes(len(bare))
    return base64.urlsafe_b64encode(mask + _xor(mask, bare)).decode()


def _xor(one: bytes, other: bytes) -> bytes:
    return bytes(a ^ b for a, b in zip(one, other, strict=True))


def _unmasked(sent: str) -> bytes:
    """The bare token in a masked one; empty for anything else."""
    try:
        both = base64.urlsafe_b64decode(sent.encode())
    except ValueError:
        return b""
    half = len(both) // 2
    return _xor(both[:half], both[half:]) if both and len(both) % 2 == 0 else b""


def require_own_site(request: Request) -> None:
    """Refuse a browser's call with kept credentials on behalf of another site's page.

    Raises:
        ForgedRequest: when the browser says so (Fetch Metadata); programs say nothing.
    """
    site = request.headers.get(_SITE, "none")
    if request.method not in _SAFE_METHODS and site not in _OWN_SITES:
        raise ForgedRequest


def is_from_own_page(request: Request) -> bool:
    """Whether the browser says that one of our own pages sent this."""
    site = request.headers.get(_SITE)
    if site is not None:
        return site == "same-origin"
    return request.headers.get("Origin") == request.host_url.rstrip("/")


def require_token(request: Request) -> None:
    """Refuse a request that changes something without the session's token.

    Raises:
        ForgedRequest: when the token is missing or another one.
    """
    if request.method in _SAFE_METHODS:
        return
    sent = request.headers.get(HEADER) or request.form.get(FIELD, "")
    kept = str(session.get(FIELD, "")).encode()
    matches = [hmac.compare_digest(each, kept) for each in (_unmasked(sent), sent.encode())]
    if not kept or not any(matches):
        raise ForgedRequest
