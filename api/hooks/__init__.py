"""What gateways post to us. No officer is signed in: a signature over the body says who calls."""

from __future__ import annotations

from typing import Final

from flask import Flask

from api.hooks import whatsapp
from engine.settings import Settings

#: below it nobody's session is read and no form's token asked for
PREFIX: Final = "/hook/"


def register(app: Flask, settings: Settings) -> None:
    app.register_blueprint(whatsapp.make(settings), url_prefix=PREFIX.rstrip("/"))
