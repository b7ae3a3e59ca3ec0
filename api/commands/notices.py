"""`alur notice`: what became of notices, and the list for RT/RW. Shows no number and no text."""

from __future__ import annotations

import argparse
import sys
from itertools import groupby

from api.commands.opening import as_operator, opened
from office.notices import desk, lists
from office.notices.rows import NoticeState


def show(args: argparse.Namespace) -> int:
    """List an office's notices."""
    known = frozenset(NoticeState)
    if unknown := [state for state in args.state if state not in known]:
        print(f"alur: there is no state {unknown[0]}; one of {', '.join(known)}", file=sys.stderr)
        return 1
    states = [NoticeState(state) for state in args.state]
    with opened() as kernel:
        found = desk.newest(kernel, args.office, states, limit=args.limit)
        strangers = desk.strangers(kernel)
    for notice in found:
        print(
            f"{notice.key:<20} {notice.dibuat_pada:%Y-%m-%d %H:%M} {notice.no_register:17} "
            f"{notice.saluran:13} {notice.templat:13} {notice.keadaan:10} {notice.alasan}"
        )
    if strangers:
        print(f"{strangers} states told of notices that are not ours")
    return 0


def retry(args: argparse.Namespace) -> int:
    """Queue one failed notice again."""
    with opened() as kernel:
        queued = desk.retry(kernel, args.key)
    print("queued" if queued else "there is no failed notice of that key that can be sent")
    return 0 if queued else 1


def print_list(args: argparse.Namespace) -> int:
    """Print who waits on the list, by kelurahan: register numbers and nothing else."""
    with opened() as kernel:
        tell = lists.peek if args.peek else lists.print_out
        found = tell(kernel, as_operator(), args.office, args.kelurahan)
    for village, entries in groupby(found, key=lambda entry: entry.kelurahan):
        print(f"Kelurahan {village or '-'}")
        for entry in entries:
            print(f"  {entry.no_register}  {entry.templat}")
    return 0
