"""/v2/deployments and /v2/process-definitions."""

from __future__ import annotations

from flask import Response, request
from flask.typing import ResponseReturnValue
from flask_smorest.fields import Upload
from marshmallow import fields, validate

from api import asking, auth
from api.access import allow
from api.v2.endpoints import TENANT, Body, Key, Resource, Wire, name_field
from api.v2.searching import Filter, answer_all, search_answer, search_request, unpack
from engine.errors import Fault, Invalid, NotFound
from engine.services import deployments, reading
from engine.services.reading.views import DefinitionView
from engine.services.receipts import DeployedDefinition, DeploymentReceipt

resource = Resource("Definitions", "Deployments and process definitions.")


class Upload_(Wire):  # noqa: N801  # `Upload` is the field's own name
    """A multipart body: one part `resources` a file (.bpmn, .dmn, .form)."""

    resources = fields.List(Upload(), required=True, validate=validate.Length(min=1))


class ProcessDefinition(Wire):
    process_definition_key = Key(attribute="key")
    process_definition_id = fields.String(attribute="id")
    name = fields.String()
    version = fields.Integer()
    version_tag = fields.String()
    resource_name = fields.String(attribute="file")
    deployment_key = Key()
    tenant_id = fields.Constant(TENANT)


class ProcessDefinitionFilter(Filter):
    process_definition_id = name_field()
    is_latest_version = fields.Boolean(load_default=False)


ProcessDefinitionSearch = search_request("ProcessDefinition", ProcessDefinitionFilter)
ProcessDefinitionSearchAnswer = search_answer("ProcessDefinition", ProcessDefinition)


class Deployment(Wire):
    deployment_key = Key()
    deployments = fields.List(fields.Dict())
    warnings = fields.List(fields.String())
    tenant_id = fields.Constant(TENANT)


@resource.route("/deployments", "POST")
@resource.accepts(Upload_, "files")
@resource.answers(200, Deployment)
@allow("deploy")
def deploy(body: Body) -> Body:
    """Check and deploy all files, or none: a refusal lists every fault of every file."""
    del body  # read from the request itself: names count, and twice the same name is a fault
    receipt = deployments.deploy(asking.kernel(), asking.as_sent(), _files())
    return {
        "deployment_key": receipt.key,
        "deployments": _deployed(receipt),
        "warnings": list(receipt.warnings),
    }


def _files() -> dict[str, bytes]:
    files: dict[str, bytes] = {}
    for part in request.files.getlist("resources"):
        name = (part.filename or "").replace("\\", "/").rsplit("/", 1)[-1]
        if not name or name in files:
            raise Invalid(
                (
                    Fault(
                        rule="file-name",
                        file=name,
                        message="A file has no name, or two files have the same.",
                        advice="Give every file its own name.",
                    ),
                )
            )
        files[name] = part.read()
    return files


def _deployed(receipt: DeploymentReceipt) -> list[Body]:
    return [_WRITERS[definition.kind](definition) for definition in receipt.definitions]


def _process(definition: DeployedDefinition) -> Body:
    return {
        "processDefinition": {
            "processDefinitionId": definition.id,
            "processDefinitionVersion": definition.version,
            "processDefinitionKey": str(definition.key),
            "resourceName": definition.file,
            "tenantId": TENANT,
        }
    }


def _decision(definition: DeployedDefinition) -> Body:
    return {
        "decisionDefinition": {
            "decisionDefinitionId": definition.id,
            "name": definition.name,
            "version": definition.version,
            "decisionDefinitionKey": str(definition.key),
            "tenantId": TENANT,
        }
    }


def _form(definition: DeployedDefinition) -> Body:
    return {
        "form": {
            "formId": definition.id,
            "version": definition.version,
            "formKey": str(definition.key),
            "resourceName": definition.file,
            "tenantId": TENANT,
        }
    }


_WRITERS = {"process": _process, "decision": _decision, "form": _form}


@resource.route("/process-definitions/search", "POST")
@resource.accepts(ProcessDefinitionSearch)
@resource.answers(200, ProcessDefinitionSearchAnswer)
@allow()
def search(body: Body) -> Body:
    """Deployed process definitions by id and falling version."""
    asked = unpack(body)
    found = reading.definitions(
        asking.kernel(),
        auth.actor(),
        latest_only=asked.filter.get("is_latest_version", False),
        definition_id=asked.filter.get("process_definition_id", ""),
    )
    return answer_all(found, asked.skip)


@resource.route("/process-definitions/<key:definition>", "GET")
@resource.answers(200, ProcessDefinition)
@allow()
def read(definition: int) -> DefinitionView:
    """Read one process definition."""
    view = reading.definition(asking.kernel(), auth.actor(), definition)
    if view.kind != "process":
        raise NotFound(kind="process definition", key=definition)
    return view


@resource.route("/process-definitions/<key:definition>/xml", "GET")
@resource.answers(200)
@allow()
def xml(definition: int) -> ResponseReturnValue:
    """The diagram as it was deployed."""
    read_view = reading.definition(asking.kernel(), auth.actor(), definition)
    if read_view.kind != "process":
        raise NotFound(kind="process definition", key=definition)
    content = reading.definition_content(asking.kernel(), auth.actor(), definition)
    return Response(content, mimetype="text/xml")
