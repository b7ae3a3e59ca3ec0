"""kill -9 under load: what was acknowledged is there, once; what was not is taken on a retry."""

from __future__ import annotations

import random
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path

import pytest

from engine.clock import TravellingClock
from engine.jobs import sweeping
from engine.services import deployments, verifying
from engine.services.kernel import Kernel, open_kernel
from tests.faults.client import Ledger, send
from tests.faults.procedure import DIAGRAM, WORKERS
from tests.services.offices import ADMIN, MASTER_KEY, START, Office, by, open_office

SEED = 20261124


def kill_clients(url: str, ledger: Path, rounds: int) -> None:
    """Let a client work for a moment and kill it, `rounds` times over."""
    chance = random.Random(SEED)
    for number in range(rounds):
        command = [sys.executable, "-m", "tests.faults.client", url, str(ledger), str(number)]
        with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as client:
            assert client.stdout is not None
            assert client.stdout.readline() == "working\n"
            time.sleep(chance.uniform(0.05, 1.0))
            client.kill()


def settle(kernel: Kernel, ledger: Ledger) -> None:
    """Send again what was never acknowledged, and let the sweeps work off what was left."""
    for operation, key, subject in ledger.unanswered():
        send(kernel, ledger, operation, key, subject)
    time.sleep(0.1)  # the last timers fall due
    sweeping.sweep(kernel)


def acknowledged(ledger: Ledger, operation: str) -> list[str]:
    return [
        subject for state, name, _, subject in ledger.read() if (state, name) == ("ack", operation)
    ]


def assert_ledger_holds(office: Office, ledger: Ledger) -> None:
    """Each acknowledged write is there, and nothing is there twice."""
    cases = Counter(str(row[0]) for row in office.sql("SELECT business_key FROM case_"))
    assert set(acknowledged(ledger, "start")) == set(cases)
    assert set(cases.values()) == {1}
    done = office.sql("SELECT key FROM user_task WHERE state = 'COMPLETED'")
    assert set(acknowledged(ledger, "complete")) == {str(row[0]) for row in done}
    told = office.sql("SELECT business_key FROM case_ WHERE state = 'COMPLETED'")
    assert set(acknowledged(ledger, "publish")) == {str(row[0]) for row in told}


def assert_once(office: Office) -> None:
    """No command of a kind twice in one case, every due timer fired once, chains whole."""
    for kind in ("StartCase", "CompleteUserTask", "CompleteJob", "DeliverMessage", "FireTimer"):
        counts = office.sql(
            f"SELECT root_key, count(*) FROM case_command WHERE kind = '{kind}' GROUP BY root_key"
        )
        assert {row[1] for row in counts} <= {1}, kind
    assert office.sql("SELECT count(*) FROM timer") == [(0,)]
    assert verifying.verify(office.kernel) == ()


def kill_and_check(url: str, folder: Path, rounds: int) -> None:
    kernel = open_kernel(url, MASTER_KEY, workers=WORKERS)
    deployments.deploy(kernel, by(ADMIN), {"p.bpmn": DIAGRAM})
    ledger = Ledger(folder / "ledger.jsonl")

    kill_clients(url, ledger.file, rounds)

    settle(kernel, ledger)
    office = Office(kernel=kernel, clock=TravellingClock(START))
    assert len(acknowledged(ledger, "complete")) >= rounds
    assert_ledger_holds(office, ledger)
    assert_once(office)
    kernel.close()


def test_killed_six_times_loses_nothing_and_doubles_nothing(
    database_url: str, tmp_path: Path
) -> None:
    kill_and_check(database_url, tmp_path, 6)


@pytest.mark.long
@pytest.mark.timeout(900)
def test_killed_fifty_times_loses_nothing_and_doubles_nothing(
    database_url: str, tmp_path: Path
) -> None:
    kill_and_check(database_url, tmp_path, 50)


def test_ledger_check_finds_a_lost_completion(sqlite_url: str, tmp_path: Path) -> None:
    """The harness can fail: a task set back behind the engine's back is noticed."""
    office = open_office(sqlite_url, *WORKERS)
    office.deploy(DIAGRAM)
    ledger = Ledger(tmp_path / "ledger.jsonl")
    send(office.kernel, ledger, "start", "s", "A")
    send(office.kernel, ledger, "complete", "c", str(office.task().key))
    office.sql("UPDATE user_task SET state = 'CREATED'")

    with pytest.raises(AssertionError):
        assert_ledger_holds(office, ledger)
    office.kernel.close()
