"""Gets and sets values in nested contexts by dotted keys. Knows no forms."""

from __future__ import annotations

from collections.abc import Mapping

from engine.values import JsonValue


def get(data: Mapping[str, JsonValue], key: str) -> JsonValue:
    """Give the value at a dotted key; None when any step of the way is missing."""
    value: JsonValue | Mapping[str, JsonValue] = data
    for name in key.split("."):
        if not isinstance(value, Mapping):
            return None
        value = value.get(name)
    return value if not isinstance(value, Mapping) else dict(value)


def put(data: dict[str, JsonValue], key: str, value: JsonValue) -> None:
    """Set the value at a dotted key, copying the contexts on the way: they may be somebody's."""
    first, _, rest = key.partition(".")
    if not rest:
        data[first] = value
        return
    inner = data.get(first)
    copy = dict(inner) if isinstance(inner, dict) else {}
    put(copy, rest, value)
    data[first] = copy
