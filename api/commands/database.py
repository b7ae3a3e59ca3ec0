"""`alur migrate-db` and `alur new-key`."""

from __future__ import annotations

import argparse
import secrets

from api import composition
from engine.settings import from_environ


def migrate(args: argparse.Namespace) -> int:
    """Apply missing migrations; with --check only say whether there are any (exit code 1)."""
    settings = from_environ()
    if args.check:
        current = composition.is_migrated(settings)
        print("up to date" if current else "migrations are missing")
        return 0 if current else 1
    composition.migrate(settings)
    print("up to date")
    return 0


def new_key(args: argparse.Namespace) -> int:
    """Print fresh keys as lines for an environment file."""
    del args
    print(f"ALUR_MASTER_KEY={secrets.token_hex(32)}")
    print(f"ALUR_SECRET_KEY={secrets.token_urlsafe(48)}")
    return 0
