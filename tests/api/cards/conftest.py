"""The real procedure behind the pages of the print room and the handover desk."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from api.app import create_app
from engine.clock import TravellingClock
from office import officers
from office.officers import NewOfficer
from tests.api.conftest import PASSWORD, Caller, settings
from tests.scenarios.kecamatan import (
    ADMIN,
    CODE,
    Kecamatan,
    by,
    found_kecamatan,
    open_kecamatan,
)

#: the scenarios' officers, who sign in here
STAFF = {
    "eko": {"cetak"},
    "fitri": {"cetak"},
    "wati": {"penyerahan"},
    "sari": {"penyerahan"},
    "kasi": {"verifikator"},
    "tono": {"gudang_blanko"},
    "rina": {"loket"},
    "auditor": {"auditor"},
}


@pytest.fixture(scope="session")
def card_file(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    file = tmp_path_factory.mktemp("cards") / "office.db"
    shutil.copy(sqlite_template, file)
    found_kecamatan(f"sqlite:///{file}")
    office = open_kecamatan(f"sqlite:///{file}")
    for login, roles in STAFF.items():
        new = NewOfficer(
            username=login,
            name=f"Petugas {login.title()}",
            office=CODE,
            roles=frozenset(roles),
            password=PASSWORD,
        )
        officers.create(office.kernel, by(ADMIN), new)
    office.deliver(20, "SJ-001")
    office.kernel.close()
    return file


@pytest.fixture
def office(card_file: Path, tmp_path: Path) -> Iterator[Kecamatan]:
    file = tmp_path / "cards.db"
    shutil.copy(card_file, file)
    office = open_kecamatan(f"sqlite:///{file}")
    assert isinstance(office.kernel.clock, TravellingClock)
    yield office
    office.kernel.close()


@pytest.fixture
def at_desk(office: Kecamatan) -> Callable[[str], Caller]:
    """Signs an officer in; pages then run on the scenario's own database."""
    app = create_app(settings("sqlite://"), office.kernel)
    app.testing = False
    return lambda login: Caller(app.test_client(), office.kernel, login)
