"""Texts with FEEL in them: labels, hints, paragraphs. Knows nothing of markup; the page escapes."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Final

from engine import feel
from forms.model import Template

_BRACES: Final = re.compile(r"\{\{(.{0,1000}?)\}\}", re.DOTALL)


class TemplateRefused(ValueError):
    """The text has loops, conditions or an unclosed brace in it."""


def parse(text: str, compile_text: Callable[[str], feel.Expression]) -> Template:
    """Read `=expression`, or text with `{{expression}}` in it.

    Raises:
        TemplateRefused: on feelers' `{{#if}}` and `{{#loop}}`, and on `{{` without `}}`.
    """
    if feel.is_expression(text):
        return Template(pieces=(compile_text(feel.strip(text)),))
    parts = _BRACES.split(text)
    if any("{{" in literal for literal in parts[::2]):
        raise TemplateRefused("it has {{ without }}")
    if any(part.lstrip().startswith(("#", "/")) for part in parts[1::2]):
        raise TemplateRefused("it has {{#...}}, which is not supported; write an expression")
    pieces = [
        compile_text(part.strip()) if at % 2 else part for at, part in enumerate(parts) if part
    ]
    return Template(pieces=tuple(pieces))


def render(template: Template, evaluate: Callable[[feel.Expression], str]) -> str:
    """Fill in the expressions as `evaluate` writes them."""
    return "".join(
        piece if isinstance(piece, str) else evaluate(piece) for piece in template.pieces
    )
