"""A small year of the demo's office: whatever came from outside, the books are right."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

import pytest
from sqlalchemy import create_engine, text
from typing_extensions import override

from api.demo import making
from api.demo.making import Scale

pytestmark = [pytest.mark.long, pytest.mark.timeout(600)]

END: Final = datetime(2026, 11, 24, 6, 0, tzinfo=UTC)
Rows = list[tuple[object, ...]]
#: what a root case of the citizen's procedure waits for, if it is not over
_WAITING: Final = """
SELECT c.key FROM case_ c WHERE c.key = c.root_key AND c.state = 'ACTIVE'
AND NOT EXISTS (SELECT 1 FROM user_task t WHERE t.root_key = c.key AND t.state = 'CREATED')
AND NOT EXISTS (SELECT 1 FROM timer t WHERE t.root_key = c.key)
AND NOT EXISTS (SELECT 1 FROM subscription s WHERE s.root_key = c.key)
"""
_MOVED: Final = """
SELECT bahan, sum(ubah_ada), sum(ubah_direservasi) FROM blanko_mutasi GROUP BY bahan ORDER BY bahan
"""
_THERE: Final = "SELECT bahan, ada, direservasi FROM blanko_saldo ORDER BY bahan"


class Refusals(logging.Handler):
    """Keeps what the desks say of answers that a form would not take."""

    def __init__(self) -> None:
        super().__init__()
        self.said: list[str] = []

    @override
    def emit(self, record: logging.LogRecord) -> None:
        self.said.append(record.getMessage())


def make(folder: Path, cases: int, weeks: int) -> str:
    scale = Scale(cases=cases, weeks=weeks, year=True, end=END)
    return making.make(folder, scale=scale).database_url


@pytest.fixture(scope="module")
def refusals() -> Iterator[Refusals]:
    handler = Refusals()
    logger = logging.getLogger("api.demo.desks")
    logger.addHandler(handler)
    yield handler
    logger.removeHandler(handler)


@pytest.fixture(scope="module")
def database(tmp_path_factory: pytest.TempPathFactory, refusals: Refusals) -> str:
    del refusals  # listens from the beginning
    return make(tmp_path_factory.mktemp("year"), 60, 26)


def ask(database: str, query: str) -> Rows:
    engine = create_engine(database)
    with engine.connect() as connection:
        found = [tuple(row) for row in connection.execute(text(query))]
    engine.dispose()
    return found


def test_most_cases_are_over_and_none_broke(database: str) -> None:
    found = ask(database, "SELECT state, count(*) FROM case_ WHERE key = root_key GROUP BY state")
    states = {str(state): int(str(count)) for state, count in found}

    assert set(states) <= {"ACTIVE", "COMPLETED", "TERMINATED"}
    assert states["COMPLETED"] > 4 * states["ACTIVE"]


def test_no_case_stands_still(database: str) -> None:
    assert ask(database, "SELECT element, code FROM incident WHERE state = 'ACTIVE'") == []


def test_what_is_not_over_waits_for_something_named(database: str) -> None:
    assert ask(database, _WAITING) == []


def test_every_answer_of_the_demo_fits_its_form(database: str, refusals: Refusals) -> None:
    assert database
    assert refusals.said == []


def test_what_came_in_less_what_went_out_is_there(database: str) -> None:
    assert ask(database, _MOVED) == ask(database, _THERE)


def test_every_blanko_used_is_a_card(database: str) -> None:
    used = "SELECT -sum(ubah_ada) FROM blanko_mutasi WHERE bahan = 'BLANKO' AND jenis = 'PAKAI'"

    assert ask(database, used) == ask(database, "SELECT count(*) FROM kartu")


def test_a_shortage_leaves_its_ranking_and_a_request(database: str) -> None:
    assert ask(database, "SELECT 1 FROM blanko_alokasi LIMIT 1") == [(1,)]
    assert ask(database, "SELECT 1 FROM permintaan_blanko LIMIT 1") == [(1,)]


def test_what_else_a_year_brings_is_there(database: str) -> None:
    wanted = {"ktp_utama", "pemusnahan", "pengaduan", "rapat_bulanan", "terima_blanko"}
    found = ask(database, "SELECT DISTINCT process_id FROM case_ WHERE key = root_key")

    assert wanted <= {str(row[0]) for row in found}
    assert ask(database, "SELECT count(*) FROM ketidakhadiran") == [(2,)]


def test_the_same_seed_makes_the_same_office(tmp_path: Path) -> None:
    query = "SELECT process_id, state, count(*) FROM case_ GROUP BY process_id, state ORDER BY 1, 2"
    one, other = (ask(make(tmp_path / name, 10, 5), query) for name in ("one", "other"))

    assert one == other
