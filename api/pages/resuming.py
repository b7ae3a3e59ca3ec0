"""What was typed when the session had ended: carried through the sign-in, then kept as the draft.

It travels sealed in a hidden field of the sign-in pages: nothing lies on a disk or in a cookie, and
nobody but this installation can read or make it. It opens for half an hour, and only for the
officer whose session it was, at a task they hold. Nothing is completed by it.
"""

from __future__ import annotations

import base64
import json
import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Final

from flask import Flask, flash, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from markupsafe import Markup
from werkzeug.datastructures import MultiDict

from api import asking, auth, errors, forgery
from api.access import NotSignedIn
from api.officers import SignedIn
from api.pages import clashing, forming, onward
from engine.errors import AlurError, Conflict
from engine.services import reading, tasks
from engine.services.kernel import Request
from forms import answers as raw

#: the hidden field of the sign-in pages
FIELD: Final = "titipan"
_PURPOSE: Final = "resuming"
_VALID_FOR: Final = timedelta(minutes=30)
_LARGEST: Final = 262_144
#: forms of a task, by endpoint: all of them send its answers
_FORMS: Final = frozenset({"tasks.save", "tasks.complete", "tasks.unmask", "tasks.add_note"})
_OF_LATE_ENTRY: Final = "_terjadi-"
_LOST: Final = (
    "What had been typed could not be put back: it waited too long, or belongs to another officer."
)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Typed:
    """A task's posted page, whose session ("" when that is not known), and when it was sent."""

    task: int
    login: str
    at: datetime
    fields: Mapping[str, list[str]]


def register(app: Flask) -> None:
    app.register_error_handler(NotSignedIn, _ask_to_sign_in)
    app.jinja_env.globals["carried_field"] = carried_field


def _ask_to_sign_in(error: NotSignedIn) -> ResponseReturnValue:
    """Answer a form whose session has ended with the sign-in page, which carries what was typed."""
    if errors.is_for_programs() or request.method == "GET":
        return errors.answer(error)
    g.carried = _seal()
    page = render_template("pages/sign_in.html", ended=True, next=_page_of_task(), login="")
    return page, errors.status_of(error)


def carried_field() -> Markup:
    """The hidden field, as it was just made or as it came with the form; nothing without either."""
    carried = g.get("carried") or carried_text()
    field = Markup('<input type="hidden" name="{}" value="{}">')
    return field.format(FIELD, carried) if carried else Markup()


def carried_text() -> str:
    """What the posted sign-in page carried; "" for nothing."""
    return request.form.get(FIELD, "")


def put_back(who: SignedIn) -> ResponseReturnValue | None:
    """Keep what was carried as the draft of its task, and go there; None when nothing was carried.

    `who` has just signed in. What cannot be put back is told, and nothing else happens.
    """
    carried = carried_text()
    if not carried:
        return None
    typed = _open(carried)
    if typed is None or typed.login not in {"", who.actor.id}:
        flash(gettext(_LOST), "warning")
        return None
    try:
        return _keep(typed, who)
    except AlurError:  # the task is not theirs to see or to do any more
        flash(gettext(_LOST), "warning")
        return None


def _keep(typed: _Typed, who: SignedIn) -> ResponseReturnValue | None:
    view = reading.task(asking.kernel(), who.actor, typed.task)
    form = forming.form_of(view)
    sent: MultiDict[str, str] = MultiDict(
        (name, text) for name, texts in typed.fields.items() for text in texts
    )
    if form is None:
        return redirect(url_for("tasks.show", task=typed.task), 303)
    answers = raw.from_html(form, sent)
    try:
        tasks.save_draft(asking.kernel(), Request(actor=who.actor), typed.task, answers)
    except Conflict as conflict:
        return clashing.page(view, answers, conflict)
    flash(
        gettext("What you had typed is back in the form. Look at it, then complete the task."),
        "success",
    )
    query = {name: sent[name] for name in sent if name.startswith(_OF_LATE_ENTRY) and sent[name]}
    if sent.get(onward.ORIGIN) == onward.QUEUE:
        query[onward.ORIGIN] = onward.QUEUE
    return redirect(onward.task_address(typed.task, query), 303)


def _seal() -> str:
    """The posted page of a task, sealed; "" for any other, and for what another site sent."""
    login = auth.ended_login()
    if request.endpoint not in _FORMS or not (login or forgery.is_from_own_page(request)):
        return ""
    fields = {
        name: request.form.getlist(name)
        for name in request.form
        if name not in {forgery.FIELD, asking.IDEMPOTENCY_FIELD}
    }
    now = asking.kernel().clock.now().timestamp()
    written = {"task": _task(), "login": login, "at": now, "fields": fields}
    key = asking.kernel().sealer.installation_key(_PURPOSE)
    packed = zlib.compress(json.dumps(written).encode())
    sealed = base64.urlsafe_b64encode(key.seal(packed, _PURPOSE.encode())).decode()
    return sealed if len(sealed) <= _LARGEST else ""


def _open(sealed: str) -> _Typed | None:
    """What was sealed here, not too long ago; None for anything else."""
    key = asking.kernel().sealer.installation_key(_PURPOSE)
    try:
        packed = key.open(base64.urlsafe_b64decode(sealed.encode()), _PURPOSE.encode())
    except (AlurError, ValueError):
        return None
    written = json.loads(zlib.decompress(packed))
    at = datetime.fromtimestamp(written["at"], UTC)
    if asking.kernel().clock.now() - at > _VALID_FOR:
        return None
    return _Typed(task=written["task"], login=written["login"], at=at, fields=written["fields"])


def _task() -> int:
    return int((request.view_args or {}).get("task", 0))


def _page_of_task() -> str:
    """Where to go after signing in when nothing was carried: the task's page, else home ("")."""
    return url_for("tasks.show", task=_task()) if request.endpoint in _FORMS else ""
