"""`alur user`: officers who may sign in. Rules for names and passwords are `office.officers`'."""

from __future__ import annotations

import argparse
import getpass
import sys

from api.commands.opening import as_operator, opened
from engine.errors import Fault
from office import officers


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
        officers.reset_password(kernel, as_operator(), args.login, password)
    print(f"{args.login} has a new password")
    return 0


def deactivate(args: argparse.Namespace) -> int:
    """Let an officer sign in no more; tasks held stay held until somebody hands them over."""
    with opened() as kernel:
        officers.deactivate(kernel, as_operator(), args.login)
    print(f"{args.login} may sign in no more")
    return 0


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
