"""Security headers of every response. A page may ask for a stricter policy, never for a laxer one:
only what shows a citizen's paper does (`api.pages.documents`).
"""

from __future__ import annotations

from http import HTTPStatus
from typing import Final

from flask import Response, request

CONTENT_SECURITY_POLICY: Final = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
    "font-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'self'; "
    "frame-ancestors 'none'"
)

_HEADERS: Final = {
    "Content-Security-Policy": CONTENT_SECURITY_POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Permissions-Policy": "camera=(self), microphone=(), geolocation=()",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}
_ONE_YEAR: Final = "public, max-age=31536000, immutable"


def harden(response: Response) -> Response:
    """Add the headers; pages are never cached by anything shared, hashed assets for a year."""
    for name, value in _HEADERS.items():
        response.headers.setdefault(name, value)
    if request.is_secure:
        response.headers["Strict-Transport-Security"] = "max-age=31536000"
    if _is_named_by_digest() and response.status_code == HTTPStatus.OK:
        response.headers["Cache-Control"] = _ONE_YEAR
    elif request.endpoint != "static":
        response.headers["Cache-Control"] = "no-store"
    return response


def _is_named_by_digest() -> bool:
    """Whether another content would have another address."""
    if request.endpoint == "static":
        return request.path.startswith("/static/build/assets/") or "v" in request.args
    return request.endpoint == "stylesheet"
