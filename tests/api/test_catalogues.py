"""Every text a reader may meet has an Indonesian translation that fits its parameters."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from babel.messages.catalog import Message
from babel.messages.pofile import read_po

from api import catalogues

_PARAMETER = re.compile(r"%\((\w+)\)[sd]")
_PO = Path(catalogues.__file__).parent / "translations" / "id" / "LC_MESSAGES" / "messages.po"


def _id(message: Message) -> str:
    return message.id if isinstance(message.id, str) else message.id[0]


def _strings(message: Message) -> tuple[str, ...]:
    strings = [message.string] if isinstance(message.string, str) else message.string or [""]
    return tuple(string or "" for string in strings)


def _translations() -> dict[str, tuple[str, ...]]:
    with _PO.open("rb") as stream:
        catalogue = read_po(stream, locale="id")
    return {_id(message): _strings(message) for message in catalogue if message.id}


@pytest.fixture(scope="module")
def wanted() -> set[str]:
    return {_id(message) for message in catalogues.wanted() if message.id}


def test_the_catalogue_is_complete(wanted: set[str]) -> None:
    known = _translations()

    assert sorted(text for text in wanted if not all(known.get(text, ("",)))) == []


def test_the_catalogue_holds_nothing_that_is_no_longer_said(wanted: set[str]) -> None:
    assert sorted(set(_translations()) - wanted) == []


def test_translations_keep_the_parameters() -> None:
    wrong = [
        text
        for text, strings in _translations().items()
        for string in strings
        if string and not set(_PARAMETER.findall(string)) <= set(_PARAMETER.findall(text))
    ]

    assert wrong == []


def test_sentences_are_found_where_errors_are_written() -> None:
    source = (
        '"""A docstring is no message."""\n'
        'class Taken(Error):\n    message = "%(holder)s was faster. Reload."\n'
        'Fault(rule="x", message="This is wrong.", advice="Mend it now.")\n'
        'log.warning("This is for the log only.")\n'
        'name = "no-sentence"\n'
    )

    found = [text for _, text in catalogues.sentences(source)]

    assert found == ["%(holder)s was faster. Reload.", "This is wrong.", "Mend it now."]


def test_a_catalogue_is_compiled_beside_its_source(tmp_path: Path) -> None:
    folder = tmp_path / "id" / "LC_MESSAGES"
    folder.mkdir(parents=True)
    (folder / "messages.po").write_text(
        'msgid ""\nmsgstr "Content-Type: text/plain; charset=utf-8\\n"\nmsgid "yes"\nmsgstr "ya"\n'
    )

    assert catalogues.compile_all(tmp_path) == 1
    assert (folder / "messages.mo").exists()
    assert catalogues.compile_all(tmp_path) == 0
