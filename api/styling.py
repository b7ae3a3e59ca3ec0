"""The one stylesheet: the parts in api/styles in the order of their names, joined and slimmed once.

A part a room, so that each stays readable; one file for the reader, named by its digest and kept by
the browser for a year. What is printed apart (slips, registers) has files of its own in api/static.
"""

from __future__ import annotations

import hashlib
import re
from functools import cache
from http import HTTPStatus
from pathlib import Path
from typing import Final

from flask import Flask, Response, abort, request, url_for

from api.access import public

_PARTS: Final = Path(__file__).parent / "styles"
_STATIC: Final = Path(__file__).parent / "static"
_COMMENT: Final = re.compile(r"/\*.*?\*/", re.DOTALL)
_BLANKS: Final = re.compile(r"\s+")
_AROUND: Final = re.compile(r"\s*([{};,>])\s*")
_DIGEST_LENGTH: Final = 12


def slim(text: str) -> str:
    """CSS without comments and needless blanks. Our own files hold no quoted comment or brace."""
    return _AROUND.sub(r"\1", _BLANKS.sub(" ", _COMMENT.sub("", text))).replace(";}", "}").strip()


@cache
def stylesheet() -> str:
    """The whole stylesheet."""
    return "".join(slim(part.read_text()) for part in sorted(_PARTS.glob("*.css")))


@cache
def _digest_of(name: str) -> str:
    return hashlib.sha256((_STATIC / name).read_bytes()).hexdigest()[:_DIGEST_LENGTH]


def digest() -> str:
    """What names the stylesheet; another text has another one."""
    return hashlib.sha256(stylesheet().encode()).hexdigest()[:_DIGEST_LENGTH]


def static_file(name: str) -> str:
    """The address of a file below api/static, with its digest so that it can be kept for long."""
    return url_for("static", filename=name, v=_digest_of(name))


@public
def serve(digest_: str) -> Response:
    """The stylesheet of that digest; an older page's reads no longer and is asked for anew."""
    if digest_ != digest():
        abort(404)
    return Response(stylesheet(), mimetype="text/css")


def hold(response: Response) -> Response:
    """Read a static file whole, so that it can be compressed: none of ours is large."""
    if request.endpoint == "static" and response.status_code == HTTPStatus.OK:
        response.direct_passthrough = False
        response.make_sequence()
    return response


def register(app: Flask) -> None:
    app.after_request(hold)
    app.add_url_rule("/gaya/<digest_>.css", "stylesheet", serve)
    app.jinja_env.globals["static_file"] = static_file
    app.jinja_env.globals["stylesheet"] = lambda: url_for("stylesheet", digest_=digest())
