"""The runtime's laws on the real diagrams of the identity card, by random walks."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

from tests.runtime import real
from tests.runtime.diagrams import document, simple
from tests.runtime.play import Play
from tests.runtime.probing import missing, watch_runs

SEEDS = range(35)  # five walks through each process


@pytest.mark.parametrize("seed", SEEDS)
def test_every_element_runs_through_the_librarys_task_run(seed: int) -> None:
    with watch_runs() as runs:
        play = real.walk("saved", seed)

    assert play.books.history
    assert missing(runs, play.books.history) == []


@pytest.mark.parametrize("seed", SEEDS)
def test_saved_at_every_step_equals_in_memory(seed: int) -> None:
    memory, saved = real.walk("memory", seed), real.walk("saved", seed)

    assert memory.bytes == saved.bytes
    assert memory.books.history == saved.books.history
    assert memory.books.variables == saved.books.variables


def test_walks_are_the_same_in_every_process() -> None:
    answers = {
        subprocess.run(
            [sys.executable, "-m", "tests.runtime.real", "14"],
            env=os.environ | {"PYTHONHASHSEED": seed},
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for seed in ("0", "77")
    }

    assert len(answers) == 1


def test_the_probe_notices_an_element_that_did_not_run() -> None:
    with watch_runs() as runs:
        play = Play(document(simple("u1"))).start().complete("u1")
    del runs[max(runs)]

    assert missing(runs, play.books.history) == ["e"]
