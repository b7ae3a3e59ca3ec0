"""One thing done with every ticked row of the work list; what became of each is told in words."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from typing import Final, TypeAlias

from flask import Blueprint, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from api import asking, auth, officers, texts
from api.access import allow
from api.keys import read_key
from api.pages import listing, outcomes, posting, snoozes, worklist
from api.pages.framing import person
from api.pages.outcomes import Way
from engine.errors import AlurError, Fault
from engine.services import bulk, snoozing, tasks
from engine.services.bulk import Outcome
from engine.services.kernel import Request
from engine.services.reading.outlines import lines
from engine.services.reading.views import TaskRow
from engine.services.receipts import TaskReceipt
from engine.values import Actor

blueprint = Blueprint("ticking", __name__)

_MOST: Final = 200
_Act: TypeAlias = Callable[[Request, int], TaskReceipt]


@blueprint.post("/tugas/banyak")
@allow()
def change() -> ResponseReturnValue:
    """Take, give back, hand over, put off or take up again every ticked task, with one reason."""
    keys = _ticked()
    rows = lines(asking.kernel(), auth.actor(), keys[:_MOST])
    act, faults = _act(rows)
    if act is None or faults:
        wanted, page = listing.read(listing.asked(listing.own_filters()))
        return worklist.whole(wanted, page, faults), 422
    done = bulk.each(asking.as_posted(), keys, act)
    return outcomes.show(
        worklist.action_texts()[posting.text("tindakan")],
        [_named(one) for one in done],
        {key: _words(row) for key, row in rows.items()},
        Way(text=gettext("Work list"), address=listing.asked(()).address()),
    )


def _ticked() -> list[int]:
    sent = (read_key(text) for text in request.form.getlist("tugas"))
    return list(dict.fromkeys(key for key in sent if key is not None))


def _act(rows: dict[int, TaskRow]) -> tuple[_Act | None, list[Fault]]:
    """What is to be done with a task; None and why not when the page does not say it."""
    word, reason = posting.text("tindakan"), posting.text("alasan")
    faults = _faults(word)
    to, until = _officer(word, faults), _until(word, rows, faults)
    kernel = asking.kernel()
    acts: dict[str, _Act] = {
        "ambil": lambda asked, key: tasks.claim(kernel, asked, key),
        "lepas": lambda asked, key: tasks.unclaim(kernel, asked, key, reason=reason),
        "bangunkan": lambda asked, key: snoozing.snooze(kernel, asked, key, None, reason=reason),
    }
    if to is not None:
        given = to
        acts["serahkan"] = lambda asked, key: tasks.assign(kernel, asked, key, given, reason=reason)
    if until is not None:
        acts["tunda"] = lambda asked, key: snoozing.snooze(kernel, asked, key, until, reason=reason)
    return acts.get(word), faults


def _faults(word: str) -> list[Fault]:
    faults = []
    ticked = len(_ticked())
    if not ticked:
        faults.append(posting.fault("tugas", "Tick the tasks that are meant."))
    if ticked > _MOST:
        faults.append(posting.fault("tugas", "Tick at most %(most)s tasks at once.", most=_MOST))
    if word not in worklist.ACTIONS:
        faults.append(posting.fault("tindakan", "Choose what is to be done with them."))
    if word != "ambil":
        faults += posting.missing("alasan")
    return faults


def _officer(word: str, faults: list[Fault]) -> Actor | None:
    if word != "serahkan":
        return None
    who = officers.find(asking.kernel(), posting.text("kepada"))
    if who is None:
        faults.append(posting.fault("kepada", "Choose the officer who is to go on with them."))
        return None
    return who.actor


def _until(word: str, rows: dict[int, TaskRow], faults: list[Fault]) -> datetime | None:
    if word != "tunda":
        return None
    office = min((row.office for row in rows.values()), default=min(auth.actor().offices))
    until = snoozes.read(office)
    if isinstance(until, Fault):
        faults.append(until)
        return None
    return until


def _named(one: Outcome) -> Outcome:
    """The outcome with the holder's name instead of the sign-in name."""
    refused = one.error
    if not isinstance(refused, AlurError) or "holder" not in refused.params:
        return one
    params = {**refused.params, "holder": person(str(refused.params["holder"]))}
    return replace(one, error=type(refused)(**params))


def _words(row: TaskRow) -> tuple[str, str]:
    number = row.business_key or gettext("no number yet")
    return f"{number} · {texts.said(row.name) or row.element}", url_for("tasks.show", task=row.key)
