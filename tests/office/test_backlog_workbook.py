"""The backlog workbook as an untrusted file."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest
from openpyxl import Workbook, load_workbook

from office.backlog import columns, workbook
from office.backlog.workbook import WorkbookInvalid
from tests.office.backlog_files import SOUND, save


def test_the_template_has_every_column_and_reads_as_empty(tmp_path: Path) -> None:
    file = tmp_path / "kosong.xlsx"

    workbook.write_template(file)

    assert workbook.read(file).rows == ()
    heads = [cell.value for cell in load_workbook(file)[workbook.SHEET][1]]
    assert heads == [column.heading for column in columns.ALL]


def test_a_row_keeps_its_number_in_the_sheet(tmp_path: Path) -> None:
    sheet = workbook.read(save(tmp_path, SOUND, {}, SOUND))

    assert [row.number for row in sheet.rows] == [2, 4]


def test_a_formula_is_refused_and_not_computed(tmp_path: Path) -> None:
    (row,) = workbook.read(save(tmp_path, SOUND | {"nama": "=1+1"})).rows

    assert [(fault.rule, fault.element) for fault in row.faults] == [("backlog-formula", "nama")]


def test_an_unknown_and_a_missing_column_are_named(tmp_path: Path) -> None:
    book = Workbook()
    assert book.active is not None
    book.active.append([*(c.heading for c in columns.ALL if c.key != "nik"), "Biaya"])
    file = tmp_path / "lain.xlsx"
    book.save(file)

    with pytest.raises(WorkbookInvalid) as refused:
        workbook.read(file)

    assert {fault.params["name"] for fault in refused.value.faults} == {"Biaya", "NIK"}


@pytest.mark.parametrize("content", [b"", b"no workbook", b"PK\x03\x04 broken"])
def test_another_file_is_no_workbook(tmp_path: Path, content: bytes) -> None:
    file = tmp_path / "x.xlsx"
    file.write_bytes(content)

    with pytest.raises(WorkbookInvalid):
        workbook.read(file)


def test_a_zip_bomb_is_not_unpacked(tmp_path: Path) -> None:
    file = tmp_path / "bom.xlsx"
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as parts:
        parts.writestr("xl/worksheets/sheet1.xml", b"0" * 101 * 2**20)

    with pytest.raises(WorkbookInvalid, match="faults"):
        workbook.read(file)


def test_macros_are_refused(tmp_path: Path) -> None:
    file = save(tmp_path, SOUND)
    with zipfile.ZipFile(file, "a") as parts:
        parts.writestr("xl/vbaProject.bin", b"x")

    with pytest.raises(WorkbookInvalid):
        workbook.read(file)


_SHEET = '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
_CELL = '<row r="1"><c r="A1" t="inlineStr"><is><t>&b;</t></is></c></row></sheetData></worksheet>'
_LAUGHS = '<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;">]>'
_FOREIGN = '<!DOCTYPE x [<!ENTITY b SYSTEM "file:///etc/hostname">]>'


@pytest.mark.parametrize(
    ("part", "content"),
    [
        ("xl/worksheets/sheet1.xml", "<worksheet><sheetData><row"),
        ("xl/worksheets/sheet1.xml", _LAUGHS + _SHEET + _CELL),
        ("xl/worksheets/sheet1.xml", _FOREIGN + _SHEET + _CELL),
        ("xl/worksheets/sheet1.xml", _SHEET + '<row r="1"><c r="A1" t="s"><v>9</v></c></row>'),
        ("xl/worksheets/sheet1.xml", _SHEET + '<row r="1"><c r="ZZZZ1"><v>1</v></c></row>'),
        ("xl/workbook.xml", "<workbook"),
        ("[Content_Types].xml", "zzz"),
    ],
)
def test_a_workbook_with_a_broken_part_is_refused_in_words(
    tmp_path: Path, part: str, content: str
) -> None:
    file = tmp_path / "rusak.xlsx"
    with zipfile.ZipFile(save(tmp_path, SOUND)) as sound, zipfile.ZipFile(file, "w") as broken:
        for inside in sound.infolist():
            is_it = inside.filename == part
            broken.writestr(inside.filename, content if is_it else sound.read(inside))

    with pytest.raises(WorkbookInvalid) as refused:
        workbook.read(file)

    assert [fault.rule for fault in refused.value.faults] == ["backlog-file"]
