"""Procedures: the deployed definitions, their diagrams and versions."""

from __future__ import annotations

from flask import Blueprint, Response, render_template
from flask.typing import ResponseReturnValue

from api import asking, auth, texts
from api.access import allow
from api.pages import diagrams
from engine.errors import NotFound
from engine.services import reading
from engine.services.reading.views import DefinitionView

blueprint = Blueprint("definitions", __name__)


@blueprint.get("/definisi")
@allow()
def show() -> ResponseReturnValue:
    actor, kernel = auth.actor(), asking.kernel()
    return render_template(
        "pages/definitions.html",
        processes=reading.definitions(kernel, actor),
        decisions=reading.definitions(kernel, actor, kind="decision"),
        forms=reading.definitions(kernel, actor, kind="form"),
    )


@blueprint.get("/definisi/<key:definition>")
@allow()
def show_one(definition: int) -> ResponseReturnValue:
    view = _process(definition)
    versions = reading.definitions(
        asking.kernel(), auth.actor(), latest_only=False, definition_id=view.id
    )
    return render_template(
        "pages/definition.html",
        view=view,
        versions=versions,
        steps=diagrams.steps_of(definition),
    )


@blueprint.get("/definisi/<key:definition>/xml")
@allow()
def xml(definition: int) -> ResponseReturnValue:
    _process(definition)
    content = reading.definition_content(asking.kernel(), auth.actor(), definition)
    return Response(texts.diagram_said(content), mimetype="text/xml")


def _process(definition: int) -> DefinitionView:
    view = reading.definition(asking.kernel(), auth.actor(), definition)
    if view.kind != "process":
        raise NotFound(kind="process definition", key=definition)
    return view
