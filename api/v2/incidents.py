"""/v2/incidents: search, read, resolve."""

from __future__ import annotations

from flask.typing import ResponseReturnValue
from marshmallow import fields, validate

from api import asking, auth
from api.access import allow
from api.v2.endpoints import TENANT, Ask, Body, Key, Resource, Wire, name_field
from api.v2.searching import Filter, answer, search_answer, search_request, unpack
from engine.services import incidents, reading
from engine.services.reading.troubled import IncidentQuery, IncidentView

resource = Resource("Incidents", "What stands still after a failure: search, read, resolve.")


class Incident(Wire):
    """`errorType` is the stable code of the cause."""

    incident_key = Key(attribute="key")
    process_instance_key = Key(attribute="case_key")
    root_process_instance_key = Key(attribute="root_key")
    process_definition_id = fields.String(attribute="process_id")
    process_definition_key = Key(attribute="definition_key")
    business_id = fields.String(attribute="business_key")
    element_id = fields.String(attribute="element")
    error_type = fields.Function(lambda view: view.code.upper().replace("-", "_"))
    error_message = fields.String(attribute="message")
    state = fields.String()
    job_key = Key(allow_none=True)
    creation_time = fields.AwareDateTime(attribute="raised_at")
    tenant_id = fields.Constant(TENANT)


class Resolution(Ask):
    """`retries`: of the job, when the incident is about one (not in Camunda 8: there the job is
    changed first).
    """

    retries = fields.Integer(load_default=1, strict=True, validate=validate.Range(min=1, max=1000))


class IncidentFilter(Filter):
    state = fields.String(load_default="", validate=validate.OneOf(["", "ACTIVE", "RESOLVED"]))
    process_instance_key = Key()
    process_definition_id = name_field()
    element_id = name_field()


IncidentSearch = search_request("Incident", IncidentFilter)
IncidentSearchAnswer = search_answer("Incident", Incident)


@resource.route("/incidents/search", "POST")
@resource.accepts(IncidentSearch)
@resource.answers(200, IncidentSearchAnswer)
@allow("supervise", "administer", "audit")
def search(body: Body) -> Body:
    """Search incidents, the newest first."""
    asked = unpack(body)
    query = IncidentQuery(
        state=asked.filter.get("state", ""),
        case_key=asked.filter.get("process_instance_key"),
        process_id=asked.filter.get("process_definition_id", ""),
        element=asked.filter.get("element_id", ""),
        size=asked.size,
        after=asked.after,
        skip=asked.skip,
    )
    return answer(reading.incidents(asking.kernel(), auth.actor(), query))


@resource.route("/incidents/<key:incident>", "GET")
@resource.answers(200, Incident)
@allow("supervise", "administer", "audit")
def read(incident: int) -> IncidentView:
    """Read one incident."""
    return reading.incident(asking.kernel(), auth.actor(), incident)


@resource.route("/incidents/<key:incident>/resolution", "POST")
@resource.accepts(Resolution)
@resource.answers(204)
@allow("administer")
def resolve(body: Body, incident: int) -> ResponseReturnValue:
    """Try again what raised the incident."""
    incidents.retry(asking.kernel(), asking.as_sent(), incident, retries=body["retries"])
    return "", 204
