"""`alur report`: what an office's frozen reports say. What they count is `office.reports`'s."""

from __future__ import annotations

import argparse

from api.commands.opening import as_operator, opened
from engine.store import coding
from office.reports import publishing, wording


def month(args: argparse.Namespace) -> int:
    """Print a month's frozen report as text or JSON; --freeze freezes it as it is now first."""
    with opened() as kernel:
        if args.freeze:
            kept = publishing.freeze(kernel, as_operator(), args.office, args.month)
        else:
            actor = as_operator().actor
            kept = publishing.of_month(kernel, actor, args.office, args.month, args.revision)
    if args.json:
        print(coding.to_text(kept.content))
        return 0
    print(f"Laporan {kept.month}, revisi {kept.revision}, sidik {kept.digest}")
    for line in wording.lines(kept.content):
        print(line)
    return 0
