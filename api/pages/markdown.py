"""The little of Markdown that form texts use, as safe HTML. No raw HTML, no images, no tables."""

from __future__ import annotations

import re
from typing import Final

from markupsafe import Markup, escape

_BOLD: Final = re.compile(r"\*\*(?=\S)([^*]+?)\*\*")
_ITALIC: Final = re.compile(r"(?<![\w*])[*_](?=\S)([^*_]+?)[*_](?![\w*])")
_HEADING: Final = re.compile(r"#{1,4} +(.+)")
_ITEM: Final = re.compile(r"[-*] +(.+)")


def render(text: str) -> Markup:
    """Paragraphs, headings, lists, bold and italic; everything else is shown as it is typed."""
    blocks = re.split(r"\n\s*\n", text.strip())
    return Markup("\n").join(_block(block) for block in blocks if block.strip())


def _block(block: str) -> Markup:
    rows = [row.strip() for row in block.splitlines()]
    items = [_ITEM.fullmatch(row) for row in rows]
    if all(items):
        inner = Markup("").join(
            Markup("<li>{}</li>").format(_inline(item[1])) for item in items if item
        )
        return Markup("<ul>{}</ul>").format(inner)
    heading = _HEADING.fullmatch(rows[0])
    if heading is not None:
        # the page has the h1; whatever depth a form begins at, none is left out below it
        rest = _block("\n".join(rows[1:])) if rows[1:] else Markup("")
        return Markup("<h2>{}</h2>{}").format(_inline(heading[1]), rest)
    return Markup("<p>{}</p>").format(Markup("<br>").join(_inline(row) for row in rows))


def _inline(text: str) -> Markup:
    escaped = str(escape(text))
    bold = _BOLD.sub(r"<strong>\1</strong>", escaped)
    # every piece of the reader's text was escaped above; only our own tags were put in since
    return Markup(_ITALIC.sub(r"<em>\1</em>", bold))  # noqa: S704 - see above
