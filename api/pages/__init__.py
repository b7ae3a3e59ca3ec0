"""Server-rendered pages for officers and administrators. Right and usable without JavaScript."""

from __future__ import annotations

from typing import Final

from flask import Flask

from api.pages import (
    accesses,
    account,
    allocating,
    away,
    boards,
    calendars,
    calling,
    cases,
    checking,
    codes,
    configuring,
    correcting,
    definitions,
    destroying,
    documents,
    escalations,
    filters,
    framing,
    handover,
    incidents,
    jobs,
    kiosks,
    office_pages,
    outbox,
    owing,
    paper_entry,
    people,
    printing,
    registers,
    requesting,
    resuming,
    searching,
    signing,
    slips,
    snoozes,
    starting,
    stock,
    suspended,
    tasks,
    ticking,
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
    calendars,
    configuring,
    accesses,
    office_pages,
    outbox,
    worklist,
    filters,
    snoozes,
    ticking,
    searching,
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
    escalations,
    jobs,
    timers,
    suspended,
    definitions,
    documents,
    destroying,
    checking,
    printing,
    requesting,
    handover,
    registers,
)


def register(app: Flask) -> None:
    framing.register(app)
    resuming.register(app)
    uploading.register(app)
    for page in _PAGES:
        app.register_blueprint(page.blueprint)
