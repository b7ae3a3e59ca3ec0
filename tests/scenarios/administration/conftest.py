"""A staffed office behind pages: officers who sign in, and one case whose papers are complete."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import pytest
from flask import Flask

from api.app import create_app
from engine.services import reading
from engine.services.kernel import Request
from engine.services.reading import CaseQuery
from engine.values import SYSTEM_ACTOR
from office import officers
from office.officers import NewOfficer
from tests.api.conftest import compiled_catalogues, settings
from tests.scenarios.kecamatan import ADMIN, CODE, Kecamatan, Perkara, open_kecamatan
from tests.scenarios.steps import apply, check_papers, look_up

__all__ = ["compiled_catalogues"]

STAFF: Final = {
    "rina": "loket",
    "dewi": "loket",
    "kasi": "verifikator",
    "mata": "auditor",
    "kepala": "admin",
}


@pytest.fixture(scope="session")
def staffed_office(sqlite_office: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The office with officers who sign in, and a case whose papers are complete."""
    file = tmp_path_factory.mktemp("staffed") / "office.db"
    shutil.copy(sqlite_office, file)
    office = open_kecamatan(f"sqlite:///{file}")
    for login, role in STAFF.items():
        new = NewOfficer(
            username=login, name=login, office=CODE, roles=frozenset({role}), password="x" * 12
        )
        officers.create(office.kernel, Request(actor=SYSTEM_ACTOR), new)
    office.deliver(10, "SJ-001")
    case = apply(office)
    check_papers(case)
    look_up(case)
    office.kernel.close()
    return file


@pytest.fixture
def office(staffed_office: Path, tmp_path: Path) -> Iterator[Kecamatan]:
    file = tmp_path / "office.db"
    shutil.copy(staffed_office, file)
    office = open_kecamatan(f"sqlite:///{file}")
    yield office
    office.kernel.close()


@pytest.fixture
def app(office: Kecamatan) -> Flask:
    return create_app(settings("sqlite://"), office.kernel)


@pytest.fixture
def case(office: Kecamatan) -> Perkara:
    """The case whose papers are complete: all data are known, its recording waits."""
    (row,) = reading.cases(office.kernel, ADMIN, CaseQuery(process_id="ktp_utama")).items
    return Perkara(office, row.key)
