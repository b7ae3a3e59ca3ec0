"""Reads a form-js file into a Form, or says all that is wrong with it. Validates no answers."""

from __future__ import annotations

import json
import re
from collections.abc import Collection
from decimal import Decimal
from typing import Final

from engine.errors import DeploymentRefused, Fault
from engine.values import JsonValue
from forms import checks, components
from forms.attributes import Attributes, Faults
from forms.messages import N_
from forms.model import Form

MAX_BYTES: Final = 500_000
MAX_DEPTH: Final = 40
_ID: Final = re.compile(r"[A-Za-z_][A-Za-z0-9_.-]{0,199}")


def read(content: bytes, file: str, *, validators: Collection[str] | None = None) -> Form:
    """Read a form as Camunda Modeler writes it; see docs/forms.md for what it may hold.

    `validators` are the names the office registers; None leaves them unchecked.

    Raises:
        DeploymentRefused: with every fault of the file, each with the key or id of its component.
    """
    faults = Faults(file)
    data = _load(content, faults)
    form = _build(Attributes(data, "", faults)) if data is not None else None
    if form is not None:
        checks.check(form, faults, validators)
    if faults.found or form is None:
        raise DeploymentRefused(tuple(faults.found))
    return form


def _build(root: Attributes) -> Form:
    form_id = root.text("id")
    root.element = form_id
    if not _ID.fullmatch(form_id):
        root.faults.add(
            "form-id",
            form_id,
            N_("The form has no id of letters, digits, _, - and dots."),
            N_("Give it one; user tasks name the form by it."),
        )
    if root.text("type", "default") != "default":
        root.faults.add("form-type", form_id, N_("The file's type is not default: it is no form."))
    if not root.data.get("components"):
        root.faults.add("form-empty", form_id, N_("The form has no components."))
    return Form(
        id=form_id,
        components=components.build_all(root, prefix=""),
        schema_version=root.whole("schemaVersion") or 0,
    )


def _load(content: bytes, faults: Faults) -> dict[str, JsonValue] | None:
    if len(content) > MAX_BYTES:
        faults.add(
            "form-size",
            "",
            N_("The form is larger than %(limit)s bytes."),
            N_("Divide it over several user tasks."),
            limit=MAX_BYTES,
        )
        return None
    try:
        data = json.loads(content.decode(), parse_float=Decimal, parse_constant=_refuse_constant)
    except json.JSONDecodeError as error:
        faults.found.append(
            Fault(
                rule="form-json",
                message=N_("The file is no JSON: %(why)s."),
                params={"why": error.msg},
                file=faults.file,
                line=error.lineno,
                column=error.colno,
            )
        )
        return None
    except (ValueError, ArithmeticError, RecursionError):
        faults.add(
            "form-json", "", N_("The file is no JSON in UTF-8, or has numbers out of range.")
        )
        return None
    if not isinstance(data, dict) or _too_deep(data):
        faults.add(
            "form-json",
            "",
            N_("The file is no JSON object, or nests deeper than %(limit)s levels."),
            limit=MAX_DEPTH,
        )
        return None
    return data


def _refuse_constant(text: str) -> JsonValue:
    raise ValueError(text)


def _too_deep(data: JsonValue) -> bool:
    level: list[JsonValue] = [data]
    for _ in range(MAX_DEPTH):
        level = [child for value in level for child in _children(value)]
        if not level:
            return False
    return True


def _children(value: JsonValue) -> Collection[JsonValue]:
    if isinstance(value, dict):
        return value.values()
    return value if isinstance(value, list) else ()
