"""Laws of the runtime, on random walks over a diagram with a bit of everything."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from engine.values import SEMANTICS, CancelCase, CaseState
from tests.runtime.play import Play
from tests.runtime.walking import begin, follow

WALKS = st.lists(st.integers(0, 10**9), max_size=40)


@settings(max_examples=60, deadline=None)
@given(WALKS)
def test_pruned_and_restored_equals_unpruned_in_memory(walk: list[int]) -> None:
    memory, saved = begin("memory"), begin("saved")

    for number in walk:
        assert follow(memory, number) == follow(saved, number)
        assert memory.effects == saved.effects
        assert memory.bytes == saved.bytes
        assert memory.books.variables == saved.books.variables


@settings(max_examples=30, deadline=None)
@given(WALKS)
def test_cancelling_after_any_walk_leaves_nothing_open(walk: list[int]) -> None:
    play = begin("saved")
    for number in walk:
        follow(play, number)

    if 1 not in play.books.closed:
        play.do(CancelCase(reason="x"))
        assert play.books.closed[1] is CaseState.TERMINATED
    assert nothing_open(play)


@settings(max_examples=30, deadline=None)
@given(WALKS)
def test_a_case_always_waits_for_something_named(walk: list[int]) -> None:
    play = begin("saved")
    for number in walk:
        follow(play, number)

    books = play.books
    named = (books.tasks, books.jobs, books.timers, books.subscriptions, books.incidents)
    assert any(named) or 1 in books.closed


def test_walks_are_the_same_in_every_process() -> None:
    answers = {walked(seed) for seed in ("0", "77", "random")}

    assert len(answers) == 1


def test_old_walks_still_give_the_bytes_they_gave() -> None:
    """When this fails a stored case's log no longer replays: raise SEMANTICS, then this file."""
    golden = json.loads((Path(__file__).parent / "runtime_golden.json").read_text("utf-8"))

    assert golden["semantics"] == SEMANTICS
    assert [snapshots for snapshots, _ in json.loads(walked("0"))] == golden["snapshots"]


def walked(hash_seed: str) -> str:
    """The digests of six walks, taken in a process of their own."""
    return subprocess.run(
        [sys.executable, "-m", "tests.runtime.walking", "6"],
        env=os.environ | {"PYTHONHASHSEED": hash_seed},
        capture_output=True,
        text=True,
        check=True,
    ).stdout


def nothing_open(play: Play) -> bool:
    books = play.books
    left = (books.tasks, books.jobs, books.timers, books.subscriptions, books.incidents)
    return not any(left) and not books.scopes
