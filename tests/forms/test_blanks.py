"""Every form of the library can be printed blank, and says on paper what it asks on screen."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from engine.values import Variables
from forms import blanks, definition
from forms.blanks import Blank, Shape
from forms.model import Kind, all_fields

LIBRARY = sorted(Path("forms/library").glob("*/*.form"))
NOW = datetime(2026, 11, 24, 2, tzinfo=UTC)
CONTEXT: Variables = {"kantor": {"kelurahan": ["1001", "1002"]}}


def layout(path: Path) -> tuple[Blank, ...]:
    return blanks.layout(definition.read(path.read_bytes(), path.name), CONTEXT, NOW)


@pytest.mark.parametrize("path", LIBRARY, ids=lambda path: path.stem)
def test_every_field_that_is_answered_has_its_place_on_the_sheet(path: Path) -> None:
    form = definition.read(path.read_bytes(), path.name)
    asked = [
        "".join(piece for piece in field.label.pieces if isinstance(piece, str))
        for field in all_fields(form.components)
        if not field.readonly and field.kind is not Kind.FILEPICKER
    ]

    said = {text for blank in layout(path) for text in (blank.label, *blank.columns)}

    assert [label for label in asked if not any(label in text for text in said)] == []


def test_the_application_has_boxes_options_and_dates() -> None:
    items = {
        blank.label: blank for blank in layout(Path("forms/library/ektp/terima_permohonan.form"))
    }

    assert (items["NIK"].shape, items["NIK"].boxes) == (Shape.BOXES, 16)
    assert (items["Nomor telepon"].boxes, items["Nomor telepon"].required) == (13, False)
    assert items["Tanggal lahir"].shape is Shape.DATE
    assert items["Jenis kelamin"].options == ("Laki-laki", "Perempuan")
    assert items["Kelurahan"].options[:2] == ("Sukapura", "Kebon Jayanti")
    assert items["Nomor KITAP"].sometimes
    assert items["Catatan"].shape is Shape.AREA


def test_what_only_the_case_knows_is_a_gap() -> None:
    (first, *_) = layout(Path("forms/library/ektp/panggil.form"))

    assert first.label == "Panggil nomor **……**"
