"""Server-rendered pages for officers and administrators. Right and usable without JavaScript."""

from __future__ import annotations

from typing import Final

from flask import Flask

from api.pages import (
    account,
    allocating,
    calling,
    cases,
    codes,
    correcting,
    definitions,
    destroying,
    framing,
    incidents,
    jobs,
    owing,
    signing,
    slips,
    starting,
    suspended,
    tasks,
    timers,
    worklist,
)

_PAGES: Final = (
    signing,
    account,
    codes,
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
    jobs,
    timers,
    suspended,
    definitions,
    destroying,
)


def register(app: Flask) -> None:
    framing.register(app)
    for page in _PAGES:
        app.register_blueprint(page.blueprint)
