"""What forms and diagrams say, in the reader's language: their own catalogue beside the pages'.

Forms and diagrams are written in Indonesian; translations/<language>/LC_MESSAGES/procedures.po
holds those that come with Alur. A text it does not know, for example of a procedure that an office
drew itself, stays as it was written. Answers, names and an office's own words are not translated.
"""

from __future__ import annotations

import html
import json
import re
from collections.abc import Callable, Iterator
from functools import lru_cache
from typing import Final, TypeAlias

from flask_babel import Domain, get_locale

from engine.bpmn import reading as bpmn
from engine.dmn import reading as dmn
from engine.dmn.model import Table
from engine.errors import AlurError
from engine.values import JsonValue
from forms import definition
from office.stock import priorities

DOMAIN: Final = "procedures"
#: the language that forms and diagrams are written in
WRITTEN_IN: Final = "id"
_FORM_KEYS: Final = frozenset({"label", "description", "text", "dateLabel", "timeLabel", "alt"})
_FORM_PROPERTIES: Final = frozenset({"patternText", "refuseText", "warnText"})
_LETTER: Final = re.compile(r"[^\W\d_]")
_NAME: Final = re.compile(r'\bname="([^"]*)"')
_domain: Final = Domain(domain=DOMAIN)

_Change: TypeAlias = Callable[[str], str]


def said(text: str) -> str:
    """A text of a form or diagram in the reader's language; as it is when no catalogue knows it."""
    if not text or str(get_locale()) == WRITTEN_IN:
        return text
    return str(_domain.gettext(text))


def of_form(content: str) -> Iterator[str]:
    """Every text of a form file that a person reads."""
    found: list[str] = []

    def note(text: str) -> str:
        found.append(text)
        return text

    _changed(json.loads(content), note)
    return iter(found)


def of_diagram(content: bytes, file: str) -> Iterator[str]:
    """Every name and documentation of a diagram's processes and nodes, on one line each."""
    for process in bpmn.read(content, file).processes:
        found = [process.name]
        for _owner, _scope, node in process.walk():
            found += [node.name, node.documentation]
        yield from (" ".join(text.split()) for text in found if text)


def of_decisions(content: bytes, file: str) -> Iterator[str]:
    """The names of a file's decision tables, and the reasons of the one whose reasons are shown."""
    found = dmn.read(content, file).decisions
    yield from (each.name for each in found.values() if each.name)
    told = found.get(priorities.DECISION)
    if told is not None and isinstance(told.logic, Table):
        yield priorities.KEPT
        yield from (each.annotations[0] for each in told.logic.rules if each.annotations)


def form_said(content: str) -> str:
    """A form file with its texts in the reader's language: same fields, same rules.

    A translation that makes the file unreadable, for example by a broken expression, is left out
    with all others of that file.
    """
    language = str(get_locale())
    return content if language == WRITTEN_IN else _form_in(content, language)


@lru_cache(maxsize=256)
def _form_in(content: str, language: str) -> str:
    del language  # part of the key: the catalogue asked is the reader's
    written = json.dumps(_changed(json.loads(content), said), ensure_ascii=False)
    try:
        definition.read(written.encode(), "")
    except AlurError:
        return content
    return written


def diagram_said(content: bytes) -> bytes:
    """A diagram's XML with the names a reader sees in their language; to be shown, not deployed."""
    if str(get_locale()) == WRITTEN_IN:
        return content

    def change(found: re.Match[str]) -> str:
        name = " ".join(html.unescape(found[1]).split())
        return f'name="{html.escape(said(name))}"'

    return _NAME.sub(change, content.decode()).encode()


def _changed(value: JsonValue, change: _Change, within: str = "") -> JsonValue:
    if isinstance(value, dict):
        return {key: _member(key, each, change, within) for key, each in value.items()}
    if isinstance(value, list):
        return [_changed(each, change, within) for each in value]
    return value


def _member(key: str, value: JsonValue, change: _Change, within: str) -> JsonValue:
    is_text = key in (_FORM_PROPERTIES if within == "properties" else _FORM_KEYS)
    if isinstance(value, str):
        return change(value) if is_text and _LETTER.search(value) else value
    return _changed(value, change, key)
