"""Fills any form: something plausible in every field, or now and then something else."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date
from random import Random

from engine.values import JsonValue

_ODD: tuple[JsonValue, ...] = (None, "", "entah", -1, True, ["x"], {"a": 1}, "9" * 600)


def fill(form: str, random: Random, today: date) -> dict[str, JsonValue]:
    """An answer for every field of a form-js file; choices are drawn among those offered."""
    return {
        str(field["key"]): _plausible(field, random, today)
        for field in _fields(json.loads(form)["components"])
    }


def spoil(answers: dict[str, JsonValue], random: Random) -> dict[str, JsonValue]:
    """The answers with one of them odd, missing or unasked for."""
    spoilt = dict(answers)
    key = random.choice([*sorted(answers), "tak_ditanya"])
    if random.random() < 0.3:
        spoilt.pop(key, None)
    else:
        spoilt[key] = random.choice(_ODD)
    return spoilt


def _fields(components: list[dict[str, JsonValue]]) -> Iterator[dict[str, JsonValue]]:
    for component in components:
        if component["type"] != "dynamiclist" and "key" in component:
            yield component


def _plausible(field: dict[str, JsonValue], random: Random, today: date) -> JsonValue:
    values = field.get("values")
    rules = field.get("validate")
    assert isinstance(rules, dict | None)
    match field["type"]:
        case "radio" | "select" if isinstance(values, list) and values:
            chosen = random.choice(values)
            assert isinstance(chosen, dict)
            return chosen["value"]
        case "checkbox":
            return random.random() < 0.8
        case "number":
            return (rules or {}).get("min", random.randint(0, 5))
        case "datetime":
            return today.isoformat()
        case "textarea" | "textfield":
            return "Sudah diperiksa dan dicatat oleh petugas."
    return None
