"""`alur setting`: shows and changes the policies of an office (docs/guides/configuration.md).

Not the ALUR_* variables of an installation: docs/guides/settings.md.
"""

from __future__ import annotations

import argparse
from datetime import datetime

from api.commands.casework import read_variables
from api.commands.opening import as_operator, opened
from engine.errors import Fault, Invalid
from engine.store import coding
from office import config, defaults, timetable


def show(args: argparse.Namespace) -> int:
    """Print what holds, all of it or the names that begin with NAME; a star marks what was set."""
    with opened() as kernel:
        policies = config.held(kernel, args.office, _instant(args.at)).values
    chosen = {name: policies[name] for name in defaults.DEFAULTS if name.startswith(args.name)}
    if not chosen:
        raise Invalid(config.faults(args.name, None))
    for name, value in chosen.items():
        mark = " " if value == defaults.DEFAULTS[name] else "*"
        print(f"{mark} {name} = {coding.to_text(value)}")
    return 0


def change(args: argparse.Namespace) -> int:
    """Set policies from an instant on, with a reason; all of them or, with any fault, none."""
    values, valid_from = read_variables(args.values), _instant(args.valid_from)
    with opened() as kernel:
        config.held(kernel, args.office)
        config.change(
            kernel, as_operator(), args.office, values, valid_from, reason=args.reason.strip()
        )
        holds = (valid_from or kernel.clock.now()).astimezone(timetable.ZONE)
    print(f"{', '.join(sorted(values))}: holds from {holds:%Y-%m-%d %H:%M}")
    return 0


def history(args: argparse.Namespace) -> int:
    """Print every change of one policy, the oldest first, below its default."""
    with opened() as kernel:
        rows = config.changes(kernel, args.office, args.name)
    print(f"default          {coding.to_text(defaults.DEFAULTS[args.name])}")
    for row in rows:
        since = row.berlaku_mulai.astimezone(timetable.ZONE)
        written = row.dicatat_pada.astimezone(timetable.ZONE)
        who = f"({row.oleh}, written {written:%Y-%m-%d %H:%M}) {row.alasan}".rstrip()
        print(f"{since:%Y-%m-%d %H:%M} {row.nilai}  {who}")
    return 0


def _instant(text: str) -> datetime | None:
    """An instant or date; without offset it is the office's time. None for "".

    Raises:
        Invalid: it is neither.
    """
    if not text:
        return None
    try:
        found = datetime.fromisoformat(text)
    except ValueError as error:
        fault = Fault(
            rule="instant",
            message="This is no date or time.",
            advice="Write 2026-12-01 or 2026-12-01T08:00.",
        )
        raise Invalid((fault,)) from error
    return found if found.tzinfo else found.replace(tzinfo=timetable.ZONE)
