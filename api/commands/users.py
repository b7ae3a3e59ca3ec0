"""`alur user`: officers who may sign in. Rules for names and passwords are `office.officers`'."""

from __future__ import annotations

import argparse
import getpass
import sys
from datetime import datetime

from api.commands.opening import as_operator, opened
from engine.errors import Fault
from office import absences, credentials, debts, leaving, officers, second_steps
from office.debts import Debt
from office.timetable import ZONE


def add(args: argparse.Namespace) -> int:
    """Add an officer; the password is typed twice at a terminal, or one line of standard input."""
    new = officers.NewOfficer(
        username=args.login,
        name=args.name,
        office=args.office,
        roles=frozenset(args.role),
        rights=frozenset(args.right),
        password=ask_password(),
    )
    with opened() as kernel:
        officers.create(kernel, as_operator(), new)
    print(f"{args.login} may sign in")
    return 0


def show(args: argparse.Namespace) -> int:
    """List all officers: name, office, roles, whether active."""
    del args
    with opened() as kernel, kernel.reads() as session:
        for row in officers.officers(session):
            actor = officers.actor_for(row)
            state = "active" if row.aktif else "deactivated"
            print(f"{actor.id:20} {row.kantor:8} {state:12} {','.join(sorted(actor.groups))}")
    return 0


def set_password(args: argparse.Namespace) -> int:
    """Give an officer a new password; sessions of the old one end."""
    password = ask_password()
    with opened() as kernel:
        credentials.reset_password(kernel, as_operator(), args.login, password)
    print(f"{args.login} has a new password")
    return 0


def reset_code(args: argparse.Namespace) -> int:
    """Take an officer's second step away; the sessions end."""
    with opened() as kernel:
        second_steps.reset(kernel, as_operator(), args.login, reason=args.reason)
    print(f"{args.login} signs in with the password alone")
    return 0


def deactivate(args: argparse.Namespace) -> int:
    """Let an officer sign in no more; what was held goes to a colleague or back to its group."""
    with opened() as kernel:
        left = leaving.deactivate(kernel, as_operator(), args.login, reason=args.reason, to=args.to)
    print(f"{args.login} may sign in no more")
    print(f"handed over {len(left.handed_over)}, back to the group {len(left.released)}")
    if left.kept:
        print(f"still held, in suspended cases: {len(left.kept)}; run this again after resuming")
    return 0


def absence(args: argparse.Namespace) -> int:
    """Record an absence; whoever stands in has the lanes from its first instant to its last."""
    new = absences.NewAbsence(
        officer=args.login,
        since=_instant(args.since),
        until=_instant(args.until),
        reason=args.reason,
        substitute=args.substitute,
    )
    with opened() as kernel:
        absences.record(kernel, as_operator(), new)
    print(f"{args.login} is absent until {args.until}; stands in: {args.substitute or 'nobody'}")
    return 0


def back(args: argparse.Namespace) -> int:
    """End an officer's absences that last or are to come."""
    with opened() as kernel:
        ended = absences.end(kernel, as_operator(), args.login)
    print(f"{args.login} is back; absences ended: {ended}")
    return 0


def owes(args: argparse.Namespace) -> int:
    """Say what each officer holds, and what waits for each group, in an office now."""
    with opened() as kernel:
        for one in debts.owes(kernel, as_operator().actor, args.office):
            kind = "group" if one.is_group else "officer"
            away = f"  absent, {one.substitute or 'nobody'} stands in" if one.absent else ""
            print(f"{kind} {one.name}: {len(one.debts)} open, {one.late} overdue{away}")
            for debt in one.debts:
                number = debt.task.business_key or "-"
                print(f"  {number:20} {debt.task.element:28} {_standing(debt)}")
    return 0


def _standing(debt: Debt) -> str:
    since = debt.since.astimezone(ZONE)
    if debt.overdue is None:
        return f"since {since:%Y-%m-%d %H:%M}"
    hours, seconds = divmod(int(debt.overdue.total_seconds()), 3600)
    return f"since {since:%Y-%m-%d %H:%M}, overdue {hours}:{seconds // 60:02} service hours"


def _instant(text: str) -> datetime:
    """A date (its first moment, Jakarta) or an instant; without offset it is Jakarta's.

    Raises:
        AbsenceInvalid: it is neither.
    """
    try:
        read = datetime.fromisoformat(text)
    except ValueError:
        fault = Fault(rule="absence-instant", message="%(text)s is no date.", params={"text": text})
        raise absences.AbsenceInvalid((fault,)) from None
    return read if read.tzinfo else read.replace(tzinfo=ZONE)


def ask_password() -> str:
    """A new password: never an argument, which every user of the machine could read.

    Raises:
        OfficerInvalid: the two typed at the terminal differ.
    """
    if not sys.stdin.isatty():
        return sys.stdin.readline().rstrip("\n")
    first = getpass.getpass("New password: ")
    if getpass.getpass("Once more: ") != first:
        raise officers.OfficerInvalid(
            (Fault(rule="password-differs", message="The two passwords differ."),)
        )
    return first
