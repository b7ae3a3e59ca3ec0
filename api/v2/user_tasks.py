"""/v2/user-tasks: search, read, assign, complete. The rules are `engine.services.tasks`'."""

from __future__ import annotations

from typing import Final

from flask.typing import ResponseReturnValue
from marshmallow import ValidationError, fields, validate

from api import asking, auth, officers, wire
from api.access import allow
from api.pages import revealing
from api.v2.endpoints import Ask, Body, Key, Resource, Wire, name_field, variables_field
from api.v2.occurring import occurred_field
from api.v2.searching import Filter, answer, answer_all, search_answer, search_request, unpack
from engine.errors import NotFound, TaskTaken
from engine.services import reading, snoozing, tasks
from engine.services.kernel import Request
from engine.services.reading.views import SortBy, TaskRow, TaskView, Whose, WorkListQuery

resource = Resource("User tasks", "What people do: search, assign, complete.")

_SORTS: Final = {
    "priority": SortBy.PRIORITY,
    "dueDate": SortBy.DUE,
    "creationDate": SortBy.AGE,
}


_NO_REASON: Final = "Assigned through the API"
_CHANGED: Final = "Changed through the API"
_CHANGES: Final = {
    "due_date": snoozing.DUE,
    "follow_up_date": snoozing.FOLLOW_UP,
    "priority": snoozing.PRIORITY,
}


class UserTask(Wire):
    user_task_key = Key(attribute="key")
    process_instance_key = Key(attribute="case_key")
    root_process_instance_key = Key(attribute="root_key")
    process_definition_key = Key(attribute="definition_key")
    process_definition_id = fields.String(attribute="process_id")
    business_id = fields.String(attribute="business_key")
    element_id = fields.String(attribute="element")
    name = fields.String()
    state = fields.String()
    assignee = fields.String(allow_none=True)
    candidate_groups = fields.List(fields.String(), attribute="groups")
    candidate_users = fields.List(fields.String(), attribute="users")
    priority = fields.Integer()
    form_key = Key(allow_none=True)
    creation_date = fields.AwareDateTime(attribute="created_at")
    due_date = fields.AwareDateTime(attribute="due_at", allow_none=True)
    follow_up_date = fields.AwareDateTime(attribute="follow_up_at", allow_none=True)
    completion_date = fields.AwareDateTime(attribute="completed_at", allow_none=True)
    tenant_id = fields.Constant("<default>")


class UserTaskFilter(Filter):
    assignee = name_field()
    candidate_group = name_field()
    element_id = name_field()
    process_definition_id = name_field()
    process_instance_key = Key()
    business_id = name_field()
    state = fields.String(load_default="CREATED")


class Assignment(Ask):
    assignee = name_field(required=True)
    allow_override = fields.Boolean(load_default=True)
    action = fields.String(load_default="")
    occurred_at = occurred_field()


class UserTaskCompletion(Ask):
    variables = variables_field()
    action = fields.String(load_default="")
    occurred_at = occurred_field()


def _by_diagram(value: object) -> None:
    del value
    raise ValidationError("The diagram sets this; Alur does not change it for a single task.")


class UserTaskChanges(Wire):
    """What Camunda 8 changes of an open task; whom it is offered to is the diagram's alone."""

    candidate_groups = fields.Raw(validate=_by_diagram)
    candidate_users = fields.Raw(validate=_by_diagram)
    due_date = fields.AwareDateTime(allow_none=True)
    follow_up_date = fields.AwareDateTime(allow_none=True)
    priority = fields.Integer(strict=True, validate=validate.Range(0, 100))


class UserTaskUpdate(Ask):
    changeset = fields.Nested(UserTaskChanges, load_default=dict)
    action = fields.String(load_default="")


class Draft(Ask):
    variables = variables_field()


class Form(Wire):
    form_key = Key()
    form_id = fields.String()
    version = fields.Integer()
    schema = fields.String()
    tenant_id = fields.Constant("<default>")


class UserTaskVariable(Wire):
    """`value` is JSON text, as in Camunda 8."""

    name = fields.String()
    value = fields.String()
    process_instance_key = Key()
    is_truncated = fields.Constant(False)  # noqa: FBT003  # marshmallow's own signature
    tenant_id = fields.Constant("<default>")


UserTaskSearch = search_request("UserTask", UserTaskFilter, tuple(_SORTS))
UserTaskSearchAnswer = search_answer("UserTask", UserTask)
VariableSearch = search_request("UserTaskVariable", Filter)
VariableSearchAnswer = search_answer("UserTaskVariable", UserTaskVariable)


@resource.route("/user-tasks/search", "POST")
@resource.accepts(UserTaskSearch)
@resource.answers(200, UserTaskSearchAnswer)
@allow()
def search(body: Body) -> Body:
    """Search user tasks: with right "supervise" everybody's, else one's own and one's groups'."""
    asked = unpack(body)
    actor = auth.actor()
    query = WorkListQuery(
        whose=_whose(asked.filter, actor.id, supervises="supervise" in actor.rights),
        sort=_SORTS.get(asked.sort, SortBy.OVERDUE),
        size=asked.size,
        after=asked.after,
        skip=asked.skip,
        element=asked.filter.get("element_id", ""),
        process_id=asked.filter.get("process_definition_id", ""),
        business_key=asked.filter.get("business_id", ""),
        case_key=asked.filter.get("process_instance_key"),
        assignee=asked.filter.get("assignee", ""),
        group=asked.filter.get("candidate_group", ""),
        state=asked.filter.get("state", "CREATED"),
    )
    return answer(reading.work_list(asking.kernel(), actor, query))


