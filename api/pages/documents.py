"""Papers of a case: add one to a task's draft, and look at one, with a reason that is recorded."""

from __future__ import annotations

from typing import Final
from urllib.parse import quote

from flask import Blueprint, Response, make_response, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from api import asking, auth
from api.access import allow
from api.keys import read_key
from api.pages import forming, posting, uploading
from engine.errors import AlurError, Fault
from engine.services import documents, reading, tasks
from engine.services.documents import DocumentView
from engine.services.reading.views import TaskView
from forms.views import FieldView, GroupView, ListView, View
from office import disclosures
from office.disclosures import Shown, Way

blueprint = Blueprint("documents", __name__)

_SHORTEST_REASON: Final = 5
#: what an opened paper may do: be shown
_POLICY: Final = (
    "default-src 'none'; style-src 'unsafe-inline'; "  # the browser's own, around a picture
    "base-uri 'none'; form-action 'none'; frame-ancestors 'none'; sandbox"
)


@blueprint.post("/tugas/<key:task>/berkas")
@allow()
def add(task: int) -> ResponseReturnValue:
    """Keep the files of one field with the task's draft; answers with that field, laid out anew.

    `_isian` names the field; the rest of the form comes along, since fields hang on one another.
    """
    view = reading.task(asking.kernel(), auth.actor(), task)
    answers = uploading.taken(view)
    form = forming.form_of(view)
    page = forming.present(form, view, answers, uploading.faults()) if form else None
    name = request.form.get("_isian", "")
    field = _find(page.items, name) if page else None
    if field is None:
        return "", 404
    tasks.save_draft(asking.kernel(), asking.as_posted(), task, answers)
    status = 422 if uploading.faults() else 200
    return render_template("pages/document_field.html", view=view, field=field), status


@blueprint.get("/berkas/<key:document>")
@allow()
def show(document: int) -> ResponseReturnValue:
    """Ask why a paper is to be looked at; one's own upload is shown without asking."""
    view, content = documents.opened(asking.kernel(), auth.actor(), document)
    if not view.kept:
        return _shown(view, content)
    return _ask(view, _suggestion(view))


@blueprint.post("/berkas/<key:document>")
@allow()
def look(document: int) -> ResponseReturnValue:
    """Record who looks and why, then show the paper."""
    view, content = documents.opened(asking.kernel(), auth.actor(), document)
    reason = posting.text("alasan")
    if len(reason) < _SHORTEST_REASON:
        fault = posting.fault("alasan", "Say in a few words why; it is kept with the case.")
        return _ask(view, reason, (fault,)), 422
    note = gettext("A paper was looked at. Reason: %(reason)s", reason=reason)
    shown = Shown(fields=("berkas",), way=Way.BERKAS, reason=reason, origin=auth.origin())
    disclosures.disclose(asking.kernel(), asking.as_posted(), view.root_key, note, shown)
    return _shown(view, content)


def _ask(view: DocumentView, reason: str, faults: tuple[Fault, ...] = ()) -> str:
    case = reading.case(asking.kernel(), auth.actor(), view.root_key)
    return render_template(
        "pages/document.html", paper=view, case=case.row, values={"alasan": reason}, faults=faults
    )


def _suggestion(view: DocumentView) -> str:
    """The reason that comes with the task the reader comes from; "" from elsewhere."""
    task = read_key(request.args.get("tugas", ""))
    if task is None:
        return ""
    try:
        found: TaskView = reading.task(asking.kernel(), auth.actor(), task)
    except AlurError:
        return ""
    if found.row.root_key != view.root_key:
        return ""
    return str(gettext("For the task: %(name)s", name=found.row.name or found.row.element))


def _shown(view: DocumentView, content: bytes) -> Response:
    """The paper itself; `unduh` asks for a file: older browsers show no PDF in a sandbox."""
    response = make_response(content)
    response.content_type = view.media_type
    response.headers["Content-Security-Policy"] = _POLICY
    how = "attachment" if request.values.get("unduh") else "inline"
    name = quote(view.name, safe="")
    response.headers["Content-Disposition"] = f"{how}; filename*=UTF-8''{name}"
    response.headers["Cache-Control"] = "no-store, private"
    return response


def _find(items: tuple[View, ...], name: str) -> FieldView | None:
    for item in items:
        if isinstance(item, FieldView) and item.name == name:
            return item
        inner: tuple[View, ...] = ()
        if isinstance(item, GroupView):
            inner = item.items
        elif isinstance(item, ListView):
            inner = tuple(each for row in item.rows for each in row.items)
        found = _find(inner, name)
        if found is not None:
            return found
    return None
