"""Backlog workbooks for the tests: a sound row, and files made of changed ones."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from openpyxl import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from office.backlog import columns, workbook

SOUND: Final[dict[str, object]] = {
    "no_lama": "470/0001/2026",
    "tahap": "MENUNGGU_BLANKO",
    "diterima_pada": "14-09-2026",
    "lengkap_pada": "15-09-2026",
    "siap_cetak_pada": "01-10-2026",
    "jenis_permohonan": "BARU_WNI",
    "nik": "3273164107900001",
    "no_kk": "3273160101100001",
    "nama": "SITI AMINAH",
    "tempat_lahir": "BANDUNG",
    "tgl_lahir": "01-07-1990",
    "jenis_kelamin": "P",
    "kewarganegaraan": "WNI",
    "status_kawin": "KAWIN",
    "alamat": "Jl. Kebon Jayanti 1",
    "rt": "001",
    "rw": "002",
    "kelurahan_kode": "1002",
    "no_hp": "081234567890",
    "punya_wa": "YA",
    "izin_notifikasi": "TIDAK",
}


def person(number: int, **other: object) -> dict[str, object]:
    """A sound row of somebody of her own."""
    serial = {"nik": f"327316410790{number:04d}", "no_lama": f"470/{number:04d}/2026"}
    return SOUND | serial | other


def save(folder: Path, *rows: dict[str, object]) -> Path:
    """A workbook with these rows."""
    book = Workbook()
    sheet = book.active
    assert isinstance(sheet, Worksheet)
    sheet.title = workbook.SHEET
    sheet.append([column.heading for column in columns.ALL])
    for row in rows:
        sheet.append([row.get(column.key) for column in columns.ALL])
    file = folder / "lama.xlsx"
    book.save(file)
    return file
