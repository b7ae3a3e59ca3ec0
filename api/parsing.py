"""The words of `alur calendar`. Imports no work, as `api.cli`: its help answers at once."""

from __future__ import annotations

import argparse
from datetime import date
from typing import Final, TypeAlias

Commands: TypeAlias = "argparse._SubParsersAction[argparse.ArgumentParser]"  # noqa: SLF001  # has no public name
#: why a day may be closed; `office.timetable.DayKind` without the working day
CLOSED: Final = ("LIBUR_NASIONAL", "CUTI_BERSAMA", "LIBUR_LOKAL", "TUTUP_DARURAT")


def add_calendar(commands: Commands) -> None:
    """Add the command to those of `alur`."""
    parser = commands.add_parser("calendar", help="holidays and closed days of an office")
    actions = parser.add_subparsers(title="actions", metavar="ACTION", required=True)

    listing = actions.add_parser("show", help="list the days that are not ordinary")
    listing.add_argument("--office", required=True, help="code of the office")
    listing.add_argument("--year", type=int, default=0, help="of this year only")
    listing.set_defaults(run="api.commands.calendars:show")

    close = actions.add_parser("close", help="close a day; due dates that wait move with it")
    close.add_argument("--kind", choices=CLOSED, default="LIBUR_LOKAL")
    close.add_argument("--name", required=True, help="what the day is called")
    close.add_argument("--source", default="", help="the decision, such as its number")
    _add_change(close, "close")

    _add_change(actions.add_parser("ordinary", help="make a day an ordinary one again"), "ordinary")


def _add_change(action: argparse.ArgumentParser, function: str) -> None:
    action.add_argument("day", type=date.fromisoformat, help="such as 2026-12-24")
    action.add_argument("--office", required=True, help="code of the office")
    action.add_argument("--reason", required=True, help="kept with the change")
    action.add_argument("--dry-run", action="store_true", help="only say what it would move")
    action.set_defaults(run=f"api.commands.calendars:{function}")
