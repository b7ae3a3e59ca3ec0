"""Notes that officers are at their pages, and which escalations they open: whom it need not tell.

A page is answered whether or not this could be written.
"""

from __future__ import annotations

import logging
from datetime import datetime, timedelta
from threading import Lock
from typing import Final

from flask import Response, current_app, request

from api import asking, auth
from engine.services.kernel import Kernel
from engine.values import Actor
from office.escalations import looking, presence

_KEY: Final = "attendance"
_APART: Final = timedelta(minutes=1)
#: the page on which a task is read
_TASK: Final = "tasks.show"
_log = logging.getLogger(__name__)


class Attendance:
    """When this server wrote each officer's presence last: once a minute is enough."""

    def __init__(self) -> None:
        self._noted: dict[str, datetime] = {}
        self._lock = Lock()

    def is_due(self, login: str, now: datetime) -> bool:
        """Whether it is to be written now; says so once a minute."""
        with self._lock:
            last = self._noted.get(login)
            if last is not None and now - last < _APART:
                return False
            self._noted[login] = now
            return True


def attend(response: Response) -> Response:
    """Note what the request says of the officer; pages that refresh themselves say nothing."""
    who = auth.current()
    by_itself = request.method == "GET" and "HX-Request" in request.headers
    if who is None or request.authorization is not None or by_itself:
        return response
    try:
        _note(asking.kernel(), who.actor, response.status_code)
    except Exception:  # noqa: BLE001  # the reader's answer is ready; this is told another time
        _log.warning("presence was not written", exc_info=True)
    return response


def _note(kernel: Kernel, actor: Actor, status: int) -> None:
    attendance: Attendance = current_app.extensions.setdefault(_KEY, Attendance())
    if attendance.is_due(actor.id, kernel.clock.now()):
        presence.note(kernel, actor.id)
    if request.endpoint == _TASK and status == 200:  # noqa: PLR2004  # RFC 9110 §15.3.1
        looking.note_opened(kernel, actor, (request.view_args or {})["task"])
