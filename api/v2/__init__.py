"""The REST API under /v2, with the names of Camunda 8's Orchestration Cluster API.

Every view is thin: a schema reads the body, one service function answers, a schema writes. What
Camunda 8 has and Alur does not is absent, never pretended.
"""

from __future__ import annotations

from importlib.metadata import version
from typing import Final

import marshmallow as ma
from flask import Flask
from flask_smorest import Api
from marshmallow import fields
from typing_extensions import override

from api.keys import KeyConverter
from api.v2 import (
    cluster,
    definitions,
    documents,
    incidents,
    instances,
    jobs,
    messages,
    user_tasks,
    variables,
)

_RESOURCES: Final = (
    definitions.resource,
    instances.resource,
    user_tasks.resource,
    messages.resource,
    jobs.resource,
    incidents.resource,
    variables.resource,
    documents.resource,
    cluster.resource,
)


class Problem(ma.Schema):
    """RFC 9457, with our stable `code` and, for bad input, every fault at once."""

    type = fields.String()
    title = fields.String()
    status = fields.Integer()
    detail = fields.String()
    instance = fields.String()
    code = fields.String()
    faults = fields.List(fields.Dict())


class _Api(Api):  # type: ignore[misc]  # flask-smorest has no types
    ERROR_SCHEMA = Problem

    @override
    def _register_error_handlers(self) -> None:
        """Leave errors to `api.errors`, which serves pages as well."""


def register(app: Flask) -> None:
    """Add all resources and their OpenAPI description to the application."""
    app.config.update(API_TITLE="Alur", API_VERSION=version("alur"), OPENAPI_VERSION="3.1.0")
    api = _Api(app)
    api.register_converter(KeyConverter, lambda _: {"type": "string", "pattern": "^[1-9][0-9]*$"})
    api.spec.components.security_scheme("basic", {"type": "http", "scheme": "basic"})
    api.spec.options["security"] = [{"basic": []}]
    for resource in _RESOURCES:
        api.register_blueprint(resource.blueprint)
