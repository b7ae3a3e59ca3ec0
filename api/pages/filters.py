"""The reader's saved filters of the work list: keep one, choose, rename, delete."""

from __future__ import annotations

from collections.abc import Iterable

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from api import asking, auth, errors
from api.access import allow
from api.pages import listing, posting
from engine.errors import Fault, Invalid
from engine.services import filtering
from engine.services.filtering import FilterNameTaken, TooManyFilters

blueprint = Blueprint("filters", __name__)


@blueprint.get("/tugas/saringan")
@allow()
def show() -> ResponseReturnValue:
    return _page()


@blueprint.post("/tugas/saringan")
@allow()
def save() -> ResponseReturnValue:
    """Keep what the list is narrowed to and ordered by, under a name."""
    terms = {name: word for name in listing.TERMS if (word := posting.text(name))}
    try:
        kept = filtering.save(asking.kernel(), auth.actor(), posting.text("nama"), terms)
    except (Invalid, TooManyFilters) as refused:
        return _refused(refused, "nama")
    flash(gettext("The filter “%(name)s” is kept.", name=kept.name), "success")
    return redirect(url_for("worklist.show", saring=kept.key), 303)


@blueprint.post("/tugas/saringan/<key:saved>/nama")
@allow()
def rename(saved: int) -> ResponseReturnValue:
    try:
        filtering.rename(asking.kernel(), auth.actor(), saved, posting.text(f"nama-{saved}"))
    except (Invalid, FilterNameTaken) as refused:
        return _refused(refused, f"nama-{saved}")
    flash(gettext("The filter has its new name."), "success")
    return redirect(url_for("filters.show"), 303)


@blueprint.post("/tugas/saringan/<key:saved>/utama")
@allow()
def choose(saved: int) -> ResponseReturnValue:
    """Let the work list begin with a filter; chosen again, with none."""
    own = {one.key: one for one in listing.own_filters()}
    is_default = saved in own and own[saved].is_default
    filtering.choose(asking.kernel(), auth.actor(), None if is_default else saved)
    return redirect(url_for("filters.show"), 303)


@blueprint.post("/tugas/saringan/<key:saved>/hapus")
@allow()
def delete(saved: int) -> ResponseReturnValue:
    filtering.delete(asking.kernel(), auth.actor(), saved)
    flash(gettext("The filter was deleted."), "success")
    return redirect(url_for("filters.show"), 303)


def _refused(
    refused: Invalid | FilterNameTaken | TooManyFilters, element: str
) -> ResponseReturnValue:
    params = dict(refused.params)
    fault = Fault(rule=refused.code, element=element, message=refused.message, params=params)
    return _page([fault]), 422 if isinstance(refused, Invalid) else errors.status_of(refused)


def _page(faults: Iterable[Fault] = ()) -> str:
    return render_template(
        "pages/filters.html", saved=listing.own_filters(), faults=list(faults), text=posting.text
    )
