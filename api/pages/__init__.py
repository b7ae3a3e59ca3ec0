"""Server-rendered pages for officers and administrators. Right and usable without JavaScript."""

from __future__ import annotations

from typing import Final

from flask import Flask

from api.pages import (
    account,
    allocating,
    away,
    boards,
    calling,
    cases,
    checking,
    codes,
    correcting,
    definitions,
    destroying,
    documents,
    framing,
    incidents,
    jobs,
    kiosks,
    owing,
    paper_entry,
    people,
    printing,
    requesting,
    signing,
    slips,
    starting,
    stock,
    suspended,
    tasks,
    timers,
    uploading,
    worklist,
)

_PAGES: Final = (
    signing,
    account,
    codes,
    people,
    away,
    worklist,
    calling,
    kiosks,
    boards,
    paper_entry,
    tasks,
    starting,
    cases,
    correcting,
    stock,
    allocating,
    slips,
    incidents,
    owing,
    jobs,
    timers,
    suspended,
    definitions,
    documents,
    destroying,
    checking,
    printing,
    requesting,
)


def register(app: Flask) -> None:
    framing.register(app)
    uploading.register(app)
    for page in _PAGES:
        app.register_blueprint(page.blueprint)
