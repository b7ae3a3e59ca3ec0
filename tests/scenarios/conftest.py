"""The office is founded and the procedure deployed once a session; every test works on a copy."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import make_url

from tests import databases
from tests.scenarios.kecamatan import Kecamatan, found_kecamatan, open_kecamatan


@pytest.fixture(scope="session")
def sqlite_office(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    file = tmp_path_factory.mktemp("kecamatan") / "office.db"
    shutil.copy(sqlite_template, file)
    found_kecamatan(f"sqlite:///{file}")
    return file


@pytest.fixture(scope="session")
def postgresql_office(postgresql: str, postgresql_template: str) -> Iterator[str]:
    with databases.postgresql_database(postgresql, postgresql_template) as url:
        found_kecamatan(url)
        yield str(make_url(url).database)


@pytest.fixture
def sqlite_office_url(sqlite_office: Path, tmp_path: Path) -> str:
    file = tmp_path / "office.db"
    shutil.copy(sqlite_office, file)
    return f"sqlite:///{file}"


@pytest.fixture
def postgresql_office_url(postgresql: str, postgresql_office: str) -> Iterator[str]:
    with databases.postgresql_database(postgresql, postgresql_office) as url:
        yield url


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)])
def bare_office(request: pytest.FixtureRequest) -> Iterator[Kecamatan]:
    """The office without any stock; every test runs once on each kind of database."""
    office = open_kecamatan(str(request.getfixturevalue(f"{request.param}_office_url")))
    yield office
    office.kernel.close()


@pytest.fixture
def office(bare_office: Kecamatan) -> Kecamatan:
    """The office with stock for ten cards."""
    bare_office.deliver(10, "SJ-001")
    return bare_office
