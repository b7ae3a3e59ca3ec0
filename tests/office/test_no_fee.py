"""The card is free (UU 24/2013 art. 79A): no form, diagram or table has a place for a fee."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from office import defaults, tables
from office.notices import texts
from office.slips import Slip, SlipKind, lines
from tests.office.conftest import NOW

ROOT = Path(__file__).parents[2]
FEE = re.compile(
    r"(?<![a-z])(biaya|tarif|harga|bayar\w*|pembayaran|pungutan|retribusi|ongkos"
    r"|fees?|price|payment|amount_due)(?![a-z])",
    re.IGNORECASE,
)


def procedure_files() -> Iterator[Path]:
    for folder in ("forms", "workflows"):
        for ending in ("*.form", "*.bpmn", "*.dmn"):
            yield from sorted((ROOT / folder).rglob(ending))


def test_no_table_has_a_column_for_a_fee() -> None:
    named = [
        f"{table.name}.{column.name}"
        for table in tables.METADATA.tables.values()
        for column in table.columns
    ]
    assert len(named) > 100
    assert [name for name in named if FEE.search(name.replace("_", " "))] == []


def test_no_form_and_no_diagram_has_a_word_for_a_fee() -> None:
    found = {
        f"{file.relative_to(ROOT)}: {word.group()}"
        for file in procedure_files()
        for word in FEE.finditer(file.read_text(encoding="utf-8").replace("_", " "))
    }
    assert found == set()


def test_no_policy_is_a_fee() -> None:
    assert [name for name in defaults.DEFAULTS if FEE.search(re.sub(r"[._]", " ", name))] == []


@pytest.mark.parametrize("kind", SlipKind)
def test_every_slip_says_gratis(kind: SlipKind) -> None:
    slip = Slip(kind=kind, office="Kecamatan X", number="A-001", printed_on=NOW.date())
    assert lines(slip)[-1] == "GRATIS"


def test_the_words_are_found_where_they_stand() -> None:
    assert FEE.search('"key": "biaya admin"')
    assert FEE.search("Tarif (Rp)")
    assert not FEE.search("buffer")
    assert not FEE.search(texts.DEFAULTS[texts.Template.SIAP_DIAMBIL])
