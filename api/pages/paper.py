"""Paper for a power cut: blank forms and numbered lists to print beforehand."""

from __future__ import annotations

from dataclasses import dataclass

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from api import asking, auth, texts
from api.access import allow
from api.pages import diagrams, posting, wishes
from engine.bpmn.model import Kind
from engine.errors import NotFound
from engine.services import reading, rights
from engine.services.reading.views import DefinitionView
from forms import blanks, definition
from office import config, offices, paper_lists
from office.paper_lists import SheetCountInvalid

blueprint = Blueprint("paper", __name__)

_MOST_AT_ONCE = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class BlankForm:
    """A deployed form, and the step of the procedure that asks it."""

    key: int
    step: str
    lane: str


@blueprint.get("/kertas")
@allow("work", "administer")
def show() -> ResponseReturnValue:
    """What to print before a cut, and the sheets to enter after it."""
    return _page(office_named(request.args.get("kantor", "")))


@blueprint.post("/kertas/lembar")
@allow("work", "administer")
def allot() -> ResponseReturnValue:
    """Allot new sheets and show them ready to print."""
    office, count = office_named(posting.text("kantor")), posting.text("lembar")
    wanted = int(count) if count.isascii() and count.isdigit() and len(count) < len("999") else 0
    try:
        made = paper_lists.allot(asking.kernel(), asking.as_posted(), office, wanted)
    except SheetCountInvalid as refused:
        return _page(office, refused), 422
    address = url_for("paper.print_sheets", sheet=made[0], sampai=made[-1], kantor=office)
    return redirect(address, 303)


@blueprint.get("/kertas/lembar/<key:sheet>/cetak")
@allow("work", "administer")
def print_sheets(sheet: int) -> ResponseReturnValue:
    """Sheets to print, from this one up to `?sampai=`, at most 50."""
    kernel, actor = asking.kernel(), auth.actor()
    office = office_named(request.args.get("kantor", ""))
    upto = request.args.get("sampai", "")
    last = (
        int(upto) if upto.isascii() and upto.isdigit() and len(upto) <= len(str(sheet)) + 1 else 0
    )
    numbers = range(sheet, min(max(last, sheet), sheet + _MOST_AT_ONCE - 1) + 1)
    found = [paper_lists.sheet(kernel, actor, office, number)[0] for number in numbers]
    held = config.held(kernel, office)
    return render_template(
        "pages/paper_list.html",
        sheets=found,
        office=office,
        title=_title(office),
        services=wishes.services(held.words("antrean.jenis_layanan")),
        priorities=wishes.priorities(held.words("antrean.prioritas")),
    )


@blueprint.get("/kertas/formulir/<key:form>")
@allow("work", "administer")
def blank(form: int) -> ResponseReturnValue:
    """A deployed form, blank, for A4."""
    kernel, actor = asking.kernel(), auth.actor()
    office = office_named(request.args.get("kantor", ""))
    view = reading.definition(kernel, actor, form)
    if view.kind != "form":
        raise NotFound(kind="form", key=str(form))
    content = reading.definition_content(kernel, actor, form)
    with kernel.reads() as session:
        context = kernel.inputs(session, office, kernel.clock.now()).context
    return render_template(
        "pages/paper_form.html",
        items=blanks.layout(definition.read(content, view.file), context, kernel.clock.now()),
        title=_title(office),
        view=view,
        step=next(
            (one.step for one in _forms() if one.key == form), texts.said(view.name) or view.id
        ),
        office=office,
    )


def office_named(named: str) -> str:
    """The office meant: the reader's only one, or the one named."""
    return rights.office_for(auth.actor(), named)


def _page(office: str, refused: SheetCountInvalid | None = None) -> str:
    kernel = asking.kernel()
    sheets = paper_lists.sheets(kernel, auth.actor(), office)
    return render_template(
        "pages/paper.html",
        office=office,
        sheets=sheets,
        used=paper_lists.used(kernel, office, sheets),
        rows=paper_lists.ROWS,
        forms=_forms(),
        values={"lembar": posting.text("lembar") or "1"},
        faults=refused.faults if refused else (),
    )


def _title(office: str) -> str:
    with asking.kernel().reads() as session:
        return offices.identity(session, office).title


def _forms() -> list[BlankForm]:
    """The newest forms that a step of a procedure's newest version asks, by procedure and step."""
    kernel, actor = asking.kernel(), auth.actor()
    newest = {view.id: view for view in reading.definitions(kernel, actor, kind="form")}
    found: dict[int, BlankForm] = {}
    for process in reading.definitions(kernel, actor):
        for form in _asked(process, newest):
            found.setdefault(form.key, form)
    return list(found.values())


def _asked(process: DefinitionView, newest: dict[str, DefinitionView]) -> list[BlankForm]:
    return [
        BlankForm(
            key=newest[node.extensions.form_id].key,
            step=" ".join(node.name.split()) or node.id,
            lane=node.lane,
        )
        for node in diagrams.nodes_of(process.key).values()
        if node.kind is Kind.USER_TASK and node.extensions.form_id in newest
    ]
