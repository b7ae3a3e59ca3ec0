"""The message catalogues: `python -m api.catalogues` compiles them, `... update` brings them up to
date with the sources. Which language a reader gets is `api.languages`.

Texts come from gettext calls in api and its templates, and from the sentences in the engine's,
forms' and office's errors and faults, which stay plain English there.
"""

from __future__ import annotations

import ast
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

from api import texts

_ROOT: Final = Path(__file__).parent
_TRANSLATIONS: Final = _ROOT / "translations"
_DOMAIN: Final = "messages"
#: the language pages are translated into, and the one that forms and diagrams are
_PAGES_IN: Final = "id"
_PROCEDURES_IN: Final = "en"
_LINE: Final = 100
#: rooms whose errors and faults are English sentences
_PLAIN_ROOMS: Final = ("engine", "forms", "office", "api")
_METHODS: Final = [("templates/**.html", "jinja2"), ("**.py", "python")]
_KEYWORDS: Final = {
    "_": None,
    "N_": None,
    "gettext": None,
    "lazy_gettext": None,
    "ngettext": (1, 2),
}
#: a sentence: begins with a capital, a quote or a parameter, holds a space, ends like one
_SENTENCE: Final = re.compile(r"(?:[A-Z“<]|%\()[^\n]* [^\n]*[.?!]")
_LETTERS: Final = re.compile(r"[^\W\d_]{2}")
#: calls whose sentences are for logs and programmers, not for readers
_SILENT_CALLS: Final = frozenset(
    {"warning", "error", "info", "debug", "exception", "ngettext", "Resource"}
)
#: the command line speaks English only; the standard's texts are the office's own, in Indonesian
_SILENT_FILES: Final = (
    "api/cli.py",
    "api/commands/",
    "api/demo/",
    "api/catalogues.py",
    "office/standard_texts.py",
)


def compile_all(folder: Path = _TRANSLATIONS) -> int:
    """Write a .mo beside every .po that is newer; how many were written."""
    written = 0
    for source in sorted(folder.glob("*/LC_MESSAGES/*.po")):
        target = source.with_suffix(".mo")
        if target.exists() and target.stat().st_mtime >= source.stat().st_mtime:
            continue
        with source.open("rb") as stream:
            catalogue = read_po(stream, locale=source.parents[1].name)
        with target.open("wb") as out:
            write_mo(out, catalogue)
        written += 1
    return written


def wanted() -> Catalog:
    """Every text a reader may meet."""
    catalogue = Catalog(project="Alur", charset="utf-8")
    options = {"jinja2": {"encoding": "utf-8"}}
    found = extract_from_dir(_ROOT, _METHODS, {"templates/**.html": options["jinja2"]}, _KEYWORDS)
    for file, line, message, _comments, context in found:
        catalogue.add(message, locations=[(f"api/{file}", line)], context=context)
    for room in _PLAIN_ROOMS:
        for path in sorted((_ROOT.parent / room).rglob("*.py")):
            file = path.relative_to(_ROOT.parent).as_posix()
            if file.startswith(_SILENT_FILES):
                continue
            for line, text in sentences(path.read_text()):
                catalogue.add(text, locations=[(file, line)])
    return catalogue


def wanted_of_procedures() -> Catalog:
    """Every text of the forms and diagrams that come with Alur."""
    catalogue = Catalog(project="Alur", charset="utf-8")
    root = _ROOT.parent
    for path in sorted(root.glob("forms/library/*/*.form")):
        for text in texts.of_form(path.read_text()):
            catalogue.add(text, locations=[(path.relative_to(root).as_posix(), 1)])
    for path in sorted(root.glob("workflows/*/*.bpmn")):
        for text in texts.of_diagram(path.read_bytes(), path.name):
            if _LETTERS.search(text):
                catalogue.add(text, locations=[(path.relative_to(root).as_posix(), 1)])
    for path in sorted(root.glob("workflows/*/*.dmn")):
        for text in texts.of_decisions(path.read_bytes(), path.name):
            catalogue.add(text, locations=[(path.relative_to(root).as_posix(), 1)])
    return catalogue


def sentences(source: str) -> Iterator[tuple[int, str]]:
    """Lines and texts of the sentences a Python source holds outside docstrings and log calls."""
    tree = ast.parse(source)
    silent = {id(text) for text in _silent_texts(tree)}
    kinds = {id(text) for text in _kinds(tree)}
    for node in ast.walk(tree):
        if not isinstance(node, ast.Constant) or not isinstance(node.value, str):
            continue
        is_sentence = id(node) not in silent and _SENTENCE.fullmatch(node.value)
        if is_sentence or id(node) in kinds:
            yield node.lineno, node.value


def _kinds(tree: ast.AST) -> Iterator[ast.expr]:
    """What is said not to be there: the word goes into NotFound's sentence."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and _called(node.func) == "NotFound":
            yield from (keyword.value for keyword in node.keywords if keyword.arg == "kind")


def _silent_texts(tree: ast.AST) -> Iterator[ast.expr]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Expr):  # docstrings
            yield node.value
        elif isinstance(node, ast.JoinedStr):  # an f-string is no message template
            yield from node.values
        elif isinstance(node, ast.Call) and _called(node.func) in _SILENT_CALLS:
            yield from node.args
            yield from (keyword.value for keyword in node.keywords)


def _called(function: ast.expr) -> str:
    if isinstance(function, ast.Attribute):
        return function.attr
    return function.id if isinstance(function, ast.Name) else ""


def update(language: str, folder: Path = _TRANSLATIONS) -> int:
    """Bring the catalogue of `language` up to date with `wanted()`; how many texts are missing."""
    return _bring_up(language, _DOMAIN, wanted(), folder)


def update_procedures(language: str, folder: Path = _TRANSLATIONS) -> int:
    """The same for the texts of forms and diagrams."""
    return _bring_up(language, texts.DOMAIN, wanted_of_procedures(), folder)


def _bring_up(language: str, domain: str, wanted_: Catalog, folder: Path) -> int:
    path = folder / language / "LC_MESSAGES" / f"{domain}.po"
    path.parent.mkdir(parents=True, exist_ok=True)
    catalogue = Catalog(locale=language, project="Alur", charset="utf-8")
    if path.exists():
        with path.open("rb") as stream:
            catalogue = read_po(stream, locale=language)
    catalogue.update(wanted_, no_fuzzy_matching=True)
    catalogue.obsolete.clear()
    with path.open("wb") as out:
        write_po(out, catalogue, width=_LINE, no_location=True, omit_header=False, sort_output=True)
    return sum(1 for message in catalogue if message.id and not message.string)


def main(arguments: list[str]) -> int:
    if arguments == ["update"]:
        missing = update(_PAGES_IN) + update_procedures(_PROCEDURES_IN)
        print(f"{missing} texts to translate")  # noqa: T201  # a command line
        return 0
    compile_all()
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
