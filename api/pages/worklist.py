"""The work list: mine, my groups', everybody's; and taking the next one.

What the address means is `listing`; what is done with ticked rows is `ticking`.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from api import asking, auth, languages
from api.access import allow
from api.pages import listing, posting, snoozes, terms
from api.pages.listing import Asked
from engine.errors import Fault
from engine.services import taking
from engine.services.reading import outlines
from engine.services.reading.views import Page, TaskRow, WorkListQuery
from office import colleagues

blueprint = Blueprint("worklist", __name__)

_MARK_LENGTH = 16
#: what is done with ticked rows, by the word that is posted
ACTIONS = ("ambil", "lepas", "serahkan", "tunda", "bangunkan")


@blueprint.get("/")
@allow()
def home() -> ResponseReturnValue:
    return redirect(url_for("worklist.show"), 303)


@blueprint.get("/tugas")
@allow()
def show() -> ResponseReturnValue:
    """The list; asked for by the page itself (htmx) its rows alone, 204 when they are the same."""
    wanted, page = listing.read(listing.asked(listing.own_filters()))
    if not is_refreshing():
        return whole(wanted, page)
    rows = _rows(wanted, page)
    if request.args.get("tanda") == rows["mark"]:
        return "", 204
    return render_template("parts/task_rows.html", **rows)


@blueprint.post("/tugas/berikutnya")
@allow()
def take_next() -> ResponseReturnValue:
    """Take the most urgent task the reader may take; of those the list was narrowed to, if any."""
    query = WorkListQuery(
        process_id=posting.text("prosedur"),
        element=posting.text("langkah"),
        group=posting.text("kelompok"),
    )
    taken = taking.claim_next(asking.kernel(), asking.as_posted(), query)
    if taken is None:
        flash(gettext("No task waits that you may take."), "warning")
        return redirect(url_for("worklist.show", dari="kelompok"), 303)
    return redirect(url_for("tasks.show", task=taken.key), 303)


def is_refreshing() -> bool:
    """Whether the page asks for its rows again by itself."""
    return request.headers.get("HX-Request") == "true"


def whole(wanted: Asked, page: Page[TaskRow], faults: Iterable[Fault] = ()) -> str:
    """The whole page; with faults of the ticked rows' form what was ticked and typed is kept."""
    actor, saved = auth.actor(), listing.own_filters()
    offices = {row.office for row in page.items} or actor.offices
    return render_template(
        "pages/worklist.html",
        **_rows(wanted, page),
        title=listing.title(wanted),
        tabs=listing.tabs(wanted),
        choices=listing.choices(wanted),
        sorts=listing.SORT_TEXTS,
        snoozed=listing.SNOOZED_TEXTS,
        saved=saved,
        actions=action_texts(),
        untils=snoozes.choices(min(offices, default="")),
        officers=colleagues.names(asking.kernel(), actor),
        values=posting.typed("tindakan", "kepada", *snoozes.FIELDS),
        faults=list(faults),
    )


def action_texts() -> dict[str, str]:
    """What can be done with ticked rows, in words."""
    texts = (
        gettext("Take"),
        gettext("Give back to the group"),
        gettext("Hand over to an officer"),
        gettext("Put off"),
        gettext("Take up again"),
    )
    return dict(zip(ACTIONS, texts, strict=True))


def _rows(wanted: Asked, page: Page[TaskRow]) -> dict[str, object]:
    words = terms.of(page.items)
    return {
        "wanted": wanted,
        "page": page,
        "words": words,
        "takeable": outlines.takeable(auth.actor(), page.items),
        "ticked": frozenset(request.form.getlist("tugas")),
        "place": request.args.get("sesudah", ""),
        "mark": _mark(page, words),
    }


def _mark(page: Page[TaskRow], words: Mapping[int, str]) -> str:
    """What tells whether a reader would see anything new in these rows."""
    now = asking.kernel().clock.now()
    seen = [
        (row.key, row.version, row.overdue, row.snoozed, languages.since(row.created_at, now))
        for row in page.items
    ]
    said = repr((seen, sorted(words.items()), page.total, page.is_more, page.after != ""))
    return hashlib.sha256(said.encode()).hexdigest()[:_MARK_LENGTH]
