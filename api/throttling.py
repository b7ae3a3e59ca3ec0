"""Slows down whoever tries sign-ins from one network address. A name's own lock is
`office.credentials`'.

Wrong tries are counted in this process's memory only, by a keyed hash of the address that nobody
can read back, and forgotten when their time is over. Several servers count each for itself.
"""

from __future__ import annotations

import hmac
import secrets
from collections import OrderedDict, deque
from datetime import datetime, timedelta
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network
from threading import Lock
from typing import Final

from engine.errors import Forbidden

#: a whole office may sit behind one address: more than the tries of one name
_MOST: Final = 30
_SPAN: Final = timedelta(minutes=15)
_REMEMBERED: Final = 4_096
#: a household or company has so much of IPv6 for itself
_ONE_NETWORK_V6: Final = 64
#: what the access log keeps of an address
_KEPT_V4, _KEPT_V6 = 24, 48


class TooManyTries(Forbidden):
    """Too many wrong sign-ins came from one address."""

    code = "too-many-tries"
    message = "Too many wrong tries came from your network. Wait fifteen minutes and try again."


class Throttle:
    """Counts the wrong tries of each address for fifteen minutes."""

    def __init__(self) -> None:
        self._key = secrets.token_bytes(32)
        self._tries: OrderedDict[bytes, deque[datetime]] = OrderedDict()
        self._lock = Lock()

    def require(self, address: str, now: datetime) -> None:
        """Let pass who did not try too often.

        Raises:
            TooManyTries: thirty wrong tries within fifteen minutes.
        """
        with self._lock:
            tries = self._recent(self._digest(address), now)
            if len(tries) >= _MOST:
                raise TooManyTries

    def count(self, address: str, now: datetime) -> None:
        """Count a wrong try."""
        digest = self._digest(address)
        with self._lock:
            tries = self._recent(digest, now)
            tries.append(now)
            self._tries[digest] = tries
            self._tries.move_to_end(digest)
            while len(self._tries) > _REMEMBERED:
                self._tries.popitem(last=False)

    def _recent(self, digest: bytes, now: datetime) -> deque[datetime]:
        tries = self._tries.get(digest, deque())
        while tries and tries[0] <= now - _SPAN:
            tries.popleft()
        if not tries:
            self._tries.pop(digest, None)
        return tries

    def _digest(self, address: str) -> bytes:
        return hmac.digest(self._key, _network(address, 32, _ONE_NETWORK_V6).encode(), "sha256")


def shortened(address: str) -> str:
    """What is kept of an address: its network, "192.168.1.0/24"; "" for none."""
    return _network(address, _KEPT_V4, _KEPT_V6)


def _network(address: str, bits_v4: int, bits_v6: int) -> str:
    try:
        read: IPv4Address | IPv6Address = ip_address(address.partition("%")[0])
    except ValueError:
        return ""
    mapped = read.ipv4_mapped if isinstance(read, IPv6Address) else None
    read = mapped or read
    bits = bits_v4 if isinstance(read, IPv4Address) else bits_v6
    return str(ip_network((read, bits), strict=False))
