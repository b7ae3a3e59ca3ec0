"""Numbers the versions of definitions: processes, decisions, forms. Stores nothing."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Version:
    """A definition's version number, from 1, and the digest of the content it stands for."""

    number: int
    digest: str


def digest(content: bytes) -> str:
    """Name a content: SHA-256 of its bytes in hex."""
    return hashlib.sha256(content).hexdigest()


def next_version(latest: Version | None, content_digest: str) -> Version:
    """Keep the latest version of an id when the content is the same, else number the next one.

    As in Camunda 8 only the latest counts: going back to an older content is a new version. Numbers
    have no gaps; the result is `latest` itself when nothing new is to be stored.
    """
    if latest is None:
        return Version(number=1, digest=content_digest)
    if latest.digest == content_digest:
        return latest
    return Version(number=latest.number + 1, digest=content_digest)
