"""Fills the texts of a form: labels, hints, paragraphs. How a value reads is the page's to say."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Final, TypeAlias

from engine import feel
from engine.values import JsonValue
from forms import templates
from forms.answers import text_of
from forms.model import Template
from forms.scopes import Scope

#: How a value reads, given the dotted name it is read by ("" for what was computed).
Speak: TypeAlias = Callable[[str, JsonValue], str]
_NAME: Final = re.compile(r"(?:this\.)?([^\W\d]\w*(?:\.[^\W\d]\w*)*)")


def texts(value: JsonValue) -> list[str]:
    """Every value as it is kept; nulls are left out."""
    values = value if isinstance(value, list) else [value]
    return [text_of(one) for one in values if one is not None]


def plainly(_name: str, value: JsonValue) -> str:
    """Say a value as it is kept."""
    return ", ".join(texts(value))


def fill(template: Template, scope: Scope, speak: Speak) -> str:
    """Fill in the expressions; a plain variable's name tells `speak` what it is."""

    def word(expression: feel.Expression) -> str:
        named = _NAME.fullmatch(expression.text)
        return speak(named[1] if named else "", feel.to_json(scope.evaluate(expression)))

    return templates.render(template, word)
