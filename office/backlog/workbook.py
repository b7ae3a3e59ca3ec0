"""Reads the backlog workbook as an untrusted file, and makes an empty one to fill in.

A formula is refused, not computed; sizes are bounded before anything is opened. What the cells mean
is `office.backlog.checking`.
"""

from __future__ import annotations

import hashlib
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import BinaryIO, Final

from openpyxl import Workbook, load_workbook
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from engine.errors import Fault, Invalid
from office.backlog import columns
from office.backlog.columns import Shape

SHEET: Final = "Berkas lama"
MOST_ROWS: Final = 20_000
_LARGEST_FILE: Final = 20 * 2**20
_LARGEST_CONTENT: Final = 100 * 2**20
_MOST_PARTS: Final = 500
_LONGEST_CELL: Final = 500
_WIDTH: Final = 18
_FIRST_ROW: Final = 2

Cell = str | date | int | float | bool


class WorkbookInvalid(Invalid):
    """The file is no backlog workbook; nothing was imported."""

    code = "backlog-workbook-invalid"
    message = "The workbook has %(count)s faults; nothing was imported. Mend them."


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One filled row: its number in the sheet, and its cells by the columns' keys."""

    number: int
    cells: Mapping[str, Cell]
    faults: tuple[Fault, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """The filled rows of a file, and the file's SHA-256."""

    digest: str
    rows: tuple[Row, ...]


def read(file: Path) -> Sheet:
    """Read the workbook.

    Raises:
        WorkbookInvalid: it is no workbook, too large, lacks a column or has an unknown one.
    """
    _require_sound(file)
    try:
        with file.open("rb") as stream:  # a failed load would leave the file open
            rows = tuple(_read(stream))
    except WorkbookInvalid:
        raise
    except Exception as error:  # openpyxl stumbles over a bad file in many ways
        raise _refused("backlog-file", "This is no XLSX workbook.") from error
    if len(rows) > MOST_ROWS:
        raise _refused("backlog-rows", "The workbook has more than 20000 rows. Divide it.")
    digest = hashlib.sha256(file.read_bytes()).hexdigest()
    return Sheet(digest=digest, rows=rows)


def _read(stream: BinaryIO) -> Iterator[Row]:
    book = load_workbook(stream, read_only=True, keep_links=False)
    sheet = book[SHEET] if SHEET in book.sheetnames else book.worksheets[0]
    lines = sheet.iter_rows(max_row=MOST_ROWS + _FIRST_ROW)
    header = [str(cell.value or "").strip() for cell in next(lines, ())]
    yield from _rows(lines, _keys(header))


def write_template(file: Path) -> None:
    """Make an empty workbook: headings, drop-down choices, and a sheet that explains them."""
    book = Workbook()
    sheet = book.active
    assert isinstance(sheet, Worksheet)
    sheet.title = SHEET
    sheet.freeze_panes = "A2"
    for at, column in enumerate(columns.ALL, start=1):
        cell = sheet.cell(row=1, column=at, value=column.heading)
        cell.font = Font(bold=column.required)
        cell.alignment = Alignment(wrap_text=True)
        letter = get_column_letter(at)
        sheet.column_dimensions[letter].width = _WIDTH
        sheet.column_dimensions[letter].number_format = "@"
        _offer(sheet, letter, column)
    _explain(book)
    book.save(file)


def _offer(sheet: Worksheet, letter: str, column: columns.Column) -> None:
    choices = ("YA", "TIDAK") if column.shape is Shape.YES_NO else column.choices
    if choices:
        rule = DataValidation(type="list", formula1=f'"{",".join(choices)}"', allow_blank=True)
        rule.add(f"{letter}{_FIRST_ROW}:{letter}{MOST_ROWS}")
        sheet.add_data_validation(rule)


def _explain(book: Workbook) -> None:
    sheet = book.create_sheet("Petunjuk")
    sheet.append(["Kolom", "Wajib", "Isi", "Keterangan"])
    for column in columns.ALL:
        shape = ", ".join(column.choices) or {
            Shape.DATE: "tanggal, misalnya 24-11-2026",
            Shape.YES_NO: "YA atau TIDAK",
        }.get(column.shape, "teks")
        sheet.append([column.heading, "ya" if column.required else "", shape, column.hint])


def _require_sound(file: Path) -> None:
    """Refuse what is too large before it is unpacked (a zip bomb is small outside)."""
    if not file.is_file() or file.stat().st_size > _LARGEST_FILE:
        raise _refused("backlog-size", "There is no such file, or it is larger than 20 MB.")
    try:
        with zipfile.ZipFile(file) as parts:
            inside = parts.infolist()
    except zipfile.BadZipFile as error:
        raise _refused("backlog-file", "This is no XLSX workbook.") from error
    if len(inside) > _MOST_PARTS or sum(part.file_size for part in inside) > _LARGEST_CONTENT:
        raise _refused("backlog-size", "The workbook unpacks to more than it should.")
    if any("vbaProject" in part.filename for part in inside):
        raise _refused("backlog-macro", "The workbook holds macros. Save it as XLSX without.")


def _keys(header: list[str]) -> list[str | None]:
    found = [columns.BY_HEADING.get(heading.casefold()) for heading in header]
    faults = [
        _fault("backlog-column", "There is no column “%(name)s”.", name=heading)
        for heading, column in zip(header, found, strict=True)
        if heading and column is None
    ]
    present = {column.key for column in found if column}
    faults += [
        _fault("backlog-column", "The column “%(name)s” is missing.", name=column.heading)
        for column in columns.ALL
        if column.required and column.key not in present
    ]
    if faults:
        raise WorkbookInvalid(tuple(faults))
    return [column.key if column else None for column in found]


def _rows(lines: Iterator[tuple[object, ...]], keys: list[str | None]) -> Iterator[Row]:
    for number, line in enumerate(lines, start=_FIRST_ROW):
        cells: dict[str, Cell] = {}
        faults: list[Fault] = []
        for key, cell in zip(keys, line, strict=False):
            value = getattr(cell, "value", None)
            if key is None or value is None or value == "":
                continue
            if getattr(cell, "data_type", "") == "f" or _is_formula(value):
                faults.append(_cell_fault("backlog-formula", key, "A formula is not a value."))
            elif isinstance(value, str) and len(value) > _LONGEST_CELL:
                faults.append(_cell_fault("backlog-long", key, "More than 500 characters."))
            else:
                cells[key] = value.date() if isinstance(value, datetime) else _plain(value)
        if cells or faults:
            yield Row(number=number, cells=cells, faults=tuple(faults))


def _plain(value: object) -> Cell:
    return value if isinstance(value, (str, date, int, float, bool)) else str(value)


def _is_formula(value: object) -> bool:
    return isinstance(value, str) and value.startswith("=")


def _cell_fault(rule: str, key: str, message: str) -> Fault:
    return Fault(rule=rule, element=key, message=message, advice="Type the value itself.")


def _fault(rule: str, message: str, **params: str) -> Fault:
    return Fault(rule=rule, message=message, params=dict(params), advice="See the template.")


def _refused(rule: str, message: str) -> WorkbookInvalid:
    return WorkbookInvalid((Fault(rule=rule, message=message),))
