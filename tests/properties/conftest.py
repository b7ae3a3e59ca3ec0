"""Offices that somebody wandered through, one a seed, shared by the laws that only read them."""

from __future__ import annotations

import pytest

from tests import databases
from tests.properties.wandering import Wanderer, wander_in

SEEDS = (1, 2, *(pytest.param(seed, marks=pytest.mark.long) for seed in range(3, 13)))


@pytest.fixture(scope="session", params=SEEDS)
def wandered(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Wanderer:
    """An office after some weeks of all sorts of things, in a SQLite file that nobody writes to."""
    url = f"sqlite:///{tmp_path_factory.mktemp('wandered') / 'alur.db'}"
    databases.migrate(url)
    wanderer = wander_in(url, int(request.param))
    wanderer.walk(people=3, moves=150)
    wanderer.kernel.close()  # all of the log is in the file now
    return wanderer
