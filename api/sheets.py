"""Tables as CSV files for spreadsheets: separated as they are there, and running nothing.

A text that a spreadsheet would take for a formula is written with an apostrophe before it.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from typing import Final, TypeAlias

from flask import Response

Cell: TypeAlias = str | int | None

#: what spreadsheets begin a formula with, a tab or line break before it included (OWASP)
_FORMULA: Final = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


def respond(name: str, head: Sequence[str], rows: Iterable[Sequence[Cell]]) -> Response:
    """A download called `name`, with a byte order mark and semicolons: Excel's own in Indonesia."""
    written = io.StringIO()
    writer = csv.writer(written, delimiter=";", lineterminator="\r\n")
    writer.writerow([guard(cell) for cell in head])
    writer.writerows([guard(cell) for cell in row] for row in rows)
    return Response(
        written.getvalue().encode("utf-8-sig"),
        mimetype="text/csv",
        headers={
            "Content-Disposition": f'attachment; filename="{name}"',
            "Cache-Control": "no-store",
        },
    )


def guard(cell: Cell) -> str | int:
    """A cell that runs nothing: numbers as they are, texts never as a formula."""
    if cell is None:
        return ""
    if isinstance(cell, int):
        return cell
    return f"'{cell}" if cell.lstrip(" ").startswith(_FORMULA) else cell
