"""A language that nobody speaks: each translated text stands in ⟦brackets⟧, whatever is left is not.

Esperanto is only its name, which Babel knows. What data say (people, numbers, notes) is no text of
ours: it is told from words by the office's own records.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from html.parser import HTMLParser
from pathlib import Path
from typing import Final

from babel import Locale
from babel.dates import format_timedelta
from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from typing_extensions import override

from api import catalogues, texts

LANGUAGE: Final = "eo"
_INNERMOST: Final = re.compile(r"⟦[^⟦⟧]*⟧")
_END: Final = "\x1f"
_WORD: Final = re.compile(r"[^\W\d_]{2,}")
_READ_ALOUD: Final = frozenset({"title", "alt", "placeholder", "aria-label"})
#: a value that is too long to be shown whole
_CUT: Final = re.compile(r"\w+…")
_VOID: Final = frozenset({"area", "base", "br", "col", "hr", "img", "input", "link", "meta"})
#: what is shown as it is: codes, other languages' parts, diagrams' and pictures' insides
_LITERAL: Final = frozenset({"code", "script", "style", "svg", "textarea"})


def write_catalogues(folder: Path) -> None:
    """Write the language's compiled catalogues for pages and procedures."""
    target = folder / LANGUAGE / "LC_MESSAGES"
    target.mkdir(parents=True)
    for domain, wanted in (
        ("messages", catalogues.wanted()),
        (texts.DOMAIN, catalogues.wanted_of_procedures()),
    ):
        catalogue = Catalog(locale=LANGUAGE)
        for message in wanted:
            if message.id:
                catalogue.add(message.id, _bracketed(message.id))
        with (target / f"{domain}.mo").open("wb") as stream:
            write_mo(stream, catalogue)


def _bracketed(source: str | tuple[str, ...] | list[str]) -> str | tuple[str, ...]:
    if isinstance(source, str):
        return source if source.startswith("=") else f"⟦{source}⟧"
    return tuple(f"⟦{each}⟧" for each in source)


def words_of_dates() -> frozenset[str]:
    """What Babel itself writes in that language: months, days, units."""
    locale = Locale.parse(LANGUAGE)
    parts: list[str] = []
    for names in (locale.months, locale.days):
        for width in names["format"].values():
            parts += [str(each) for each in width.values()]
    for seconds in (1, 60, 3600, 86_400, 604_800, 2_600_000, 31_600_000):
        parts += [
            format_timedelta(timedelta(seconds=seconds * many), threshold=1.2, locale=locale)
            for many in (1, 1.25, 3)
        ]
    return frozenset(word.casefold() for part in parts for word in _WORD.findall(part))


def foreign(page: str, data: frozenset[str]) -> list[str]:
    """Texts of a page that hold a word neither in brackets nor of the office's own data."""
    reader = _Reader()
    reader.feed(page)
    joined = _END.join(
        [*reader.texts, *reader.aloud]
    )  # a bracket may open in one element and close in another
    while _INNERMOST.search(joined):
        joined = _INNERMOST.sub(" ", joined)
    return [text.strip() for text in joined.split(_END) if _is_foreign(text, data)]


def _is_foreign(text: str, data: frozenset[str]) -> bool:
    whole = _CUT.sub("", text)
    return any(word.casefold() not in data for word in _WORD.findall(whole))


def words(value: object) -> Iterator[str]:
    """Every word in a piece of data."""
    yield from (word.casefold() for word in _WORD.findall(str(value)))


@dataclass
class _Reader(HTMLParser):
    texts: list[str] = field(default_factory=list)
    aloud: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self._open: list[tuple[str, bool]] = []

    @override
    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        known = dict(attrs)
        if not self._hides():
            self.aloud += [
                value for name, value in attrs if name in _READ_ALOUD and value is not None
            ]
        if tag not in _VOID:
            classes = (known.get("class") or "").split()
            other = tag != "html" and "lang" in known
            self._open.append((tag, tag in _LITERAL or "code" in classes or other))

    @override
    def handle_endtag(self, tag: str) -> None:
        while self._open and self._open.pop()[0] != tag:
            pass

    @override
    def handle_data(self, data: str) -> None:
        if data.strip() and not self._hides():
            self.texts.append(" ".join(data.split()))

    def _hides(self) -> bool:
        return any(hides for _tag, hides in self._open)
