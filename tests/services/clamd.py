"""A little clamd: speaks INSTREAM over TCP or a Unix socket and finds the EICAR test file."""

from __future__ import annotations

import socketserver
import struct
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from typing_extensions import override

#: split, so that no scanner ever finds this very file
EICAR: Final = b"X5O!P%@AP[4\\PZX54(P^)7CC)7}$EICAR-" + b"STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"


class _Session(socketserver.BaseRequestHandler):
    @override
    def handle(self) -> None:
        command = self._read(10)
        assert command == b"zINSTREAM\0", command
        content = b""
        while length := struct.unpack("!L", self._read(4))[0]:
            content += self._read(length)
        found = b"Eicar-Signature FOUND" if EICAR in content else b"OK"
        self.request.sendall(b"stream: " + found + b"\0")

    def _read(self, length: int) -> bytes:
        got = b""
        while len(got) < length:
            got += self.request.recv(length - len(got))
        return got


class _Odd(socketserver.BaseRequestHandler):
    @override
    def handle(self) -> None:
        self.request.recv(1_000)
        self.request.sendall(b"HTTP/1.1 200 OK\r\n\r\n")


@contextmanager
def _serving(server: socketserver.BaseServer, address: str) -> Iterator[str]:
    thread = threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True)
    thread.start()
    yield address
    server.shutdown()
    server.server_close()
    thread.join()


@contextmanager
def listening(*, is_odd: bool = False) -> Iterator[str]:
    """The address of one that runs; `is_odd`: of something else that answers there."""
    handler = _Odd if is_odd else _Session
    server = socketserver.ThreadingTCPServer(("127.0.0.1", 0), handler)
    with _serving(server, f"tcp://127.0.0.1:{server.server_address[1]}") as address:
        yield address


@contextmanager
def listening_at(path: Path) -> Iterator[str]:
    """One that listens at a Unix socket."""
    server = socketserver.ThreadingUnixStreamServer(str(path), _Session)
    with _serving(server, str(path)) as address:
        yield address
