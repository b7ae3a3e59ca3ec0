"""/v2/process-instances: start, search, read, cancel, suspend, resume."""

from __future__ import annotations

from flask.typing import ResponseReturnValue
from marshmallow import fields, validate

from api import asking, auth
from api.access import allow
from api.v2.endpoints import Ask, Body, Key, Resource, Wire, name_field, variables_field
from api.v2.occurring import occurred_field
from api.v2.searching import Filter, answer, search_answer, search_request, unpack
from engine.services import cases, reading
from engine.services.reading.views import CaseQuery, CaseRow
from engine.services.receipts import CaseReceipt

resource = Resource("Process instances", "Cases: start, search, read, cancel, suspend, resume.")

_LATEST = -1


class ProcessInstance(Wire):
    process_instance_key = Key(attribute="key")
    root_process_instance_key = Key(attribute="root_key")
    parent_process_instance_key = Key(attribute="parent_key", allow_none=True)
    process_definition_id = fields.String(attribute="process_id")
    process_definition_name = fields.String(attribute="process_name")
    process_definition_key = Key(attribute="definition_key")
    process_definition_version = fields.Integer(attribute="definition_version")
    business_id = fields.String(attribute="business_key")
    state = fields.String()
    start_date = fields.AwareDateTime(attribute="started_at")
    end_date = fields.AwareDateTime(attribute="ended_at", allow_none=True)
    has_incident = fields.Function(lambda row: row.incidents > 0)
    tenant_id = fields.Constant("<default>")


class Creation(Ask):
    """By definition id (and version, -1 for the latest) or by definition key."""

    process_definition_id = name_field(load_default="")
    process_definition_version = fields.Integer(
        load_default=_LATEST, strict=True, validate=validate.Range(min=_LATEST)
    )
    process_definition_key = Key(load_default=None, allow_none=True)
    variables = variables_field()
    business_id = fields.String(load_default="", validate=validate.Length(max=100))
    office = name_field(load_default="")
    occurred_at = occurred_field()


class Created(Wire):
    process_instance_key = Key(attribute="key")
    process_definition_id = fields.String(attribute="process_id")
    process_definition_key = Key(attribute="definition_key")
    process_definition_version = fields.Integer(attribute="version")
    business_id = fields.String(attribute="business_key")
    tenant_id = fields.Constant("<default>")


class Reason(Ask):
    reason = fields.String(load_default="", validate=validate.Length(max=1000))


class ProcessInstanceFilter(Filter):
    process_definition_id = name_field()
    process_definition_key = Key()
    business_id = name_field()
    state = fields.String(
        validate=validate.OneOf(["ACTIVE", "SUSPENDED", "COMPLETED", "TERMINATED"])
    )
    has_incident = fields.Boolean()
    office = name_field()


ProcessInstanceSearch = search_request("ProcessInstance", ProcessInstanceFilter)
ProcessInstanceSearchAnswer = search_answer("ProcessInstance", ProcessInstance)


@resource.route("/process-instances", "POST")
@resource.accepts(Creation)
@resource.answers(200, Created)
@allow()
def create(body: Body) -> CaseReceipt:
    """Start a case and run it to its first wait."""
    version = body["process_definition_version"]
    start = cases.Start(
        process_id=body["process_definition_id"],
        version=version if version > 0 else None,
        definition_key=body["process_definition_key"],
        variables=body["variables"] or {},
        business_key=body["business_id"],
        office=body["office"],
    )
    return cases.start(asking.kernel(), asking.as_sent(body["occurred_at"]), start)


@resource.route("/process-instances/search", "POST")
@resource.accepts(ProcessInstanceSearch)
@resource.answers(200, ProcessInstanceSearchAnswer)
@allow()
def search(body: Body) -> Body:
    """Search the cases of one's offices, called ones too, the newest first."""
    asked = unpack(body)
    query = CaseQuery(
        business_key=asked.filter.get("business_id", ""),
        process_id=asked.filter.get("process_definition_id", ""),
        definition_key=asked.filter.get("process_definition_key"),
        state=asked.filter.get("state", ""),
        office=asked.filter.get("office", ""),
        with_incidents=asked.filter.get("has_incident", False),
        roots_only=False,
        size=asked.size,
        after=asked.after,
        skip=asked.skip,
    )
    return answer(reading.cases(asking.kernel(), auth.actor(), query))


@resource.route("/process-instances/<key:case>", "GET")
@resource.answers(200, ProcessInstance)
@allow()
def read(case: int) -> CaseRow:
    """Read one case."""
    return reading.case(asking.kernel(), auth.actor(), case).row


@resource.route("/process-instances/<key:case>/cancellation", "POST")
@resource.accepts(Reason)
@resource.answers(204)
@allow("supervise")
def cancel(body: Body, case: int) -> ResponseReturnValue:
    """End a case at once."""
    cases.cancel(asking.kernel(), asking.as_sent(), case, body["reason"])
    return "", 204


@resource.route("/process-instances/<key:case>/suspension", "POST")
@resource.accepts(Reason)
@resource.answers(204)
@allow("administer")
def suspend(body: Body, case: int) -> ResponseReturnValue:
    """Stop a case until it is resumed."""
    cases.suspend(asking.kernel(), asking.as_sent(), case, body["reason"])
    return "", 204


@resource.route("/process-instances/<key:case>/resumption", "POST")
@resource.accepts(Reason)
@resource.answers(204)
@allow("administer")
def resume(body: Body, case: int) -> ResponseReturnValue:
    """Let a suspended case go on."""
    cases.resume(asking.kernel(), asking.as_sent(), case, body["reason"])
    return "", 204
