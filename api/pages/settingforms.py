"""A policy's value as a person writes and reads it. Whether it will do is `office.config`'s.

A list is one entry a line, an object "name: value" a line, a duration a number and a unit; what
does not fit these is JSON.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

from flask_babel import gettext, lazy_gettext, ngettext

from engine.store import coding
from engine.values import JsonValue
from office.defaults import Kind

#: units of a duration: how it is written in ISO 8601, and in words
UNITS: Final = {
    "PT%sM": lazy_gettext("minutes"),
    "PT%sH": lazy_gettext("hours"),
    "P%sD": lazy_gettext("days"),
    "P%sM": lazy_gettext("months"),
    "P%sY": lazy_gettext("years"),
}
_SIMPLE: Final = re.compile(r"P(?:T(\d{1,6})([MH])|(\d{1,6})([DMY]))", re.ASCII)
_NUMBER: Final = re.compile(r"-?\d{1,15}", re.ASCII)
_LONGEST: Final = 60


def shown(kind: Kind, value: JsonValue) -> str:
    """A value in words, short enough for a table."""
    if value is None:
        return str(gettext("not given yet"))
    if kind is Kind.FLAG:
        return str(gettext("yes") if value else gettext("no"))
    if kind is Kind.DURATION:
        return duration(str(value))
    if isinstance(value, list):
        text = ", ".join(_item(each) for each in value) or "–"
    elif isinstance(value, Mapping):
        text = str(ngettext("%(num)s entry", "%(num)s entries", len(value)))
    else:
        text = str(value)
    return text if len(text) <= _LONGEST else text[: _LONGEST - 1] + "…"


def whole(kind: Kind, value: JsonValue) -> str:
    """A value in words, all of it."""
    if isinstance(value, (list, Mapping)):
        return to_lines(value)
    return shown(kind, value)


def duration(text: str) -> str:
    """An ISO duration in words: "3 days"; one of several units as it is written."""
    number, unit = _parts(text)
    return f"{number} {UNITS[unit]}" if unit else text


def fields(kind: Kind, value: JsonValue) -> dict[str, str]:
    """What the form's fields hold for a value: `nilai`, and for a duration its `satuan`."""
    if kind is Kind.DURATION and isinstance(value, str):
        number, unit = _parts(value)
        return {"nilai": number if unit else value, "satuan": unit}
    if kind is Kind.FLAG:
        return {"nilai": "ya" if value else "tidak"}
    if isinstance(value, (list, Mapping)):
        return {"nilai": to_lines(value)}
    return {"nilai": "" if value is None else str(value)}


def to_lines(value: JsonValue) -> str:
    """A list or object as lines; JSON when an entry has parts of its own."""
    if isinstance(value, list) and not any(isinstance(each, (list, Mapping)) for each in value):
        return "\n".join(_item(each) for each in value)
    if isinstance(value, Mapping) and all(_is_plain(each) for each in value.values()):
        return "\n".join(f"{name}: {_entry(each)}" for name, each in value.items())
    return coding.to_text(value)


def read(kind: Kind, default: JsonValue, sent: Mapping[str, str]) -> JsonValue:
    """The value that was typed; what cannot be read stays a text, which the check refuses."""
    text = sent.get("nilai", "").replace("\r\n", "\n").strip()
    if kind is Kind.NUMBER:
        return int(text) if _NUMBER.fullmatch(text) else text
    if kind is Kind.FLAG:
        return {"ya": True, "tidak": False}.get(text, text)
    if kind is Kind.DURATION:
        unit = sent.get("satuan", "")
        return unit % text if unit in UNITS and _NUMBER.fullmatch(text) else text
    if kind is Kind.LIST:
        return _read_list(text, default)
    return _read_map(text, default) if kind is Kind.MAP else text


def _read_list(text: str, default: JsonValue) -> JsonValue:
    if text.startswith("["):
        return _json(text)
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    has_numbers = isinstance(default, list) and any(isinstance(each, int) for each in default)
    if not has_numbers:
        return list[JsonValue](lines)
    return [int(line) if _NUMBER.fullmatch(line) else line for line in lines]


def _read_map(text: str, default: JsonValue) -> JsonValue:
    if text.startswith("{"):
        return _json(text)
    lists = isinstance(default, Mapping) and any(
        isinstance(each, list) for each in default.values()
    )
    found: dict[str, JsonValue] = {}
    for line in filter(str.strip, text.splitlines()):
        name, colon, value = line.partition(":")
        if not colon:
            return text
        entries = [each.strip() for each in value.split(",") if each.strip()]
        found[name.strip()] = list[JsonValue](entries) if lists else value.strip()
    return found


def _json(text: str) -> JsonValue:
    try:
        return coding.from_bytes(text)
    except ValueError:
        return text


def _parts(text: str) -> tuple[str, str]:
    found = _SIMPLE.fullmatch(text)
    if found is None:
        return text, ""
    number, unit = found[1] or found[3], found[2] or found[4]
    return number, f"PT%s{unit}" if found[1] else f"P%s{unit}"


def _is_plain(value: JsonValue) -> bool:
    """Whether it is written on one line: a text without breaks, a number, a list of words."""
    if isinstance(value, list):
        return all(isinstance(each, str) and "," not in each for each in value)
    return isinstance(value, str) and "\n" not in value


def _entry(value: JsonValue) -> str:
    return ", ".join(_item(each) for each in value) if isinstance(value, list) else _item(value)


def _item(value: JsonValue) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(value)
