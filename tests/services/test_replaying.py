from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy.exc import DatabaseError
from sqlalchemy.orm import Session

from engine.services import notes, tasks, timers, verifying
from engine.services.replaying import read_log, replay
from engine.services.workers import JobContext, Worker
from engine.values import Variables
from tests.bpmn.drawing import boundary, chain, draw, end, flow, service, start, timer, user
from tests.services.offices import BUDI, Office, by, open_office

MakeOffice = Callable[..., Office]
RICH = draw(
    *chain(start(), service("w", "hitung"), user("u", groups="loket"), user("v"), end()),
    boundary("t", "u", timer("P1D"), interrupting=False),
    user("late", groups="loket"),
    flow("t", "late"),
    end("e2"),
    flow("late", "e2"),
)


def count(session: Session, job: JobContext) -> Variables:
    count.calls += 1  # type: ignore[attr-defined]  # a test's counter
    return {"hasil": len(job.variables)}


@pytest.fixture
def lived(make_office: MakeOffice) -> tuple[Office, int]:
    """A case with a worker, a claim, a note, a fired timer and two completions."""
    count.calls = 0  # type: ignore[attr-defined]  # a test's counter
    office = make_office(Worker(type="hitung", run=count))
    office.deploy(RICH)
    key = office.start("p", {"n": 1}).key
    tasks.claim(office.kernel, by(BUDI), office.task("u").key)
    notes.add(office.kernel, by(BUDI), key, "catatan")
    office.clock.advance(timedelta(days=1))
    timers.run_due(office.kernel)
    office.complete("u", {"nama": "Asep"})
    office.complete("late")
    return office, key


def test_replay_gives_every_snapshot_byte_for_byte(lived: tuple[Office, int]) -> None:
    office, key = lived

    report = replay(office.kernel, key)

    assert report.parted_at is None
    assert report.commands == len(read_log(office.kernel, key)) > 6


def test_replay_calls_no_worker(lived: tuple[Office, int]) -> None:
    office, key = lived

    replay(office.kernel, key)

    assert count.calls == 1  # type: ignore[attr-defined]  # a test's counter


def test_replay_parts_at_the_command_that_a_changed_instant_alters(
    lived: tuple[Office, int],
) -> None:
    office, key = lived
    office.tamper("UPDATE case_command SET occurred_at = '2031-01-01 00:00:00+00:00'")

    assert replay(office.kernel, key).parted_at == 2  # the first that sets a timer


def test_log_is_whole(lived: tuple[Office, int]) -> None:
    office, key = lived

    assert verifying.verify(office.kernel, key) == ()
    assert verifying.verify(office.kernel) == ()


@pytest.mark.parametrize("table", ["case_command", "history_event"])
@pytest.mark.parametrize("change", ["UPDATE {} SET element_or_actor = 'x'", "DELETE FROM {}"])
def test_log_rows_cannot_be_changed_or_deleted(
    lived: tuple[Office, int], table: str, change: str
) -> None:
    office, _ = lived
    column = "actor" if table == "case_command" else "element"

    with pytest.raises(DatabaseError, match="append-only"):
        office.sql(change.format(table).replace("element_or_actor", column))


def test_insert_or_replace_cannot_forge_a_row(sqlite_url: str) -> None:
    office = open_office(sqlite_url)
    office.deploy(draw(*chain(start(), user("u"), end())))
    office.start()

    with pytest.raises(DatabaseError, match="append-only"):
        office.sql("INSERT OR REPLACE INTO case_command SELECT * FROM case_command")
    office.kernel.close()


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ("UPDATE case_command SET actor = 'x' WHERE seq = 3", "hash"),
        ("UPDATE case_command SET payload = snapshot_digest WHERE seq = 3", "payload"),
        ("DELETE FROM case_command WHERE seq = 3", "gap"),
        ("DELETE FROM case_command WHERE seq = 1", "previous"),
        ("DELETE FROM case_command WHERE seq > 4", "head"),
        ("UPDATE case_ SET snapshot = head", "snapshot"),
        ("UPDATE case_key SET commitment = wrapped", "key"),
    ],
)
def test_tampering_is_found_and_named(lived: tuple[Office, int], change: str, code: str) -> None:
    office, key = lived

    office.tamper(change)

    assert code in {found.code for found in verifying.verify(office.kernel, key)}


def test_chain_still_verifies_when_the_key_is_destroyed(lived: tuple[Office, int]) -> None:
    office, key = lived

    office.destroy_key(key)

    assert verifying.verify(office.kernel, key) == ()


def test_no_answer_can_be_read_in_the_database_file(sqlite_url: str) -> None:
    office = open_office(sqlite_url)
    office.deploy(draw(*chain(start(), user("u", groups="loket"), end())))
    office.start("p", {"nama": "Asep Sunandar"})
    office.complete("u", {"alamat": "Jalan Kiaracondong"})
    office.kernel.close()

    folder = Path(sqlite_url.removeprefix("sqlite:///")).parent
    content = b"".join(file.read_bytes() for file in folder.iterdir())
    assert b"Asep" not in content
    assert b"Kiaracondong" not in content
