"""Incidents: what stands still and why, on the diagram; trying again, one, those ticked, or all of
one cause.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Final

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext, ngettext

from api import asking, auth
from api.access import allow
from api.keys import read_key
from api.pages import chronicle, diagrams, explaining, labelling, telling
from engine.errors import NotFound
from engine.rules.lifecycle import IncidentState
from engine.services import incidents, reading
from engine.services.reading.troubled import IncidentQuery, IncidentView, JobView
from engine.services.reading.views import TaskRow
from engine.services.receipts import IncidentReceipt
from engine.values import CaseState

blueprint = Blueprint("incidents", __name__)

_PAGE_SIZE: Final = 50
#: incidents of one cause that one request tries: its answer must not keep the reader waiting
_AT_ONCE: Final = 25
_DIGITS: Final = 7
_STATES: Final = {"": IncidentState.ACTIVE.value, "selesai": IncidentState.RESOLVED.value}


@blueprint.get("/insiden")
@allow("administer", "supervise", "audit")
def show() -> ResponseReturnValue:
    kernel, actor, asked = asking.kernel(), auth.actor(), request.args
    state = asked.get("keadaan", "") if asked.get("keadaan", "") in _STATES else ""
    query = replace(
        _cause(asked), state=_STATES[state], size=_PAGE_SIZE, after=asked.get("sesudah", "")
    )
    return render_template(
        "pages/incidents.html",
        page=reading.incidents(kernel, actor, query),
        causes=reading.causes(kernel, actor),
        query=query,
        state=state,
        may_retry=_may_retry() and not state,
        name_of=diagrams.name_of,
        explain=explaining.explain,
    )


@blueprint.get("/insiden/<key:incident>")
@allow("administer", "supervise", "audit")
def show_one(incident: int) -> ResponseReturnValue:
    kernel, actor = asking.kernel(), auth.actor()
    found = reading.incident(kernel, actor, incident)
    view = reading.case(kernel, actor, found.case_key)
    history = chronicle.page(view.row.root_key)
    trace = telling.trace(view, chronicle.everything(view.row.root_key, history))
    names = explaining.names_read(found.definition_key, found.element)
    earlier = IncidentQuery(
        state="", case_key=found.root_key, element=found.element, size=_PAGE_SIZE
    )
    return render_template(
        "pages/incident.html",
        incident=found,
        case=view.row,
        is_open=found.state == IncidentState.ACTIVE,
        explanation=explaining.explain(found.code),
        names=names,
        traces=replace(trace, failed=found.element),
        job=_job(found),
        earlier=[
            each
            for each in reading.incidents(kernel, actor, earlier).items
            if each.key != found.key
        ],
        correctable=_correctable(found, names) if view.row.state == CaseState.ACTIVE else (),
        alike=_alike(found),
        may_retry=_may_retry() and view.row.state == CaseState.ACTIVE,
        states=telling.STATES,
        name_of=diagrams.name_of,
    )


@blueprint.post("/insiden/<key:incident>/ulang")
@allow("administer", "supervise")
def retry_one(incident: int) -> ResponseReturnValue:
    kernel = asking.kernel()
    reading.incident(kernel, auth.actor(), incident)
    try:
        incidents.retry(kernel, asking.as_posted(), incident)
    except NotFound:  # it is there, and open no longer
        flash(gettext("Somebody tried it again already, or the step is over."), "warning")
    else:
        told = gettext("It was tried again. If it fails once more, a new incident appears.")
        flash(told, "success")
    return redirect(url_for("incidents.show_one", incident=incident), 303)


@blueprint.post("/insiden/ulang")
@allow("administer", "supervise")
def retry() -> ResponseReturnValue:
    keys = tuple(filter(None, map(read_key, request.form.getlist("insiden"))))[:_PAGE_SIZE]
    if not keys:
        flash(gettext("Tick at least one incident."), "warning")
        return redirect(url_for("incidents.show"), 303)
    _tell(incidents.retry_many(asking.kernel(), asking.as_posted(), keys))
    return redirect(url_for("incidents.show"), 303)


@blueprint.post("/insiden/ulang-sebab")
@allow("administer", "supervise")
def retry_cause() -> ResponseReturnValue:
    """Try the next few of a cause and say how far it is; the page's button goes on, by itself where
    scripts run. Nothing is kept on the server: stopped half way, the rest simply stays open.
    """
    query = replace(_cause(request.form), size=_AT_ONCE, after=request.form.get("sesudah", ""))
    if not (query.process_id and query.element and query.code):
        flash(gettext("Choose the cause that is to be tried again."), "warning")
        return redirect(url_for("incidents.show"), 303)
    tried = incidents.retry_cause(asking.kernel(), asking.as_posted(), query)
    resolved, failed = _number("berhasil") + tried.resolved, _number("gagal") + tried.failed
    return render_template(
        "pages/retrying.html",
        query=query,
        resolved=resolved,
        failed=failed,
        total=max(_number("semua"), resolved + failed),
        after=tried.after,
    )


def _cause(asked: Mapping[str, str]) -> IncidentQuery:
    return IncidentQuery(
        process_id=asked.get("prosedur", ""),
        element=asked.get("elemen", ""),
        code=asked.get("kode", ""),
    )


def _number(field: str) -> int:
    """What the page before counted; it only says how far the run is."""
    text = request.form.get(field, "")
    is_number = text.isascii() and text.isdigit() and len(text) <= _DIGITS
    return int(text) if is_number else 0


def _tell(receipts: tuple[IncidentReceipt, ...]) -> None:
    mended = sum(receipt.resolved for receipt in receipts)
    left = len(receipts) - mended
    if mended:
        flash(
            ngettext(
                "%(num)s incident was tried again.", "%(num)s incidents were tried again.", mended
            ),
            "success",
        )
    if left:
        flash(
            ngettext(
                "%(num)s incident could not be tried again.",
                "%(num)s incidents could not be tried again.",
                left,
            ),
            "error",
        )


def _may_retry() -> bool:
    return bool({"administer", "supervise"} & auth.actor().rights)


def _job(incident: IncidentView) -> JobView | None:
    if incident.job_key is None:
        return None
    try:
        return reading.job(asking.kernel(), auth.actor(), incident.job_key)
    except NotFound:  # an incident outlives its job's row
        return None


def _alike(incident: IncidentView) -> int:
    """How many open incidents have the same cause, this one too."""
    kind = (incident.process_id, incident.element, incident.code)
    found = reading.causes(asking.kernel(), auth.actor())
    same = (one.count for one in found if (one.process_id, one.element, one.code) == kind)
    return next(same, 0)


def _correctable(incident: IncidentView, names: tuple[str, ...]) -> tuple[TaskRow, ...]:
    """Completed steps whose form gave one of these variables, where the reader may correct them."""
    actor = auth.actor()
    if "work" not in actor.rights:
        return ()
    done = reading.completed_tasks(asking.kernel(), actor, incident.root_key)
    labels = labelling.labels(diagrams.forms_of({task.definition_key for task in done}))
    forms = {form for name, form in labels.forms.items() if name.split(".")[0] in names}
    return tuple(
        task
        for task in done
        if _form_of(task) in forms
        and ("supervise" in actor.rights or task.completed_by == actor.id)
    )


def _form_of(task: TaskRow) -> str:
    node = diagrams.nodes_of(task.definition_key).get(task.element)
    return node.extensions.form_id if node is not None else ""
