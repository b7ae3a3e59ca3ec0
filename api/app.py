"""The composition root: the only place where rooms are put together into an application."""

from __future__ import annotations

from datetime import timedelta
from typing import Final

from flask import Flask
from flask_compress import Compress
from jinja2.bccache import Bucket, BytecodeCache
from typing_extensions import override

from api import (
    access,
    asking,
    auth,
    composition,
    errors,
    headers,
    hooks,
    languages,
    pages,
    styling,
    v2,
    wire,
)
from api.keys import KeyConverter
from engine.services.kernel import Kernel
from engine.settings import Settings

_FORM_MEMORY: Final = 1_048_576
_FORM_PARTS: Final = 2_000
#: what a thin line need not carry whole; forms' tokens are masked, see api.forgery
_COMPRESSED: Final = [
    "text/html",
    "text/css",
    "text/javascript",
    "text/csv",
    "text/xml",
    "application/json",
    "application/problem+json",
    "image/svg+xml",
]


class _Compiled(BytecodeCache):
    """Templates compiled once in a process, however many applications it makes."""

    def __init__(self) -> None:
        self._known: dict[str, bytes] = {}

    @override
    def load_bytecode(self, bucket: Bucket) -> None:
        if bucket.key in self._known:
            bucket.bytecode_from_string(self._known[bucket.key])

    @override
    def dump_bytecode(self, bucket: Bucket) -> None:
        self._known[bucket.key] = bucket.bytecode_to_string()


_COMPILED: Final = _Compiled()


def create_app(settings: Settings, kernel: Kernel | None = None) -> Flask:
    """Build the whole application on an already migrated database.

    `kernel` is given by tests and the demo, which bring a clock or a database of their own.

    Raises:
        SecretMissing: without ALUR_SECRET_KEY (and ALUR_MASTER_KEY, when no kernel is given).
        RouteWithoutRule: when a route does not say who may use it.
    """
    composition.require_secrets(settings)
    kernel = kernel or composition.build_kernel(settings)
    app = Flask("api", static_folder="static", template_folder="templates")
    app.jinja_options = {**app.jinja_options, "bytecode_cache": _COMPILED}
    _configure(app, settings)
    app.extensions[asking.KERNEL] = kernel
    access.public(app.view_functions["static"])

    languages.register(app, settings, kernel.clock)
    auth.register(app, kernel)
    errors.register(app)
    app.after_request(headers.harden)
    Compress(app)
    styling.register(app)  # its reading of static files comes before the compressing
    v2.register(app)
    pages.register(app)
    hooks.register(app, settings)
    access.require_rules(app)
    return app


def _configure(app: Flask, settings: Settings) -> None:
    app.json = wire.WireJson(app)
    app.url_map.converters["key"] = KeyConverter
    app.config.update(
        SECRET_KEY=settings.secret_key,
        SESSION_COOKIE_NAME="__Host-alur" if settings.secure_cookies else "alur",
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        SESSION_COOKIE_SECURE=settings.secure_cookies,
        PERMANENT_SESSION_LIFETIME=timedelta(hours=14),
        MAX_CONTENT_LENGTH=settings.max_upload_bytes + _FORM_MEMORY,
        MAX_FORM_MEMORY_SIZE=_FORM_MEMORY,
        MAX_FORM_PARTS=_FORM_PARTS,
        SEND_FILE_MAX_AGE_DEFAULT=3600,
        COMPRESS_ALGORITHM=["br", "gzip"],
        COMPRESS_MIMETYPES=_COMPRESSED,
    )
