"""Every random walk through the real diagrams ends, waits for something named, or is an incident."""

from __future__ import annotations

import random

import pytest

from engine.values import StartCase
from tests.properties import strolling
from tests.runtime.diagrams import document, end, path, start, user
from tests.runtime.play import Play

PARTS = 20
SHORT, LONG = 15, 500  # strolls a part: 300 in all, 10,000 in the long set


@pytest.mark.parametrize("part", range(PARTS))
@pytest.mark.parametrize("procedure", strolling.procedures())
def test_no_stroll_is_stuck(procedure: str, part: int) -> None:
    check(procedure, range(part * SHORT, (part + 1) * SHORT))


@pytest.mark.long
@pytest.mark.parametrize("part", range(PARTS))
@pytest.mark.parametrize("procedure", strolling.procedures())
def test_over_ten_thousand_strolls_none_is_stuck(procedure: str, part: int) -> None:
    check(procedure, range(part * LONG, (part + 1) * LONG))


def check(procedure: str, seeds: range) -> None:
    stuck = {seed: strolling.stuck(strolling.stroll(procedure, seed)) for seed in seeds}

    assert {seed: where for seed, where in stuck.items() if where} == {}


def test_strolls_come_to_every_kind_of_end() -> None:
    """The walks are worth something: they end, wait and fail, and reach most elements."""
    plays = [strolling.stroll("ektp", seed) for seed in range(300)]

    over = sum(1 in play.books.closed for play in plays)
    failed = sum(bool(play.books.incidents) for play in plays)
    assert min(over, failed, len(plays) - over - failed) > 0
    reached = {event.element for play in plays for event in play.books.history}
    nodes = {
        node.id
        for process in strolling.processes("ektp").values()
        for _, _, node in process.process.walk()
    }
    assert len(reached & nodes) > 0.7 * len(nodes), sorted(nodes - reached)


def test_a_token_that_waits_for_nothing_is_noticed() -> None:
    play = Play(document(start("s") + path("s", "u", "e") + user("u") + end("e")))
    play.do(StartCase(definition=100, variables={}))
    assert strolling.stuck(play) == []

    play.books.tasks.clear()

    assert set(strolling.stuck(play)) == {"u", "p"}


def test_the_same_seed_gives_the_same_stroll() -> None:
    once, again = (strolling.stroll("ektp", 7).bytes for _ in range(2))

    assert once == again
    assert random.Random("ektp:7").random() != random.Random("ektp:8").random()
