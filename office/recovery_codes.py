"""Recovery codes for who lost the telephone: shown once, kept as keyed hashes, each good once."""

from __future__ import annotations

import hmac
import secrets
from typing import Final

from engine.store import coding
from engine.store.sealing import Sealer

COUNT: Final = 8
_HALF: Final = 5
#: 31 letters and digits that nobody mistakes for another: ten of them are 49 bits
_ALPHABET: Final = "abcdefghjkmnpqrstuvwxyz23456789"
_PURPOSE: Final = "kode_pemulihan"


def make() -> tuple[str, ...]:
    """Make new codes: "k3vd2-m9xtq"."""
    return tuple(f"{_half()}-{_half()}" for _ in range(COUNT))


def to_keep(sealer: Sealer, username: str, codes: tuple[str, ...]) -> str:
    """What is kept of an officer's codes: JSON of their keyed hashes."""
    return coding.to_text([_hash(sealer, username, code) for code in codes])


def without(sealer: Sealer, username: str, kept: str, typed: str) -> str | None:
    """What is kept after a code was used; None when it is none of them. Dashes are free."""
    hashed = _hash(sealer, username, typed)
    hashes = coding.texts(kept)
    left = [each for each in hashes if not hmac.compare_digest(each, hashed)]
    return coding.to_text(left) if len(left) < len(hashes) else None


def _half() -> str:
    return "".join(secrets.choice(_ALPHABET) for _ in range(_HALF))


def _hash(sealer: Sealer, username: str, code: str) -> str:
    plain = "".join(letter for letter in code.casefold() if letter.isalnum())
    return sealer.index(_PURPOSE, f"{username}\x00{plain}").hex()
