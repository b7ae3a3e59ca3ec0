from __future__ import annotations

import socket
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from engine.services import scanning
from engine.services.scanning import ScannerUnreachable
from tests.services import clamd

LONG = bytes(200_000)


@pytest.fixture
def folder() -> Iterator[Path]:
    """Short enough for the address of a socket."""
    with tempfile.TemporaryDirectory() as name:
        yield Path(name)


def test_scanner_on_tcp_finds_the_test_virus_in_a_long_file() -> None:
    with clamd.listening() as address:
        scan = scanning.connect(address)

        assert scan(LONG)
        assert not scan(LONG + clamd.EICAR)


def test_scanner_at_a_unix_socket_says_clean(folder: Path) -> None:
    with clamd.listening_at(folder / "c") as address:
        assert scanning.connect(address)(LONG)


def test_no_scanner_finds_everything_clean() -> None:
    assert scanning.connect("")(clamd.EICAR)


def test_scanner_that_is_not_there_is_unreachable() -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]

    for address in (f"tcp://127.0.0.1:{port}", "/nirgends/clamd.sock"):
        with pytest.raises(ScannerUnreachable):
            scanning.connect(address)(b"x")


def test_answer_that_is_no_verdict_is_no_scanner() -> None:
    with clamd.listening(is_odd=True) as address, pytest.raises(ScannerUnreachable):
        scanning.connect(address)(b"x")


def test_scanner_that_is_silent_is_given_up() -> None:
    with socket.socket() as silent:
        silent.bind(("127.0.0.1", 0))
        silent.listen()
        address = f"tcp://127.0.0.1:{silent.getsockname()[1]}"

        with pytest.raises(ScannerUnreachable):
            scanning.connect(address, seconds=0.1)(b"x")
