"""Correcting what was answered in a completed task: in place, or back on the desk. With a reason.

Who may do which is decided by `engine.services.corrections`; what forms ask by `forms`.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from api import asking, auth, errors, texts
from api.access import allow
from api.pages import forming, revealing
from engine.errors import AnswersInvalid, Conflict, Fault, NotFound
from engine.services import corrections, reading
from engine.services.corrections import NotYourAnswer
from engine.services.reading.views import TaskView
from engine.values import JsonValue, UserTaskState, Variables

blueprint = Blueprint("correcting", __name__)

#: buttons that only lay the page out anew
_LAYOUT: Final = frozenset({"tambah", "hapus", "segarkan"})


@blueprint.get("/tugas/<key:task>/perbaiki")
@allow()
def show(task: int) -> ResponseReturnValue:
    return _page(_view(task), None)


@blueprint.post("/tugas/<key:task>/perbaiki")
@allow()
def correct(task: int) -> ResponseReturnValue:
    """Correct the answers; with the button `buka_lagi` the task goes back on the desk as well."""
    view = _view(task)
    answers = forming.sent_answers(forming.form_of(view))
    if _LAYOUT & request.form.keys():
        return _page(view, forming.change_rows(answers))
    faults: tuple[Fault, ...] = ()
    values: Variables = {}
    try:
        values = forming.cleaned(view, answers)
    except AnswersInvalid as refused:
        faults = refused.faults
    if faults or not _reason():
        return _page(view, answers, faults, reason_missing=not _reason()), 422
    try:
        return _write(view, _changes(values, view.variables))
    except Conflict as conflict:
        told = errors.describe(conflict)
        return _page(view, answers, conflict=told), errors.status_of(conflict)


def _write(view: TaskView, changes: Variables) -> ResponseReturnValue:
    kernel, asked, row = asking.kernel(), asking.as_posted(), view.row
    if "buka_lagi" in request.form:
        corrections.reopen(kernel, asked, row.key, changes, reason=_reason())
        flash(
            gettext("“%(name)s” is on the desk again.", name=texts.said(row.name) or row.element),
            "success",
        )
    elif not changes:
        flash(gettext("Nothing was changed."), "warning")
    else:
        corrections.correct(kernel, asked, row.case_key, changes, reason=_reason())
        flash(gettext("The answers were corrected."), "success")
    return redirect(url_for("cases.show", case=row.root_key) + "#history", 303)


def _changes(values: Variables, known: Variables) -> dict[str, JsonValue]:
    """What differs from what the case knows; what other forms put into an object stays in it."""
    merged = {name: _merged(known.get(name), value) for name, value in values.items()}
    return {name: value for name, value in merged.items() if known.get(name) != value}


def _merged(old: JsonValue, new: JsonValue) -> JsonValue:
    if not isinstance(old, dict) or not isinstance(new, dict):
        return new
    return old | {name: _merged(old.get(name), value) for name, value in new.items()}


def _reason() -> str:
    return request.form.get("alasan", "").strip()


def _view(task: int) -> TaskView:
    """The completed task, for who completed it and for supervisors.

    Raises:
        NotFound: it is not completed, or not for this reader to see.
        NotYourAnswer: somebody else completed it.
    """
    actor = auth.actor()
    view = reading.task(asking.kernel(), actor, task)
    if view.row.state != UserTaskState.COMPLETED:
        raise NotFound(kind="user task", key=str(task))
    if "supervise" not in actor.rights and view.row.completed_by != actor.id:
        raise NotYourAnswer
    return view


def _page(
    view: TaskView,
    answers: Mapping[str, JsonValue] | None,
    faults: tuple[Fault, ...] = (),
    *,
    reason_missing: bool = False,
    conflict: str = "",
) -> str:
    form = forming.form_of(view)
    laid_out = forming.present(form, view, answers, faults) if form is not None else None
    root = reading.case(asking.kernel(), auth.actor(), view.row.root_key).row
    return render_template(
        "pages/correcting.html",
        view=view,
        form=revealing.of_form(view, laid_out, works=True),
        version=root.version,
        reason=_reason(),
        reason_missing=reason_missing,
        conflict=conflict,
        may_correct="supervise" in auth.actor().rights and form is not None,
    )
