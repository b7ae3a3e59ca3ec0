"""Asks a virus scanner about a file: clamd's INSTREAM over a socket. Knows nothing of cases.

The file goes to the scanner's memory and nowhere else. Whoever cannot ask does not know, and what
is not known to be clean is not taken.
"""

from __future__ import annotations

import socket
import struct
from collections.abc import Callable
from typing import Final, TypeAlias
from urllib.parse import urlsplit

from engine.errors import Failed

_CHUNK: Final = 65_536
_LONGEST_ANSWER: Final = 4_096
_SECONDS: Final = 20.0

#: Tells whether a file is clean.
Scanner: TypeAlias = Callable[[bytes], bool]


class ScannerUnreachable(Failed):
    """The virus scanner does not answer, or not as clamd does."""

    code = "scanner-unreachable"
    message = "The virus scanner does not answer. Tell the administrator; nothing was taken."


def nobody(content: bytes) -> bool:
    """The scanner of an installation that has none."""
    del content
    return True


def connect(address: str, seconds: float = _SECONDS) -> Scanner:
    """A scanner for `tcp://host:port` or the path of a Unix socket; for "" none, all is clean."""
    if not address:
        return nobody
    return lambda content: _ask(address, content, seconds)


def _ask(address: str, content: bytes, seconds: float) -> bool:
    """Send the file and read the verdict.

    Raises:
        ScannerUnreachable: no connection, no answer in time, or an answer that is no verdict.
    """
    try:
        with _open(address, seconds) as connection:
            connection.sendall(b"zINSTREAM\0")
            for start in range(0, len(content), _CHUNK):
                chunk = content[start : start + _CHUNK]
                connection.sendall(struct.pack("!L", len(chunk)) + chunk)
            connection.sendall(struct.pack("!L", 0))
            answer = _read(connection)
    except OSError as error:
        raise ScannerUnreachable from error
    if answer.endswith(b" FOUND"):
        return False
    if answer != b"stream: OK":
        raise ScannerUnreachable
    return True


def _open(address: str, seconds: float) -> socket.socket:
    if address.startswith("/"):
        connection = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        connection.settimeout(seconds)
        try:
            connection.connect(address)
        except OSError:
            connection.close()
            raise
        return connection
    parts = urlsplit(address)
    return socket.create_connection((parts.hostname or "", parts.port or 0), timeout=seconds)


def _read(connection: socket.socket) -> bytes:
    answer = b""
    while not answer.endswith(b"\0") and len(answer) < _LONGEST_ANSWER:
        part = connection.recv(_LONGEST_ANSWER)
        if not part:
            break
        answer += part
    return answer.rstrip(b"\0\n")
