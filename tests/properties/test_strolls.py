"""Every random walk through the real diagrams ends, waits for something named, or is an incident."""

from __future__ import annotations

import random
from collections.abc import Iterable

import pytest

from engine.values import StartCase
from tests.properties import strolling
from tests.runtime.diagrams import document, end, path, start, user
from tests.runtime.play import Play

PARTS = 20
SHORT, LONG = 15, 500  # strolls a part and procedure: 300 in all, 10,000 in the long set


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


@pytest.mark.parametrize("procedure", strolling.procedures())
def test_strolls_end_and_wait_and_reach_most_elements(procedure: str) -> None:
    """The walks are worth something: a check that finds nobody stuck where nobody came is none."""
    plays = [strolling.stroll(procedure, seed) for seed in range(300)]

    over = sum(1 in play.books.closed for play in plays)
    assert 0 < over < len(plays)
    assert reached(procedure, plays) > 0.6


@pytest.mark.long
@pytest.mark.timeout(600)
@pytest.mark.parametrize("procedure", strolling.procedures())
def test_more_strolls_reach_three_elements_of_four(procedure: str) -> None:
    plays = (strolling.stroll(procedure, seed) for seed in range(1500))

    assert reached(procedure, plays) > 0.75


def reached(procedure: str, plays: Iterable[Play]) -> float:
    """The part of all elements that some of the walks came to."""
    found = {event.element for play in plays for event in play.books.history}
    nodes = {
        node.id
        for process in strolling.processes(procedure).values()
        for _, _, node in process.process.walk()
    }
    return len(found & nodes) / len(nodes)


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
