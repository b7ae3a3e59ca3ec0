"""`alur migrate-db` and `alur new-key`."""

from __future__ import annotations

import argparse
import secrets

from api import composition
from engine.services import searching
from engine.settings import Settings, from_environ


def migrate(args: argparse.Namespace) -> int:
    """Apply missing migrations; with --check only say whether there are any (exit code 1)."""
    settings = from_environ()
    if args.check:
        current = composition.is_migrated(settings)
        print("up to date" if current else "migrations are missing")
        return 0 if current else 1
    composition.migrate(settings)
    if settings.master_key:
        _index(settings)
    print("up to date")
    return 0


def _index(settings: Settings) -> None:
    """Let cases be found that were written before what finds them was there; takes the key."""
    kernel = composition.build_kernel(settings)
    count = searching.index_words(kernel)
    kernel.close()
    if count:
        print(f"{count} cases can be found by name and NIK now")


def new_key(args: argparse.Namespace) -> int:
    """Print fresh keys as lines for an environment file."""
    del args
    print(f"ALUR_MASTER_KEY={secrets.token_hex(32)}")
    print(f"ALUR_SECRET_KEY={secrets.token_urlsafe(48)}")
    return 0
