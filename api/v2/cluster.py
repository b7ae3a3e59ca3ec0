"""/v2/topology, /v2/status and /v2/openapi.json: what clients ask before they begin."""

from __future__ import annotations

from importlib.metadata import version

from flask import Response
from flask.typing import ResponseReturnValue
from flask_smorest import current_api
from marshmallow import fields

from api import wire
from api.access import allow, public
from api.v2.endpoints import Body, Resource, Wire

resource = Resource("Cluster", "Topology, health and this description.")


class Topology(Wire):
    """One node: Alur's replicas share a database, not partitions."""

    brokers = fields.List(fields.Dict())
    cluster_size = fields.Integer()
    partitions_count = fields.Integer()
    replication_factor = fields.Integer()
    gateway_version = fields.String()
    last_completed_change_id = fields.String()


@resource.route("/topology", "GET")
@resource.answers(200, Topology)
@allow()
def topology() -> Body:
    """What Camunda 8 clients ask first to see that they can connect."""
    return {
        "brokers": [],
        "cluster_size": 1,
        "partitions_count": 1,
        "replication_factor": 1,
        "gateway_version": version("alur"),
        "last_completed_change_id": "",
    }


@resource.route("/status", "GET")
@resource.answers(204)
@public
def status() -> ResponseReturnValue:
    """204 while the server answers."""
    return "", 204


@resource.route("/openapi.json", "GET")
@resource.answers(200)
@public
def openapi() -> ResponseReturnValue:
    """This API as OpenAPI 3.1."""
    return Response(wire.encode(current_api.spec.to_dict()), mimetype="application/json")
