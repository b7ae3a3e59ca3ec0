"""Passwords: what they must be, how they are kept (argon2id), and those an administrator gives.

Who has which and who is locked is `office.officers`.
"""

from __future__ import annotations

import secrets
from typing import Final

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerifyMismatchError

from engine.errors import Fault

LONGEST: Final = 256
_SHORTEST: Final = 10
_HASHER: Final = PasswordHasher()  # argon2id, RFC 9106's second recommended setting
#: what an unknown name is compared with, in vain and at the same cost
NOBODYS: Final = _HASHER.hash("nobody's password, to be compared with in vain")
#: read aloud and typed once: no letter that looks like a digit, no capitals
_LETTERS: Final = "abcdefghjkmnpqrstuvwxyz23456789"
_GROUPS, _GROUP = 4, 4


def hashed(password: str) -> str:
    """Give the hash that is kept; slow on purpose: not within a transaction."""
    return _HASHER.hash(password)


def matches(kept: str, password: str) -> bool:
    """Whether a password is the one that is kept; as slow as `hashed`."""
    try:
        return _HASHER.verify(kept, password[:LONGEST])
    except (VerifyMismatchError, InvalidHashError):
        return False


def one_time() -> str:
    """Make a password for an officer's next sign-in: "k3vd-…", 79 bits."""
    groups = ("".join(secrets.choice(_LETTERS) for _ in range(_GROUP)) for _ in range(_GROUPS))
    return "-".join(groups)


def faults(username: str, password: str) -> tuple[Fault, ...]:
    """Check a new password: 10 to 256 characters, and not the sign-in name."""
    if not _SHORTEST <= len(password) <= LONGEST:
        return (_fault("password-length", "A password has 10 to 256 characters."),)
    if username and username.casefold() in password.casefold():
        return (_fault("password-name", "The password holds the sign-in name."),)
    return ()


def _fault(rule: str, message: str) -> Fault:
    return Fault(rule=rule, element="password", message=message)
