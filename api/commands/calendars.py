"""`alur calendar`: shows an office's exceptional days and changes one. The rules are `office`'s."""

from __future__ import annotations

import argparse
from collections.abc import Mapping
from datetime import date

from api.commands.opening import as_operator, opened
from engine.services.recounting import Moves
from office import calendar
from office.timetable import Day, DayKind, Edit


def show(args: argparse.Namespace) -> int:
    """Print date, kind and name of every exceptional day; a tilde marks an estimated one."""
    with opened() as kernel:
        content = calendar.shown(kernel, args.office)
    for day, entry in sorted(content.days.items()):
        if args.year in {0, day.year}:
            mark = "~" if entry.estimated else " "
            print(f"{day} {mark} {entry.kind.value:15} {entry.name}")
    return 0


def close(args: argparse.Namespace) -> int:
    """Close a day, or say what that would move."""
    day = Day(kind=DayKind(args.kind), name=args.name, source=args.source)
    return _change(args, {args.day: day})


def ordinary(args: argparse.Namespace) -> int:
    """Make a day an ordinary one again, or say what that would move."""
    return _change(args, {args.day: None})


def _change(args: argparse.Namespace, days: Mapping[date, Day | None]) -> int:
    edit = Edit(days=days)
    with opened() as kernel:
        if args.dry_run:
            moves = calendar.preview(kernel, as_operator(), args.office, edit)
            print(f"would move {_told(moves)}")
            return 0
        changed = calendar.change(kernel, as_operator(), args.office, edit, args.reason)
    print(f"version {changed.version} of the calendar; moved {_told(changed.moves)}")
    return 0


def _told(moves: Moves) -> str:
    return (
        f"{moves.timers} timers and {moves.tasks} due dates in {moves.cases} cases, "
        f"{moves.at_once} of them due at once"
    )
