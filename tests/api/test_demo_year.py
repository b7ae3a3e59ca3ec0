"""A small year of the demo's office: whatever came from outside, the books are right."""

from __future__ import annotations

import pytest
from sqlalchemy import create_engine, text

from api.demo import making
from api.demo.making import Scale

pytestmark = [pytest.mark.long, pytest.mark.timeout(600)]


@pytest.fixture(scope="module")
def database(tmp_path_factory: pytest.TempPathFactory) -> str:
    folder = tmp_path_factory.mktemp("year")
    settings = making.make(folder, scale=Scale(cases=60, weeks=52, year=True))
    return settings.database_url


def ask(database: str, query: str) -> list[tuple[object, ...]]:
    engine = create_engine(database)
    with engine.connect() as connection:
        found = [tuple(row) for row in connection.execute(text(query))]
    engine.dispose()
    return found


def test_every_case_ended_or_waits(database: str) -> None:
    found = ask(database, "SELECT state, count(*) FROM case_ WHERE key = root_key GROUP BY state")
    states = {str(state): count for state, count in found}

    assert set(states) <= {"ACTIVE", "COMPLETED", "TERMINATED"}
    assert int(str(states["COMPLETED"])) >= 30


def test_no_case_stands_still(database: str) -> None:
    assert ask(database, "SELECT element, code FROM incident WHERE state = 'ACTIVE'") == []


def test_the_ledger_sums_to_its_balances(database: str) -> None:
    summed = ask(
        database,
        "SELECT bahan, sum(ubah_ada), sum(ubah_direservasi) FROM blanko_mutasi GROUP BY bahan",
    )

    assert sorted(summed) == sorted(
        ask(database, "SELECT bahan, ada, direservasi FROM blanko_saldo")
    )


def test_there_was_a_shortage_with_a_kept_ranking(database: str) -> None:
    assert ask(database, "SELECT 1 FROM blanko_alokasi LIMIT 1") == [(1,)]


def test_what_came_in_went_out_or_is_there(database: str) -> None:
    ((all_, closed, open_),) = ask(
        database,
        "SELECT count(*), count(ditutup_pada), sum(ditutup_pada IS NULL) FROM permohonan",
    )

    assert isinstance(closed, int)
    assert isinstance(open_, int)
    assert all_ == closed + open_
