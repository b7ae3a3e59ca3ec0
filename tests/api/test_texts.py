"""Forms and diagrams speak the reader's language; what no catalogue knows stays as it is written."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import pytest
from babel.messages.pofile import read_po
from flask import Flask
from flask_babel import force_locale

from api import catalogues, texts
from forms import definition

_ROOT: Final = Path(__file__).parents[2]
_BRACES: Final = re.compile(r"\{\{.*?\}\}")
FORMS: Final = sorted((_ROOT / "forms" / "library").glob("*/*.form"))


@pytest.fixture
def in_english(app: Flask) -> Iterator[None]:
    with app.test_request_context(), force_locale("en"):
        yield


def translations() -> dict[str, str]:
    file = _ROOT / "api" / "translations" / "en" / "LC_MESSAGES" / "procedures.po"
    with file.open("rb") as stream:
        return {
            str(message.id): str(message.string)
            for message in read_po(stream, locale="en")
            if message.id
        }


def test_every_text_of_the_shipped_forms_and_diagrams_is_translated() -> None:
    wanted = {str(message.id) for message in catalogues.wanted_of_procedures() if message.id}
    known = translations()

    assert [text for text in sorted(wanted) if not known.get(text)] == []
    assert sorted(known.keys() - wanted) == []


def test_a_translation_keeps_what_stands_in_braces() -> None:
    for source, target in translations().items():
        if not source.startswith("=") and "{{if" not in source:
            assert sorted(_BRACES.findall(source)) == sorted(_BRACES.findall(target)), source


@pytest.mark.usefixtures("in_english")
@pytest.mark.parametrize("path", FORMS, ids=lambda path: path.stem)
def test_a_form_in_english_asks_the_same_of_the_same_fields(path: Path) -> None:
    written = texts.form_said(path.read_text())

    assert json.loads(written) != json.loads(path.read_text())
    assert [each.id for each in definition.read(written.encode(), path.name).components] == [
        each.id for each in definition.read(path.read_bytes(), path.name).components
    ]


@pytest.mark.usefixtures("in_english")
def test_a_diagram_in_english_is_named_so_and_changes_in_nothing_else() -> None:
    content = (_ROOT / "workflows" / "ektp" / "antrean.bpmn").read_bytes()

    said = texts.diagram_said(content)

    assert b'name="Take a queue number"' in said
    assert re.sub(rb'name="[^"]*"', b"", said) == re.sub(rb'name="[^"]*"', b"", content)


@pytest.mark.usefixtures("in_english")
def test_what_no_catalogue_knows_stays_as_it_is_written() -> None:
    assert texts.said("Uji zona") == "Uji zona"


def test_the_written_language_needs_no_catalogue(app: Flask) -> None:
    with app.test_request_context(), force_locale("id"):
        assert texts.said("Ya") == "Ya"
        assert texts.form_said("{}") == "{}"
