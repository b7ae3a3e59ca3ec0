"""Notices and replies: how each stands, trying again, stopping. Shows no number and no text."""

from __future__ import annotations

import re
from typing import Final

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext, lazy_gettext

from api import asking, auth, errors
from api.access import allow
from api.pages import configuring, posting, telling
from engine.errors import Fault, Invalid
from office.notices import postroom
from office.notices.postroom import PostQuery
from office.notices.rows import NoticeState

blueprint = Blueprint("outbox", __name__)

STATES: Final = {
    NoticeState.DIANTRE: lazy_gettext("waiting"),
    NoticeState.DITUGASKAN: lazy_gettext("call as a task"),
    NoticeState.TERKIRIM: lazy_gettext("sent"),
    NoticeState.SAMPAI: lazy_gettext("delivered"),
    NoticeState.DIBACA: lazy_gettext("read"),
    NoticeState.GAGAL: lazy_gettext("failed"),
    NoticeState.BATAL: lazy_gettext("stopped"),
}
_COLOURS: Final = {
    NoticeState.GAGAL: "bad",
    NoticeState.BATAL: "off",
    NoticeState.DIANTRE: "warn",
    NoticeState.DITUGASKAN: "warn",
    NoticeState.SAMPAI: "good",
    NoticeState.DIBACA: "good",
}
_NUMBER: Final = re.compile(r"[0-9]{1,18}", re.ASCII)
_LONGEST: Final = 60


@blueprint.get("/kotak-keluar")
@allow("supervise", "administer")
def show() -> ResponseReturnValue:
    """An office's notices: `?keadaan=GAGAL`, `?nomor=KRC-…`; its newest replies below."""
    return _page()


@blueprint.post("/kotak-keluar/<key:notice>/kirim")
@allow("supervise", "administer")
def retry(notice: int) -> ResponseReturnValue:
    postroom.retry(asking.kernel(), asking.as_posted(), notice)
    flash(gettext("The notice is tried with the next sweep."), "success")
    return _back()


@blueprint.post("/kotak-keluar/<key:notice>/batal")
@allow("supervise", "administer")
def cancel(notice: int) -> ResponseReturnValue:
    """Stop a notice that waits; the reason is kept with the case."""
    reason = posting.text("alasan")
    note = gettext("A notice was stopped. Reason: %(reason)s", reason=reason)
    try:
        postroom.cancel(asking.kernel(), asking.as_posted(), notice, reason, note)
    except Invalid as refused:
        faults = tuple(posting.fault("alasan", fault.message) for fault in refused.faults)
        return _page(faults=faults, stopping=notice), errors.status_of(refused)
    flash(gettext("The notice is stopped."), "success")
    return _back()


def _page(*, faults: tuple[Fault, ...] = (), stopping: int = 0) -> str:
    office, offices = configuring.chosen_office()
    state, before = request.args.get("keadaan", ""), request.args.get("sebelum", "")
    query = PostQuery(
        office=office,
        state=state if state in set(NoticeState) else "",
        number=request.args.get("nomor", "").strip()[:_LONGEST],
        before=int(before) if _NUMBER.fullmatch(before) else 0,
    )
    return render_template(
        "pages/outbox.html",
        post=postroom.look(asking.kernel(), auth.actor(), query),
        query=query,
        office=office,
        offices=offices,
        states=STATES,
        colours=_COLOURS,
        case_states=telling.STATES,
        faults=faults,
        stopping=stopping,
    )


def _back() -> ResponseReturnValue:
    state = request.form.get("keadaan", "")
    known = state if state in set(NoticeState) else None
    return redirect(url_for("outbox.show", keadaan=known), 303)
