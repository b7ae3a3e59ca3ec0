"""/v2/jobs: what workers outside ask for and answer."""

from __future__ import annotations

from typing import Final

from flask.typing import ResponseReturnValue
from marshmallow import fields, validate

from api import asking, auth
from api.access import allow
from api.v2.endpoints import TENANT, Ask, Body, Key, Resource, Wire, name_field, variables_field
from api.v2.searching import Filter, answer, search_answer, search_request, unpack
from engine.services import jobs, reading
from engine.services.reading.troubled import JobQuery
from engine.services.workers import Activation, BpmnError, Failure

resource = Resource("Jobs", "Activation, completion, failure and errors of jobs.")

_MOST_RETRIES: Final = 1000
_MOST_JOBS: Final = 200
_LONGEST_LOCK: Final = 86_400_000
_LONGEST_TEXT: Final = 2000


class Job(Wire):
    job_key = Key(attribute="key")
    type = fields.String()
    state = fields.String()
    retries = fields.Integer()
    worker = fields.String()
    deadline = fields.AwareDateTime(attribute="locked_until", allow_none=True)
    custom_headers = fields.Dict(attribute="headers")
    element_id = fields.String(attribute="element")
    process_definition_id = fields.String(attribute="process_id")
    process_definition_key = Key(attribute="definition_key")
    process_definition_version = fields.Integer(attribute="definition_version")
    process_instance_key = Key(attribute="case_key")
    root_process_instance_key = Key(attribute="root_key")
    business_id = fields.String(attribute="business_key")
    creation_time = fields.AwareDateTime(attribute="created_at")
    kind = fields.Constant("BPMN_ELEMENT")
    tenant_id = fields.Constant(TENANT)


class ActivatedJob(Job):
    variables = fields.Dict()


class Activated(Wire):
    jobs = fields.List(fields.Nested(ActivatedJob))


class ActivationRequest(Ask):
    """`timeout` in milliseconds."""

    type = name_field(required=True)
    worker = name_field(load_default="worker")
    timeout = fields.Integer(
        required=True, strict=True, validate=validate.Range(min=1000, max=_LONGEST_LOCK)
    )
    max_jobs_to_activate = fields.Integer(
        required=True, strict=True, validate=validate.Range(min=1, max=_MOST_JOBS)
    )
    fetch_variable = fields.List(fields.String(), load_default=list)
    request_timeout = fields.Integer(load_default=0, strict=True)
    tenant_ids = fields.List(fields.String(), load_default=list)


class JobCompletion(Ask):
    variables = variables_field()
    result = fields.Raw(load_default=None, allow_none=True)


class FailureRequest(Ask):
    """`retryBackOff` in milliseconds; without it the engine's back-off counts."""

    retries = fields.Integer(
        load_default=None,
        allow_none=True,
        strict=True,
        validate=validate.Range(min=0, max=_MOST_RETRIES),
    )
    error_message = fields.String(load_default="", validate=validate.Length(max=_LONGEST_TEXT))
    retry_back_off = fields.Integer(
        load_default=None,
        allow_none=True,
        strict=True,
        validate=validate.Range(min=0, max=_LONGEST_LOCK),
    )


class ErrorRequest(Ask):
    error_code = name_field(required=True)
    error_message = fields.String(load_default="", validate=validate.Length(max=_LONGEST_TEXT))
    variables = variables_field()


class Changeset(Wire):
    retries = fields.Integer(
        required=True, strict=True, validate=validate.Range(min=1, max=_MOST_RETRIES)
    )


class Update(Ask):
    changeset = fields.Nested(Changeset, required=True)


class JobFilter(Filter):
    type = name_field()
    state = name_field()
    process_instance_key = Key()


JobSearch = search_request("Job", JobFilter)
JobSearchAnswer = search_answer("Job", Job)


@resource.route("/jobs/activation", "POST")
@resource.accepts(ActivationRequest)
@resource.answers(200, Activated)
@allow("administer", services=True)
def activate(body: Body) -> Body:
    """Lock open jobs of a type to a worker. Answers at once: long polling is not offered."""
    what = Activation(
        type=body["type"],
        worker=body["worker"],
        timeout_seconds=body["timeout"] // 1000,
        max_jobs=body["max_jobs_to_activate"],
        fetch=tuple(body["fetch_variable"]),
    )
    return {"jobs": jobs.activate(asking.kernel(), asking.as_sent(), what)}


@resource.route("/jobs/<key:job>/completion", "POST")
@resource.accepts(JobCompletion)
@resource.answers(204)
@allow("administer", services=True)
def complete(body: Body, job: int) -> ResponseReturnValue:
    """Complete a job with its result."""
    jobs.complete(asking.kernel(), asking.as_sent(), job, body["variables"] or {})
    return "", 204


@resource.route("/jobs/<key:job>/failure", "POST")
@resource.accepts(FailureRequest)
@resource.answers(204)
@allow("administer", services=True)
def fail(body: Body, job: int) -> ResponseReturnValue:
    """Report a failure: another try after a while, or with no retries left an incident."""
    back_off = body["retry_back_off"]
    failure = Failure(
        message=body["error_message"],
        retries=body["retries"],
        backoff_seconds=None if back_off is None else back_off // 1000,
    )
    jobs.fail(asking.kernel(), asking.as_sent(), job, failure)
    return "", 204


@resource.route("/jobs/<key:job>/error", "POST")
@resource.accepts(ErrorRequest)
@resource.answers(204)
@allow("administer", services=True)
def throw_error(body: Body, job: int) -> ResponseReturnValue:
    """Throw a BPMN error from the job's element."""
    error = BpmnError(body["error_code"], body["error_message"], body["variables"] or {})
    jobs.throw_error(asking.kernel(), asking.as_sent(), job, error)
    return "", 204


@resource.route("/jobs/<key:job>", "PATCH")
@resource.accepts(Update)
@resource.answers(204)
@allow("administer")
def update(body: Body, job: int) -> ResponseReturnValue:
    """Set a job's retries."""
    retries = body["changeset"]["retries"]
    jobs.update_retries(asking.kernel(), asking.as_sent(), job, retries)
    return "", 204


@resource.route("/jobs/search", "POST")
@resource.accepts(JobSearch)
@resource.answers(200, JobSearchAnswer)
@allow("supervise", "administer", "audit")
def search(body: Body) -> Body:
    """Search jobs, the oldest first."""
    asked = unpack(body)
    query = JobQuery(
        state=asked.filter.get("state", ""),
        type=asked.filter.get("type", ""),
        case_key=asked.filter.get("process_instance_key"),
        size=asked.size,
        after=asked.after,
        skip=asked.skip,
    )
    return answer(reading.jobs(asking.kernel(), auth.actor(), query))
