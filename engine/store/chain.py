"""The hash chain over a case's log. Computes only: no table, no key.

A link is SHA-256 over the previous link and the canonical JSON of everything in the row; the first
row's previous link is made of the case's key and the commitment to its data key. The payload enters
as its sealed bytes, nonce included, so that the chain still verifies when the key is destroyed.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256

from engine.store import coding


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """What one row of the log contributes. Instants are aware UTC."""

    root_key: int
    seq: int
    recorded_at: datetime
    occurred_at: datetime
    late: bool
    actor: str
    kind: str
    payload: bytes
    semantics: int
    snapshot_digest: bytes
    definitions: str


def genesis(root_key: int, commitment: bytes) -> bytes:
    """What the first row is chained to."""
    return sha256(b"alur-case\x00%d\x00" % root_key + commitment).digest()


def link_hash(previous: bytes, link: Link) -> bytes:
    """The hash of a row that follows `previous`."""
    return sha256(previous + coding.to_bytes(link)).digest()
