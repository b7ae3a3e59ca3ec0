"""The office of the scenarios, both databases, with the second procedure and officers who sign in."""

from __future__ import annotations

import pytest
from flask import Flask
from sqlalchemy import insert

from api import catalogues
from api.app import create_app
from api.commands.deploying import collect
from engine.services import deployments
from engine.store import coding
from engine.store.base import table
from office.officers import Officer
from tests.api.conftest import settings
from tests.scenarios.conftest import (
    bare_office,
    office,
    postgresql_office,
    postgresql_office_url,
    sqlite_office,
    sqlite_office_url,
)
from tests.scenarios.kecamatan import ADMIN, CODE, ROOT, Kecamatan, by
from tests.separation.stages import EVERY_LANE

__all__ = [  # fixtures
    "bare_office",
    "office",
    "postgresql_office",
    "postgresql_office_url",
    "sqlite_office",
    "sqlite_office_url",
]
#: login -> lanes; nobody signs in with a password here, which is what takes long
STAFF = {
    "rangkap": EVERY_LANE,
    "absen": EVERY_LANE,
    "pengganti": frozenset({"pendamping"}),
    "lain": EVERY_LANE,
    "atasan": frozenset({"verifikator"}),
    "eko": frozenset({"cetak"}),
    "fitri": frozenset({"cetak"}),
}


@pytest.fixture(scope="session", autouse=True)
def compiled_catalogues() -> None:
    catalogues.compile_all()


@pytest.fixture
def staffed(office: Kecamatan) -> Kecamatan:
    deployments.deploy(
        office.kernel, by(ADMIN), collect([ROOT / "workflows/kia", ROOT / "forms/library/kia"])
    )
    now = office.clock.now()
    with office.kernel.sessions.begin() as session:
        for login, lanes in STAFF.items():
            row = {
                "nama_masuk": login,
                "nama": login.title(),
                "kantor": CODE,
                "peran": coding.to_text(sorted(lanes)),
                "hak": coding.to_text(["administer", "message"] if lanes == EVERY_LANE else []),
                "kata_sandi": "-",
                "aktif": True,
                "gagal_masuk": 0,
                "dibuat_pada": now,
                "sandi_diubah_pada": now,
            }
            session.execute(insert(table(Officer)), row)
    return office


@pytest.fixture
def app(staffed: Kecamatan) -> Flask:
    app = create_app(settings("sqlite://"), staffed.kernel)
    app.testing = False  # errors are answered as they are in an office
    return app