def _whose(filters: Body, me: str, *, supervises: bool) -> Whose:
    if supervises:
        return Whose.ALL
    return Whose.MINE if filters.get("assignee") == me else Whose.GROUPS


@resource.route("/user-tasks/<key:task>", "GET")
@resource.answers(200, UserTask)
@allow()
def read(task: int) -> TaskRow:
    """Read one user task."""
    return _view(task).row


@resource.route("/user-tasks/<key:task>", "PATCH")
@resource.accepts(UserTaskUpdate)
@resource.answers(204)
@allow()
def update(body: Body, task: int) -> ResponseReturnValue:
    """Change follow-up date (its holder), due date and priority (with right "supervise").

    Refuses what only the diagram sets, naming it (400); an empty change set changes nothing.
    """
    _view(task)
    changes = {_CHANGES[name]: value for name, value in body["changeset"].items()}
    if changes:
        snoozing.update(
            asking.kernel(), asking.as_sent(), task, changes, reason=body["action"] or _CHANGED
        )
    return "", 204


@resource.route("/user-tasks/<key:task>/assignment", "POST")
@resource.accepts(Assignment)
@resource.answers(204)
@allow()
def assign(body: Body, task: int) -> ResponseReturnValue:
    """Assign a user task. To oneself it is a claim; to others the service asks for the right."""
    request = asking.as_sent(body["occurred_at"])
    if body["assignee"] == request.actor.id:
        try:
            tasks.claim(asking.kernel(), request, task)
        except TaskTaken:
            if not body["allow_override"] or "supervise" not in request.actor.rights:
                raise
            _hand_over(request, task, body)
        return "", 204
    if not body["allow_override"]:
        _require_unheld(task)
    _hand_over(request, task, body)
    return "", 204


def _hand_over(request: Request, task: int, body: Body) -> None:
    """Camunda 8 asks for no reason; `action`, its free text, is kept as one."""
    officer = officers.find(asking.kernel(), body["assignee"])
    if officer is None:
        raise NotFound(kind="officer", key=body["assignee"])
    reason = body["action"] or _NO_REASON
    tasks.assign(asking.kernel(), request, task, officer.actor, reason=reason)


@resource.route("/user-tasks/<key:task>/assignee", "DELETE")
@resource.answers(204)
@allow()
def unassign(task: int) -> ResponseReturnValue:
    """Give a user task back to its groups."""
    tasks.unclaim(asking.kernel(), asking.as_sent(), task)
    return "", 204


@resource.route("/user-tasks/<key:task>/completion", "POST")
@resource.accepts(UserTaskCompletion)
@resource.answers(204)
@allow()
def complete(body: Body, task: int) -> ResponseReturnValue:
    """Complete a user task; answers that its form refuses give 422 with every fault."""
    request = asking.as_sent(body["occurred_at"])
    tasks.complete(asking.kernel(), request, task, body["variables"] or {})
    return "", 204


@resource.route("/user-tasks/<key:task>/draft", "PUT")
@resource.accepts(Draft)
@resource.answers(204)
@allow()
def save_draft(body: Body, task: int) -> ResponseReturnValue:
    """Keep unfinished answers with the task, unchecked (not in Camunda 8)."""
    tasks.save_draft(asking.kernel(), asking.as_sent(), task, body["variables"] or {})
    return "", 204


@resource.route("/user-tasks/<key:task>/form", "GET")
@resource.answers(200, Form)
@allow()
def form(task: int) -> Body | ResponseReturnValue:
    """The form of a user task; 204 when it has none."""
    view = _view(task)
    if view.row.form_key is None:
        return "", 204
    definition = reading.definition(asking.kernel(), auth.actor(), view.row.form_key)
    return {
        "form_key": view.row.form_key,
        "form_id": view.form_id,
        "version": definition.version,
        "schema": view.form,
    }


@resource.route("/user-tasks/<key:task>/variables/search", "POST")
@resource.accepts(VariableSearch)
@resource.answers(200, VariableSearchAnswer)
@allow()
def variables(body: Body, task: int) -> Body:
    """The variables a user task sees."""
    view = _view(task)
    revealing.by_api(view.row.root_key, view.variables)
    items = tuple(
        {
            "name": name,
            "value": wire.encode(value).decode(),
            "process_instance_key": view.row.case_key,
        }
        for name, value in sorted(view.variables.items())
    )
    return answer_all(items, unpack(body).skip)


def _view(task: int) -> TaskView:
    return reading.task(asking.kernel(), auth.actor(), task)


def _require_unheld(task: int) -> None:
    holder = _view(task).row.assignee
    if holder is not None:
        raise TaskTaken(holder=holder)
