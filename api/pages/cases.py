"""Cases: search, and one case with its diagram, data, history, notes and what waits in it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from api import asking, auth, texts
from api.access import allow
from api.pages import chronicle, diagrams, disclosing, labelling, revealing, telling
from engine.errors import Fault, Invalid
from engine.services import cases, notes, reading
from engine.services.kernel import Kernel, Request
from engine.services.reading import outlines
from engine.services.reading.views import CaseQuery, CaseView, StepView, TaskRow
from engine.services.receipts import CaseReceipt
from engine.values import CaseState
from office import progress
from office.stock import allocations

blueprint = Blueprint("cases", __name__)

_PAGE_SIZE: Final = 50
_SHORTEST_REASON: Final = 5


@blueprint.get("/kasus")
@allow()
def search() -> ResponseReturnValue:
    query = CaseQuery(
        business_key=request.args.get("nomor", "").strip(),
        process_id=request.args.get("prosedur", ""),
        state=request.args.get("keadaan", ""),
        size=_PAGE_SIZE,
        after=request.args.get("sesudah", ""),
    )
    page = reading.cases(asking.kernel(), auth.actor(), query)
    if query.business_key and len(page.items) == 1:
        return redirect(url_for("cases.show", case=page.items[0].key), 303)
    running = [row.root_key for row in page.items if row.ended_at is None]
    return render_template(
        "pages/cases.html",
        page=page,
        query=query,
        states=telling.STATES,
        steps=reading.steps(asking.kernel(), auth.actor(), running),
        name_of=diagrams.name_of,
        procedures=_procedures(),
    )


@blueprint.get("/kasus/<key:case>")
@allow()
def show(case: int) -> ResponseReturnValue:
    return _page(_view(case))


@blueprint.post("/kasus/<key:case>/buka")
@allow()
def unmask(case: int) -> ResponseReturnValue:
    """Show personal data in full, once; the reason is kept with the case."""
    view = _view(case)
    reason = _reason()
    labels = labelling.labels(diagrams.forms_of(view.family.values()))
    revealing.asked(case, reason, view.variables, labels)
    return _page(view, disclosed=True)


@blueprint.post("/kasus/<key:case>/catatan")
@allow()
def add_note(case: int) -> ResponseReturnValue:
    text = request.form.get("catatan", "").strip()
    if not text:
        flash(gettext("Write something first."), "warning")
    else:
        notes.add(asking.kernel(), asking.as_posted(), case, text)
        flash(gettext("Your note was kept."), "success")
    return redirect(url_for("cases.show", case=case) + "#notes", 303)


@blueprint.post("/kasus/<key:case>/batal")
@allow("supervise")
def cancel(case: int) -> ResponseReturnValue:
    return _change(cases.cancel, case, gettext("The case was ended."))


@blueprint.post("/kasus/<key:case>/tunda")
@allow("administer")
def suspend(case: int) -> ResponseReturnValue:
    return _change(cases.suspend, case, gettext("The case is suspended."))


@blueprint.post("/kasus/<key:case>/lanjut")
@allow("administer")
def resume(case: int) -> ResponseReturnValue:
    return _change(cases.resume, case, gettext("The case goes on."))


def _procedures() -> dict[str, str]:
    found = outlines.procedures(asking.kernel())
    return {process: texts.said(name) for process, name in found.items()}


def _change(
    change: Callable[[Kernel, Request, int, str], CaseReceipt], case: int, done: str
) -> ResponseReturnValue:
    change(asking.kernel(), asking.as_posted(), case, _reason())
    flash(done, "success")
    return redirect(url_for("cases.show", case=case), 303)


def _reason() -> str:
    reason = request.form.get("alasan", "").strip()
    if len(reason) < _SHORTEST_REASON:
        fault = Fault(
            rule="reason-missing",
            element="alasan",
            message="A reason is needed.",
            advice="Say in a few words why; it is kept with the case.",
        )
        raise Invalid((fault,))
    return reason


def _view(case: int) -> CaseView:
    return reading.case(asking.kernel(), auth.actor(), case)


def _page(view: CaseView, *, disclosed: bool = False) -> str:
    whole = request.args.get("riwayat") == "lengkap"
    labels = labelling.labels(diagrams.forms_of(view.family.values()))
    done = _done(view)
    facts = disclosing.facts(view.variables, labels, disclosed=disclosed)
    history = chronicle.page(view.row.root_key)
    return render_template(
        "pages/case.html",
        view=view,
        events=telling.tell(history.items, view.family, whole=whole),
        definitions=view.family,
        whole=whole,
        older=history.after,
        traces=telling.trace(view, chronicle.everything(view.row.root_key, history)),
        waits=_waits(view),
        facts=disclosing.group(facts, labels, diagrams.answered(done)),
        has_masked=any(fact.masked for fact in facts),
        disclosed=disclosed,
        states=telling.STATES,
        time=progress.to_show(asking.kernel(), view.row.root_key),
        causes=telling.CAUSES,
        was_ranked=allocations.is_ranked(asking.kernel(), view.row.root_key),
        name_of=diagrams.name_of,
        rights=auth.actor().rights,
        correctable=_correctable(view, done),
        names_of=lambda names: ", ".join(labels.texts.get(name, name) for name in names),
    )


def _waits(view: CaseView) -> list[StepView]:
    """Where it stands beside its tasks, jobs and incidents, which the page tells by themselves."""
    told = {(each.case_key, each.element) for each in view.tasks}
    told |= {(each.case_key, each.element) for each in view.jobs}
    told |= {(each.case_key, each.element) for each in view.incidents}
    is_root = view.row.key == view.row.root_key
    found = reading.steps(asking.kernel(), auth.actor(), [view.row.root_key])
    return [
        step
        for step in found.get(view.row.root_key, ())
        if (step.case_key, step.element) not in told and (is_root or step.case_key == view.row.key)
    ]


def _done(view: CaseView) -> tuple[TaskRow, ...]:
    return reading.completed_tasks(asking.kernel(), auth.actor(), view.row.root_key)


def _correctable(view: CaseView, done: tuple[TaskRow, ...]) -> list[TaskRow]:
    """The completed tasks whose answers the reader may correct: their own, or all to supervise."""
    actor = auth.actor()
    if view.row.state != CaseState.ACTIVE:
        return []
    supervises = "supervise" in actor.rights
    return [task for task in done if supervises or task.completed_by == actor.id]
