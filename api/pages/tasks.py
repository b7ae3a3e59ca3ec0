"""The task page: take it, fill its form, keep a draft, complete it. The rules are the services'."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Final

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext, lazy_gettext

from api import asking, auth, errors
from api.access import allow
from api.pages import diagrams, disclosing, forming, framing, handing, labelling, lateness
from api.pages.handing import HandOverInvalid
from api.pages.lateness import LateEntry
from engine.errors import AnswersInvalid, Conflict, Fault
from engine.services import reading, tasks
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


@blueprint.get("/tugas/<key:task>")
@allow()
def show(task: int) -> ResponseReturnValue:
    return _page(_view(task))


@blueprint.post("/tugas/<key:task>/ambil")
@allow()
def claim(task: int) -> ResponseReturnValue:
    return _change(tasks.claim, task, url_for("tasks.show", task=task))


@blueprint.post("/tugas/<key:task>/lepas")
@allow()
def release(task: int) -> ResponseReturnValue:
    flash(gettext("The task is back with its group."), "success")
    return _change(tasks.unclaim, task, url_for("worklist.show"))


@blueprint.post("/tugas/<key:task>/serahkan")
@allow()
def hand_over(task: int) -> ResponseReturnValue:
    """Give the task to another officer, with reason; its holder or a supervisor."""
    view = _view(task)
    try:
        name = handing.hand_over(task)
    except HandOverInvalid as refused:
        return _page(view, handed=refused.faults), 422
    except Conflict as conflict:
        return _conflict(task, {}, conflict)
    flash(gettext("The task is now with %(who)s.", who=name), "success")
    return redirect(url_for("worklist.show"), 303)


@blueprint.post("/tugas/<key:task>/simpan")
@allow()
def save(task: int) -> ResponseReturnValue:
    """Keep a draft; also how fields appear that depend on others, and how rows come and go."""
    view = _view(task)
    answers = forming.change_rows(forming.sent_answers(forming.form_of(view)))
    try:
        tasks.save_draft(asking.kernel(), asking.as_posted(), task, answers)
    except Conflict as conflict:
        return _conflict(task, answers, conflict)
    flash(gettext("Your draft is kept."), "success")
    return redirect(url_for("tasks.show", task=task) + lateness.kept().query, 303)


@blueprint.post("/tugas/<key:task>/selesai")
@allow()
def complete(task: int) -> ResponseReturnValue:
    view = _view(task)
    answers, late = forming.sent_answers(forming.form_of(view)), lateness.sent()
    try:
        if late.faults:
            tasks.save_draft(asking.kernel(), asking.as_posted(), task, answers)
            return _page(view, answers, late=late), 422
        tasks.complete(asking.kernel(), asking.as_posted(lateness.instant_of(late)), task, answers)
    except AnswersInvalid as refused:
        return _page(view, answers, refused.faults, late=late), errors.status_of(refused)
    except Conflict as conflict:
        return _conflict(task, answers, conflict)
    name = view.row.name or view.row.element
    flash(gettext("“%(name)s” is done.", name=name), "success")
    return redirect(url_for("worklist.show"), 303)


def _change(
    change: Callable[[Kernel, Request, int], TaskReceipt], task: int, then: str
) -> ResponseReturnValue:
    try:
        change(asking.kernel(), asking.as_posted(), task)
    except Conflict as conflict:
        return _conflict(task, {}, conflict)
    return redirect(then, 303)


def _view(task: int) -> TaskView:
    return reading.task(asking.kernel(), auth.actor(), task)


def _page(
    view: TaskView,
    answers: Mapping[str, JsonValue] | None = None,
    faults: Iterable[Fault] = (),
    late: LateEntry | None = None,
    handed: tuple[Fault, ...] = (),
) -> str:
    form = forming.form_of(view)
    return render_template(
        "pages/task.html",
        view=view,
        late=late or lateness.kept(),
        handing=handing.offer(view.row, handed),
        form=forming.present(form, view, answers, faults) if form is not None else None,
        facts=_known(view),
        is_open=view.row.state == UserTaskState.CREATED,
        is_mine=view.row.assignee == auth.actor().id,
        refusal=_REFUSALS.get(view.refusal, ""),
    )


def _known(view: TaskView) -> list[disclosing.Group]:
    done = reading.completed_tasks(asking.kernel(), auth.actor(), view.row.root_key)
    processes = {view.row.definition_key, *(task.definition_key for task in done)}
    labels = labelling.labels(diagrams.forms_of(processes))
    found = disclosing.facts(view.variables, labels)
    return disclosing.group(found, labels, diagrams.answered(done))


def _conflict(
    task: int, answers: Mapping[str, JsonValue], conflict: Conflict
) -> ResponseReturnValue:
    """Say who was faster, and show what was typed so that nothing is lost."""
    view = _view(task)
    labels = labelling.labels(diagrams.forms_of([view.row.definition_key]))
    page = render_template(
        "pages/task_conflict.html",
        view=view,
        detail=errors.translate(conflict.message, _named(conflict)),
        typed=disclosing.facts(answers, labels, disclosed=True),
    )
    return page, errors.status_of(conflict)


def _named(conflict: Conflict) -> dict[str, str | int]:
    """The conflict's parameters with the holder's name instead of the sign-in name."""
    params = dict(conflict.params)
    if "holder" in params:
        params["holder"] = framing.person(str(params["holder"]))
    return params
