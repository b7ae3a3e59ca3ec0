"""One byte of a log changed, in any column, is found by verification and named."""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from typing import TypeAlias

import pytest

from engine.services import verifying
from engine.services.kernel import open_kernel
from tests import databases
from tests.properties import rerun
from tests.properties.wandering import wander_in
from tests.scenarios.kecamatan import MASTER_KEY

Cell: TypeAlias = "int | str | bytes | None"
AT = 7  # the command that is tampered with


@pytest.fixture(scope="module")
def recorded(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A file with some cases in it, and no trigger in the way of whoever tampers."""
    file = tmp_path_factory.mktemp("tampering") / "alur.db"
    databases.migrate(f"sqlite:///{file}")
    wanderer = wander_in(f"sqlite:///{file}", 11)
    wanderer.walk(people=2, moves=50)
    wanderer.kernel.close()
    with closing(sqlite3.connect(file)) as connection, connection:
        triggers = connection.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'")
        for (name,) in triggers.fetchall():
            connection.execute(f"DROP TRIGGER {name}")
    return file


@pytest.fixture
def log(recorded: Path, tmp_path: Path) -> Iterator[Log]:
    copy = tmp_path / "alur.db"
    shutil.copy(recorded, copy)
    with closing(sqlite3.connect(copy)) as connection:
        yield Log(connection, copy)


class Log:
    """One case's log under the hands of somebody who owns the database."""

    def __init__(self, connection: sqlite3.Connection, file: Path) -> None:
        self._connection = connection
        self._url = f"sqlite:///{file}"
        wanted = "SELECT root_key FROM case_command GROUP BY 1 ORDER BY count(*) DESC LIMIT 1"
        self.root_key = int(connection.execute(wanted).fetchone()[0])

    def cell(self, column: str) -> Cell:
        wanted = f"SELECT {column} FROM case_command WHERE root_key = ? AND seq = ?"
        value: Cell = self._connection.execute(wanted, (self.root_key, AT)).fetchone()[0]
        return value

    def write(self, column: str, value: Cell) -> None:
        wanted = f"UPDATE case_command SET {column} = ? WHERE root_key = ? AND seq = ?"
        self.run(wanted, value, self.root_key, AT)

    def run(self, statement: str, *values: Cell) -> None:
        with self._connection:
            assert self._connection.execute(statement, values).rowcount > 0

    def breaks(self) -> set[tuple[int, int, str]]:
        kernel = open_kernel(self._url, MASTER_KEY)
        found = verifying.verify(kernel)
        kernel.close()
        return {(one.case_key, one.seq, one.code) for one in found}


def flip(at: int) -> Callable[[Cell], Cell]:
    """Changes one byte of a text, of bytes, or a number by one."""

    def change(cell: Cell) -> Cell:
        match cell:
            case int():
                return cell + 1
            case str():
                content = bytearray(cell.encode())
                content[at] ^= 1
                return content.decode()
            case bytes():
                content = bytearray(cell)
                content[at] ^= 1
                return bytes(content)
        raise AssertionError(cell)

    return change


def test_untouched_logs_are_whole(log: Log) -> None:
    assert log.breaks() == set()
    assert len(rerun.tell(open_kernel(log._url, MASTER_KEY))) >= 2


@pytest.mark.parametrize(
    ("column", "at", "code"),
    [
        ("recorded_at", -1, "hash"),
        ("occurred_at", -1, "hash"),
        ("late", 0, "hash"),
        ("actor", 0, "hash"),
        ("kind", 0, "hash"),
        ("payload", 0, "hash"),  # the nonce
        ("payload", 20, "hash"),  # the content
        ("payload", -1, "hash"),  # the seal
        ("semantics", 0, "hash"),
        ("snapshot_digest", 3, "hash"),
        ("definitions", 0, "hash"),
        ("previous", 0, "previous"),
        ("hash", 31, "hash"),
        ("created_month", 0, "month"),
    ],
)
def test_changed_byte_is_found_and_its_command_named(
    log: Log, column: str, at: int, code: str
) -> None:
    before = log.cell(column)

    log.write(column, flip(at)(before))

    assert log.cell(column) != before
    assert (log.root_key, AT, code) in log.breaks()


@pytest.mark.parametrize("position", [0, 11, 12, 40, -17, -16, -1])
def test_changed_content_is_found_even_when_the_hash_is_made_anew(log: Log, position: int) -> None:
    """Who can write the hashes too still lacks the key: the seal does not open."""
    payload = flip(position)(log.cell("payload"))
    log.write("payload", payload)

    assert (log.root_key, AT, "payload") in log.breaks()


@pytest.mark.parametrize("change", ["UPDATE", "DELETE"])
def test_changed_or_missing_input_of_a_step_is_found(log: Log, change: str) -> None:
    """A calendar or configuration is kept once for many commands, under its digest."""
    if change == "UPDATE":
        log.run("UPDATE recorded_input SET content = replace(content, 'KRC', 'KRD')")
    else:
        log.run("DELETE FROM recorded_input")

    assert "input" in {code for _, _, code in log.breaks()}


def test_row_of_another_case_is_found(log: Log) -> None:
    log.write("root_key", log.root_key + (1 << 40))

    assert (log.root_key, AT + 1, "gap") in log.breaks()


def test_missing_row_is_found(log: Log) -> None:
    log.run("DELETE FROM case_command WHERE root_key = ? AND seq = ?", log.root_key, AT)

    assert (log.root_key, AT + 1, "gap") in log.breaks()


def test_missing_last_row_is_found(log: Log) -> None:
    last = "(SELECT max(seq) FROM case_command WHERE root_key = ?1)"
    log.run(f"DELETE FROM case_command WHERE root_key = ?1 AND seq = {last}", log.root_key)

    assert {code for key, _, code in log.breaks() if key == log.root_key} >= {"head", "snapshot"}


def test_exchanged_rows_are_found(log: Log) -> None:
    for old, new in ((AT, -1), (AT + 1, AT), (-1, AT + 1)):
        log.run(
            "UPDATE case_command SET seq = ? WHERE root_key = ? AND seq = ?", new, log.root_key, old
        )

    assert (log.root_key, AT, "hash") in log.breaks()


def test_changed_snapshot_is_found(log: Log) -> None:
    wanted = "SELECT snapshot FROM case_ WHERE key = ?"
    (snapshot,) = log._connection.execute(wanted, (log.root_key,)).fetchone()
    log.run("UPDATE case_ SET snapshot = ? WHERE key = ?", flip(30)(snapshot), log.root_key)

    assert {code for key, _, code in log.breaks() if key == log.root_key} == {"snapshot"}


def test_case_that_lost_its_log_is_found(log: Log) -> None:
    log.run("DELETE FROM case_command WHERE root_key = ?", log.root_key)

    assert (log.root_key, 0, "head") in log.breaks()
