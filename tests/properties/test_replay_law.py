"""The replay law on the real procedure: the log alone gives every byte and every row again."""

from __future__ import annotations

import json
import os
import sqlite3
import subprocess
import sys
from collections import Counter
from contextlib import closing
from pathlib import Path

from engine.services import turns
from engine.services.kernel import Kernel
from engine.store import cases, recording
from tests.properties import projections, rerun
from tests.properties.rerun import Told
from tests.properties.wandering import Wanderer, wander_in


def test_log_gives_every_byte_and_row_again_in_another_process(
    wandered: Wanderer, tmp_path: Path
) -> None:
    kernel = wandered.kernel
    url = str(kernel.database.url)
    bare = without_snapshots(kernel, tmp_path)

    here = rerun.tell(kernel)
    with_snapshots, without = told_elsewhere(url, "77"), told_elsewhere(bare, "4711")

    assert here == with_snapshots == without
    for key in rerun.root_keys(kernel):
        told = without[str(key)]
        assert told["parted_at"] is None
        assert told["snapshot"] == snapshot(kernel, key)
        assert told["rows"] == projections.stored(kernel, key)


def test_wandering_meets_what_an_office_meets(wandered: Wanderer) -> None:
    with wandered.kernel.database.connect() as connection:
        found = connection.exec_driver_sql("SELECT kind FROM case_command").scalars()
        kinds = Counter(found)

    assert {*kinds} >= {"StartCase", "CompleteUserTask", "CompleteJob", "AssignUserTask"}
    assert len(kinds) >= 8
    assert kinds.total() > 60


def test_postgresql_holds_the_law_too(postgresql_url: str) -> None:
    wanderer = wander_in(postgresql_url, 5)
    wanderer.walk(people=2, moves=60)

    told = rerun.tell(wanderer.kernel)

    for key in rerun.root_keys(wanderer.kernel):
        assert told[str(key)]["parted_at"] is None
        assert told[str(key)]["snapshot"] == snapshot(wanderer.kernel, key)
        assert told[str(key)]["rows"] == projections.stored(wanderer.kernel, key)
    wanderer.kernel.close()


def without_snapshots(kernel: Kernel, folder: Path) -> str:
    """A copy of the database that holds no snapshot, and none of the rows a log gives again."""
    copy = folder / "bare.db"
    with closing(sqlite3.connect(str(kernel.database.url.database))) as source:
        source.execute("VACUUM INTO ?", (str(copy),))
    with closing(sqlite3.connect(copy)) as target, target:
        target.execute("UPDATE case_ SET snapshot = NULL")
        for table in ("user_task", "timer", "job", "incident", "subscription", "variable"):
            target.execute(f"DELETE FROM {table}")
    return f"sqlite:///{copy}"


def told_elsewhere(url: str, hash_seed: str) -> dict[str, Told]:
    answer = subprocess.run(
        [sys.executable, "-m", "tests.properties.rerun", url],
        env=os.environ | {"PYTHONHASHSEED": hash_seed},
        capture_output=True,
        check=False,
    )
    assert answer.returncode == 0, answer.stderr.decode()
    told: dict[str, Told] = json.loads(answer.stdout)
    return told


def snapshot(kernel: Kernel, root_key: int) -> str:
    """The snapshot that is stored, opened."""
    with kernel.reads.begin() as session:
        found = cases.find(session, root_key)
        assert found is not None
        sealed = found[0].snapshot
        assert sealed is not None
        key = turns.open_key(kernel, *found)
        return key.open(sealed, recording.bound("snapshot", root_key)).decode()
