"""Forms, answers and moments for the tests of this room."""

import json
from collections.abc import Mapping
from datetime import UTC, datetime

import pytest

from engine.errors import AnswersInvalid, DeploymentRefused, Fault
from engine.values import JsonValue
from forms import definition, validation
from forms.model import Form
from forms.validation import Cleaned, Validator

#: Tuesday 24 November 2026, 08:00 in Jakarta.
NOW = datetime(2026, 11, 24, 1, tzinfo=UTC)

Raw = Mapping[str, object]


def content(*components: Raw) -> bytes:
    return json.dumps({"type": "default", "id": "uji", "components": components}).encode()


def form(*components: Raw) -> Form:
    return definition.read(content(*components), "uji.form")


def field(kind: str, key: str, /, **more: object) -> Raw:
    """Make a component; in `more` its `feel` are properties and its `hide` the condition."""
    component: dict[str, object] = {"type": kind, "id": f"id_{key}", "key": key, "label": key}
    component["conditional"] = {"hide": more.pop("hide", "")}
    component["properties"] = more.pop("feel", {})
    return component | more


def required(kind: str, key: str, **more: object) -> Raw:
    return field(kind, key, validate={"required": True}, **more)


def choice(kind: str, key: str, *values: object, **more: object) -> Raw:
    return field(kind, key, values=[{"label": str(v), "value": v} for v in values], **more)


def rows(key: str, *components: Raw, **more: object) -> Raw:
    return {"type": "dynamiclist", "id": f"id_{key}", "path": key, "components": components, **more}


def clean(
    of: Form,
    answers: JsonValue,
    variables: Mapping[str, JsonValue] | None = None,
    validators: Mapping[str, Validator] | None = None,
) -> Cleaned:
    return validation.clean(of, answers, variables or {}, now=NOW, validators=validators)


def values(of: Form, answers: JsonValue, **variables: JsonValue) -> dict[str, JsonValue]:
    return clean(of, answers, variables).values


def wrong(of: Form, answers: JsonValue, **variables: JsonValue) -> list[tuple[str, str]]:
    """Give (element, rule) of every fault of the answers."""
    with pytest.raises(AnswersInvalid) as caught:
        clean(of, answers, variables)
    return [(fault.element, fault.rule) for fault in caught.value.faults]


def refused(*components: Raw) -> list[Fault]:
    """Give the faults for which a form of these components is not deployed."""
    with pytest.raises(DeploymentRefused) as caught:
        form(*components)
    return list(caught.value.faults)
