"""Server-rendered pages for officers and administrators. Right and usable without JavaScript."""

from __future__ import annotations

from typing import Final

from flask import Flask

from api.pages import (
    allocating,
    calling,
    cases,
    correcting,
    definitions,
    framing,
    incidents,
    owing,
    signing,
    slips,
    starting,
    tasks,
    worklist,
)

_PAGES: Final = (
    signing,
    worklist,
    calling,
    tasks,
    starting,
    cases,
    correcting,
    allocating,
    slips,
    incidents,
    owing,
    definitions,
)


def register(app: Flask) -> None:
    framing.register(app)
    for page in _PAGES:
        app.register_blueprint(page.blueprint)
