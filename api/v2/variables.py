"""/v2/variables: the variables of one case."""

from __future__ import annotations

from marshmallow import fields

from api import asking, auth, wire
from api.access import allow
from api.pages import revealing
from api.v2.endpoints import TENANT, Body, Key, Resource, Wire, name_field
from api.v2.searching import Filter, answer_all, search_answer, search_request, unpack
from engine.services import reading

resource = Resource("Variables", "What a case knows.")


class Variable(Wire):
    """`value` is JSON text, as in Camunda 8. Values are encrypted per case: no search across
    cases.
    """

    name = fields.String()
    value = fields.String()
    process_instance_key = Key()
    is_truncated = fields.Constant(False)  # noqa: FBT003  # marshmallow's own signature
    tenant_id = fields.Constant(TENANT)


class VariableFilter(Filter):
    process_instance_key = Key(required=True)
    name = name_field()


VariableSearch = search_request("Variable", VariableFilter)
VariableSearchAnswer = search_answer("Variable", Variable)


@resource.route("/variables/search", "POST")
@resource.accepts(VariableSearch)
@resource.answers(200, VariableSearchAnswer)
@allow("supervise", "audit", services=True)
def search(body: Body) -> Body:
    """The variables of one case's own scope."""
    asked = unpack(body)
    case_key = asked.filter["process_instance_key"]
    name = asked.filter.get("name")
    view = reading.case(asking.kernel(), auth.actor(), case_key)
    names = {each for each in view.variables if name in {None, each}}
    revealing.by_api(view.row.root_key, {each: view.variables[each] for each in names})
    items = tuple(
        {"name": each, "value": wire.encode(value).decode(), "process_instance_key": case_key}
        for each, value in sorted(view.variables.items())
        if each in names
    )
    return answer_all(items, asked.skip)
