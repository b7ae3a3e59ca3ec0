"""`alur backlog`: the paper list of an office, checked row by row and brought in as cases."""

from __future__ import annotations

import argparse
import csv
import sys
from pathlib import Path

from api.commands.opening import as_operator, opened
from office.backlog import checking, importing, workbook
from office.backlog.checking import Checked


def template(args: argparse.Namespace) -> int:
    """Write an empty workbook to fill in."""
    workbook.write_template(Path(args.file))
    print(f"wrote {args.file}")
    return 0


def check(args: argparse.Namespace) -> int:
    """List every fault of every row; nothing is written but the report."""
    sheet = workbook.read(Path(args.file))
    with opened() as kernel:
        found = checking.check(kernel, args.office, sheet)
    _report(found, _place(args))
    return 1 if found.faults else 0


def bring_in(args: argparse.Namespace) -> int:
    """Start a case for every row, when the dry run is clean."""
    sheet = workbook.read(Path(args.file))
    with opened() as kernel:
        found = checking.check(kernel, args.office, sheet)
        if found.faults:
            _report(found, _place(args))
        brought = importing.bring_in(
            kernel,
            as_operator(),
            args.office,
            found,
            valid_rows_only=args.valid_rows,
            told=_progress,
        )
    print(f"{brought} rows became cases, {found.done} were cases already")
    return 1 if found.faults else 0


def _place(args: argparse.Namespace) -> Path:
    """Where the report goes: beside the workbook when nothing else is said."""
    file = Path(args.file)
    return Path(args.report) if args.report else file.with_name(f"{file.stem}-faults.csv")


def _report(found: Checked, file: Path) -> None:
    """Row, column, what to do: never what is in the cell."""
    lines = [
        (fault.row, fault.column, fault.fault.rule, fault.fault.text()) for fault in found.faults
    ]
    for row, column, _, text in lines:
        print(f"row {row}, {column}: {text}")
    if lines:
        with file.open("w", encoding="utf-8", newline="") as stream:
            writer = csv.writer(stream)
            writer.writerow(["row", "column", "rule", "what to do"])
            writer.writerows(lines)
    rows = len({fault.row for fault in found.faults})
    print(
        f"{len(found.ready)} rows are ready, {found.done} are cases already; "
        f"{len(lines)} faults in {rows} rows" + (f", listed in {file}" if lines else "")
    )


def _progress(done: int, total: int) -> None:
    if done % 10 == 0 or done == total:
        sys.stderr.write(f"\r{done}/{total}" + ("\n" if done == total else ""))
        sys.stderr.flush()
