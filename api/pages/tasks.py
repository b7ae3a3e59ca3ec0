"""The task page: take it, fill its form, keep a draft, complete it. The rules are the services'."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final

from flask import Blueprint, flash, redirect, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext, lazy_gettext

from api import asking, auth, errors
from api.access import allow
from api.pages import (
    beside,
    clashing,
    forming,
    handing,
    lateness,
    onward,
    revealing,
    telling,
    terms,
    uploading,
)
from api.pages.handing import HandOverInvalid
from api.pages.lateness import LateEntry
from engine.errors import AnswersInvalid, Conflict, Fault
from engine.services import notes, reading, tasks
from engine.services.kernel import Kernel, Request
from engine.services.reading.views import TaskView
from engine.services.receipts import TaskReceipt
from engine.values import JsonValue, UserTaskState

blueprint = Blueprint("tasks", __name__)

#: why the reader cannot work on a task now, by the stable code of what stands in the way
_REFUSALS: Final = {
    "separation-of-duties": lazy_gettext(
        "You did an earlier step of this case that must be checked by somebody else."
    ),
    "case-not-active": lazy_gettext("The case is suspended or has ended."),
}
_SHORTEST_REASON: Final = 5
_MINIMAL: Final = "return=minimal"
_REPRESENTATION: Final = "return=representation"


@dataclass(frozen=True, slots=True, kw_only=True)
class _Typed:
    """What was sent with a page that is shown again, and what is to be said beside it.

    `aside`: what is wrong in the fields beside the form (`_buka`, `_catatan`), by field.
    """

    answers: Mapping[str, JsonValue] | None = None
    faults: tuple[Fault, ...] = ()
    late: LateEntry | None = None
    handed: tuple[Fault, ...] = ()
    aside: tuple[Fault, ...] = ()
    disclosed: bool = False


@blueprint.get("/tugas/<key:task>")
@allow()
def show(task: int) -> ResponseReturnValue:
    return _page(_view(task))


@blueprint.post("/tugas/<key:task>/ambil")
@allow()
def claim(task: int) -> ResponseReturnValue:
    return _change(tasks.claim, task, onward.task_address(task))


@blueprint.post("/tugas/<key:task>/lepas")
@allow()
def release(task: int) -> ResponseReturnValue:
    flash(gettext("The task is back with its group."), "success")
    return _change(tasks.unclaim, task, onward.home())


@blueprint.post("/tugas/<key:task>/serahkan")
@allow()
def hand_over(task: int) -> ResponseReturnValue:
    """Give the task to another officer, with reason; its holder or a supervisor."""
    view = _view(task)
    try:
        name = handing.hand_over(task)
    except HandOverInvalid as refused:
        return _page(view, _Typed(handed=refused.faults)), 422
    except Conflict as conflict:
        return clashing.page(_view(task), {}, conflict)
    flash(gettext("The task is now with %(who)s.", who=name), "success")
    return redirect(onward.home(), 303)


@blueprint.post("/tugas/<key:task>/simpan")
@allow()
def save(task: int) -> ResponseReturnValue:
    """Keep a draft; also how fields appear that depend on others, and how rows come and go.

    A script says by the header `Prefer` (RFC 7240) what it wants back: nothing, or the page as the
    answers make it, without a word said.
    """
    view = _view(task)
    answers = forming.change_rows(uploading.sent(view))
    try:
        tasks.save_draft(asking.kernel(), asking.as_posted(), task, answers)
    except Conflict as conflict:
        return clashing.page(_view(task), answers, conflict)
    if uploading.faults():
        return _page(view, _Typed(answers=answers, faults=uploading.faults())), 422
    preferred = request.headers.get("Prefer", "")
    if preferred == _MINIMAL:
        return "", 204
    if preferred == _REPRESENTATION:
        warnings = forming.seen_warnings(view, answers)
        return _page(view, _Typed(answers=answers, faults=warnings))
    flash(gettext("Your draft is kept."), "success")
    return _again(task)


@blueprint.post("/tugas/<key:task>/selesai")
@allow()
def complete(task: int) -> ResponseReturnValue:
    """Complete the task and go on with the case, or back to where the officer came from."""
    view = _view(task)
    answers, late = uploading.sent(view), lateness.sent()
    slip = onward.slip_of(view.row.root_key)
    try:
        told = uploading.all_faults(view, answers) or forming.unseen_warnings(view, answers)
        if late.faults or told:
            tasks.save_draft(asking.kernel(), asking.as_posted(), task, answers)
            return _page(view, _Typed(answers=answers, faults=told, late=late)), 422
        tasks.complete(asking.kernel(), asking.as_posted(lateness.instant_of(late)), task, answers)
    except AnswersInvalid as refused:
        typed = _Typed(answers=answers, faults=refused.faults, late=late)
        return _page(view, typed), errors.status_of(refused)
    except Conflict as conflict:
        return clashing.page(_view(task), answers, conflict)
    return onward.lead_on(view.row, slip)


@blueprint.post("/tugas/<key:task>/buka")
@allow()
def unmask(task: int) -> ResponseReturnValue:
    """Show personal data in full, once; the reason is kept with the case, what was typed stays."""
    view = _view(task)
    answers = _sent(view)
    reason = request.form.get("_buka", "").strip()
    if len(reason) < _SHORTEST_REASON:
        fault = Fault(rule="reason-missing", element="_buka", message="A reason is needed.")
        return _page(view, _Typed(answers=answers, aside=(fault,))), 422
    revealing.asked(view.row.root_key, reason, view.variables, beside.labels_of(view))
    return _page(view, _Typed(answers=answers, disclosed=True))


@blueprint.post("/tugas/<key:task>/catatan")
@allow()
def add_note(task: int) -> ResponseReturnValue:
    """Add a note to the case; what was typed into the form is kept as its draft."""
    view = _view(task)
    answers, text = _sent(view), request.form.get("_catatan", "").strip()
    if not text:
        fault = Fault(rule="required", element="_catatan", message="Write something first.")
        return _page(view, _Typed(answers=answers, aside=(fault,))), 422
    notes.add(asking.kernel(), asking.as_posted(), view.row.root_key, text)
    try:
        if answers is not None:
            tasks.save_draft(asking.kernel(), asking.as_posted(), task, answers)
    except Conflict as conflict:
        return clashing.page(_view(task), answers or {}, conflict)
    flash(gettext("Your note was kept."), "success")
    return _again(task)


def _change(
    change: Callable[[Kernel, Request, int], TaskReceipt], task: int, then: str
) -> ResponseReturnValue:
    try:
        change(asking.kernel(), asking.as_posted(), task)
    except Conflict as conflict:
        return clashing.page(_view(task), {}, conflict)
    return redirect(then, 303)


def _again(task: int) -> ResponseReturnValue:
    return redirect(onward.task_address(task, lateness.kept().arguments), 303)


def _view(task: int) -> TaskView:
    return reading.task(asking.kernel(), auth.actor(), task)


def _sent(view: TaskView) -> dict[str, JsonValue] | None:
    """The answers sent along with something else; None from who only looks at the task."""
    if not (_is_open(view) and view.row.assignee == auth.actor().id and view.may_complete):
        return None
    return uploading.sent(view)


def _is_open(view: TaskView) -> bool:
    return view.row.state == UserTaskState.CREATED


def _page(view: TaskView, typed: _Typed | None = None) -> str:
    typed = typed or _Typed()
    form, is_mine = forming.form_of(view), view.row.assignee == auth.actor().id
    laid_out = forming.present(form, view, typed.answers, typed.faults) if form else None
    works = _is_open(view) and is_mine and view.may_complete
    return render_template(
        "pages/task.html",
        view=view,
        late=typed.late or lateness.kept(),
        handing=handing.offer(view.row, typed.handed),
        form=revealing.of_form(view, laid_out, works=works),
        beside=beside.of_task(view, disclosed=typed.disclosed),
        aside=typed.aside,
        typed_aside={name: request.form.get(name, "") for name in ("_buka", "_catatan")},
        is_open=_is_open(view),
        is_mine=is_mine,
        refusal=_REFUSALS.get(view.refusal, ""),
        causes=telling.CAUSES,
        due=terms.due(view.row.office, view.row.due_at) if view.row.due_at else "",
        origin=onward.origin(),
        home=onward.home(),
    )
