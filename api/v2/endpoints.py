"""What every /v2 resource is made with: a blueprint, wire names, keys, and the shape of searches.

flask-smorest is untyped; its decorators are wrapped here once so that views stay typed.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final, TypeAlias, TypeVar, cast

import flask
import marshmallow as ma
from flask_smorest import Blueprint
from marshmallow import fields, validate
from typing_extensions import override
from webargs.flaskparser import FlaskParser

from api import wire
from api.keys import LARGEST_KEY

View = TypeVar("View", bound=Callable[..., object])
#: a request body after its schema: what marshmallow hands over
Body: TypeAlias = dict[str, Any]
#: Camunda 8's name of the only tenant of an installation without tenants
TENANT: Final = "<default>"
_LONGEST_NAME: Final = 500
_LONGEST_VARIABLE: Final = 255
#: what the office lends to every expression: a variable of that name would stand before it
_LENT: Final = ("kantor",)


class _Parser(FlaskParser):
    """Reads bodies with exact numbers; a body that does not fit its schema is 400, as in
    Camunda 8.
    """

    DEFAULT_VALIDATION_STATUS: int = 400

    @override
    def _raw_load_json(self, req: flask.Request) -> Any:
        text = req.get_data(cache=True)
        if not text:
            return ma.missing
        if req.mimetype != "application/json":
            flask.abort(415)
        try:
            return wire.decode(text)
        except ValueError:
            flask.abort(400)


class _Blueprint(Blueprint):  # type: ignore[misc]  # flask-smorest has no types
    ARGUMENTS_PARSER = _Parser()


class Resource:
    """One group of endpoints below /v2, for example "user-tasks"."""

    def __init__(self, name: str, description: str) -> None:
        self.blueprint = _Blueprint(name, __name__, url_prefix="/v2", description=description)

    def route(self, rule: str, method: str) -> Callable[[View], View]:
        return cast("Callable[[View], View]", self.blueprint.route(rule, methods=[method]))

    def accepts(self, schema: type[ma.Schema], location: str = "json") -> Callable[[View], View]:
        """Hand the view a body read by `schema`; one that does not fit is answered with 400."""
        required = any(field.required for field in schema().fields.values())
        return cast(
            "Callable[[View], View]",
            self.blueprint.arguments(schema, location=location, required=required),
        )

    def answers(self, status: int, schema: type[ma.Schema] | None = None) -> Callable[[View], View]:
        """Write what the view returns by `schema` with `status`."""
        return cast("Callable[[View], View]", self.blueprint.response(status, schema))


def _camel(name: str) -> str:
    head, *tail = name.split("_")
    return head + "".join(part.title() for part in tail)


class Wire(ma.Schema):
    """A schema whose wire names are camelCase. Unknown members of a request are refused."""

    @override
    def on_bind_field(self, field_name: str, field_obj: fields.Field[Any]) -> None:
        field_obj.data_key = field_obj.data_key or _camel(field_name)


class Ask(Wire):
    """A request body. A tenant may be named, as Camunda 8's clients do; there is only one."""

    tenant_id = fields.String(
        load_default=TENANT, validate=validate.OneOf([TENANT, ""]), allow_none=True
    )


class Key(fields.Integer):
    """A 64-bit key: a string of decimal digits on the wire, an int inside."""

    def __init__(self, **kwargs: Any) -> None:  # noqa: ANN401  # marshmallow's own
        super().__init__(as_string=True, validate=validate.Range(min=1, max=LARGEST_KEY), **kwargs)


def name_field(**kwargs: Any) -> fields.String:  # noqa: ANN401  # handed on to marshmallow
    """A name somebody gave: 1 to 500 characters."""
    return fields.String(validate=validate.Length(min=1, max=_LONGEST_NAME), **kwargs)


def variables_field() -> fields.Dict:
    """A JSON object of variables with names of 1 to 255 characters; numbers are int or Decimal."""
    short = validate.Length(min=1, max=_LONGEST_VARIABLE)
    names = fields.String(validate=[short, validate.NoneOf(_LENT)])
    return fields.Dict(keys=names, load_default=dict, allow_none=True)
