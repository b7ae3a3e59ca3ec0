"""The work list: my tasks, my groups', everybody's. The read side decides what may be seen."""

from __future__ import annotations

from dataclasses import dataclass

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from api import asking, auth
from api.access import allow
from engine.services import reading
from engine.services.reading.views import Page, SortBy, TaskRow, Whose, WorkListQuery

blueprint = Blueprint("worklist", __name__)

_ADDRESSES = {Whose.MINE: "saya", Whose.GROUPS: "kelompok", Whose.ALL: "semua"}
_SORTS = {
    "mendesak": SortBy.OVERDUE,
    "prioritas": SortBy.PRIORITY,
    "tenggat": SortBy.DUE,
    "lama": SortBy.AGE,
}
_PAGE_SIZE = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class Tab:
    text: str
    address: str
    here: bool


@blueprint.get("/")
@allow()
def home() -> ResponseReturnValue:
    return redirect(url_for("worklist.show"), 303)


@blueprint.get("/tugas")
@allow()
def show() -> ResponseReturnValue:
    actor = auth.actor()
    asked = request.args.get("dari", "")
    whose = next((key for key, word in _ADDRESSES.items() if word == asked), None)
    query = WorkListQuery(
        whose=whose or Whose.MINE,
        sort=_SORTS.get(request.args.get("urut", ""), SortBy.OVERDUE),
        size=_PAGE_SIZE,
        after=request.args.get("sesudah", ""),
        business_key=request.args.get("nomor", "").strip(),
    )
    page = reading.work_list(asking.kernel(), actor, query)
    if whose is None and not page.items:  # nothing of mine: show what I could take
        query = WorkListQuery(whose=Whose.GROUPS, size=_PAGE_SIZE)
        page = reading.work_list(asking.kernel(), actor, query)
    return _page(page, query)


def _page(page: Page[TaskRow], query: WorkListQuery) -> str:
    titles = {
        Whose.MINE: gettext("My tasks"),
        Whose.GROUPS: gettext("My groups' tasks"),
        Whose.ALL: gettext("Everybody's tasks"),
    }
    shorts = {
        Whose.MINE: gettext("Mine"),
        Whose.GROUPS: gettext("My groups'"),
        Whose.ALL: gettext("Everybody's"),
    }
    supervises = "supervise" in auth.actor().rights
    tabs = [
        Tab(
            text=shorts[whose],
            address=url_for("worklist.show", dari=word),
            here=whose is query.whose,
        )
        for whose, word in _ADDRESSES.items()
        if whose is not Whose.ALL or supervises
    ]
    return render_template(
        "pages/worklist.html",
        page=page,
        query=query,
        tabs=tabs,
        title=titles[query.whose],
        whose=_ADDRESSES[query.whose],
        sorts=dict(zip(_SORTS, _sort_texts(), strict=True)),
        sort=next(word for word, sort in _SORTS.items() if sort is query.sort),
    )


def _sort_texts() -> tuple[str, ...]:
    return (
        gettext("most urgent first"),
        gettext("by priority"),
        gettext("by due time"),
        gettext("oldest first"),
    )
