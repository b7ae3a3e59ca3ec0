"""/v2/messages and /v2/signals: what comes from outside to waiting cases."""

from __future__ import annotations

from datetime import timedelta
from typing import Final

from marshmallow import fields, validate

from api import asking
from api.access import allow
from api.v2.endpoints import TENANT, Ask, Body, Key, Resource, Wire, name_field, variables_field
from engine.errors import NotFound
from engine.services import messages, signals

resource = Resource("Messages and signals", "Publish, correlate, broadcast.")

_LONGEST_LIFE: Final = int(timedelta(days=3660).total_seconds() * 1000)


class NothingWaits(NotFound):
    """A message to be correlated met no waiting case and no start event."""

    code = "message-not-correlated"
    message = "Nothing waits for this message. Check its name and correlation key."


class Publication(Ask):
    """`timeToLive` in milliseconds, as in Camunda 8."""

    name = name_field(required=True)
    correlation_key = fields.String(load_default="", validate=validate.Length(max=500))
    time_to_live = fields.Integer(
        load_default=0, strict=True, validate=validate.Range(min=0, max=_LONGEST_LIFE)
    )
    message_id = fields.String(load_default="", validate=validate.Length(max=500))
    variables = variables_field()


class Correlation(Ask):
    name = name_field(required=True)
    correlation_key = fields.String(load_default="", validate=validate.Length(max=500))
    variables = variables_field()


class Broadcast(Ask):
    signal_name = name_field(required=True)
    variables = variables_field()


class Published(Wire):
    message_key = Key()
    tenant_id = fields.Constant(TENANT)


class Correlated(Published):
    process_instance_key = Key()


class Broadcasted(Wire):
    signal_key = Key()
    tenant_id = fields.Constant(TENANT)


@resource.route("/messages/publication", "POST")
@resource.accepts(Publication)
@resource.answers(200, Published)
@allow("supervise", "administer", services=True)
def publish(body: Body) -> Body:
    """Publish a message: to whoever waits now, and until `timeToLive` to whoever begins to."""
    message = messages.Message(
        name=body["name"],
        key=body["correlation_key"],
        variables=body["variables"] or {},
        time_to_live=timedelta(milliseconds=body["time_to_live"]),
        message_id=body["message_id"],
    )
    receipt = messages.publish(asking.kernel(), asking.as_sent(), message)
    return {"message_key": receipt.key}


@resource.route("/messages/correlation", "POST")
@resource.accepts(Correlation)
@resource.answers(200, Correlated)
@allow("supervise", "administer", services=True)
def correlate(body: Body) -> Body:
    """Bring a message to who waits now, and say to which case; 404 when nobody does."""
    message = messages.Message(
        name=body["name"], key=body["correlation_key"], variables=body["variables"] or {}
    )
    receipt = messages.publish(asking.kernel(), asking.as_sent(), message)
    if not receipt.cases:
        raise NothingWaits
    return {"message_key": receipt.key, "process_instance_key": receipt.cases[0]}


@resource.route("/signals/broadcast", "POST")
@resource.accepts(Broadcast)
@resource.answers(200, Broadcasted)
@allow("supervise", "administer", services=True)
def broadcast(body: Body) -> Body:
    """Broadcast a signal to every case that waits for it."""
    receipt = signals.broadcast(
        asking.kernel(), asking.as_sent(), body["signal_name"], body["variables"] or {}
    )
    return {"signal_key": receipt.key}
