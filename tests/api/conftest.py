"""An office with officers and two small procedures, on a database of its own for every test."""

from __future__ import annotations

import re
import secrets
import shutil
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from api import catalogues, forgery, officers
from api.app import create_app
from engine.clock import TravellingClock
from engine.services import deployments
from engine.services.kernel import Kernel, Request, open_kernel
from engine.settings import Settings
from engine.values import SYSTEM_ACTOR, JsonValue
from office import assembly, founding
from office.officers import NewOfficer, create

MATERIAL = Path(__file__).parent / "material"
PASSWORD = "kata sandi panjang"
MASTER_KEY = "5a" * 32
START = datetime(2026, 11, 24, 2, 0, tzinfo=UTC)  # a Tuesday, 09.00 in Jakarta
OFFICE = "327316"
ROLES = {
    "loket1": {"loket"},
    "loket2": {"loket"},
    "kasi1": {"verifikator"},
    "admin1": {"admin"},
    "auditor1": {"auditor"},
}


def open_test_kernel(url: str) -> Kernel:
    return assembly.equip(open_kernel(url, MASTER_KEY, clock=TravellingClock(START)))


def settings(url: str) -> Settings:
    return Settings(database_url=url, master_key=MASTER_KEY, secret_key="k" * 40)


@pytest.fixture(scope="session")
def furnished(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    file = tmp_path_factory.mktemp("office") / "office.db"
    shutil.copy(sqlite_template, file)
    kernel = open_test_kernel(f"sqlite:///{file}")
    request = Request(actor=SYSTEM_ACTOR)
    founding.found(kernel, request, founding.NewOffice())
    for login, roles in ROLES.items():
        create(
            kernel,
            request,
            NewOfficer(
                username=login,
                name=f"Petugas {login.title()}",
                office=OFFICE,
                roles=frozenset(roles),
                password=PASSWORD,
            ),
        )
    deployments.deploy(
        kernel, request, {file.name: file.read_bytes() for file in MATERIAL.iterdir()}
    )
    kernel.close()
    return file


@pytest.fixture(scope="session", autouse=True)
def compiled_catalogues() -> None:
    catalogues.compile_all()


@pytest.fixture
def kernel(furnished: Path, tmp_path: Path) -> Iterator[Kernel]:
    file = tmp_path / "alur.db"
    shutil.copy(furnished, file)
    kernel = open_test_kernel(f"sqlite:///{file}")
    yield kernel
    kernel.close()


@pytest.fixture
def clock(kernel: Kernel) -> TravellingClock:
    assert isinstance(kernel.clock, TravellingClock)
    return kernel.clock


@pytest.fixture
def app(kernel: Kernel) -> Flask:
    app = create_app(settings("sqlite://"), kernel)
    app.testing = False  # errors are answered as they are in an office
    return app


class Caller:
    """A browser or program signed in as an officer; nobody for an empty login."""

    def __init__(self, client: FlaskClient, kernel: Kernel, login: str) -> None:
        self.client = client
        self.login = login
        self.token = "t" * 43
        if login:
            self._sign_in(kernel, login)

    def _sign_in(self, kernel: Kernel, login: str) -> None:
        who = officers.find(kernel, login)
        assert who is not None
        now = int(kernel.clock.now().timestamp())
        with self.client.session_transaction() as session:
            session["login"], session["stamp"] = login, who.stamp
            session["number"] = secrets.token_hex(8)
            session["since"] = session["seen"] = now
            session[forgery.FIELD] = self.token

    def get(self, path: str) -> TestResponse:
        return self.client.get(path, buffered=True)

    def post(self, path: str, data: dict[str, Any] | None = None) -> TestResponse:
        """Post a form, as a page would."""
        return self.client.post(path, data={forgery.FIELD: self.token} | (data or {}))

    def call(self, method: str, path: str, body: object = None, **headers: str) -> TestResponse:
        """Call the REST API."""
        sent = {forgery.HEADER: self.token} | {
            name.replace("_", "-"): value for name, value in headers.items()
        }
        return self.client.open(f"/v2{path}", method=method, json=body, headers=sent)


@pytest.fixture
def as_officer(app: Flask, kernel: Kernel) -> Callable[[str], Caller]:
    return lambda login: Caller(app.test_client(), kernel, login)


@pytest.fixture
def nobody(as_officer: Callable[[str], Caller]) -> Caller:
    return as_officer("")


@pytest.fixture
def loket(as_officer: Callable[[str], Caller]) -> Caller:
    return as_officer("loket1")


@pytest.fixture
def as_loket2(as_officer: Callable[[str], Caller]) -> Caller:
    return as_officer("loket2")


@pytest.fixture
def kasi(as_officer: Callable[[str], Caller]) -> Caller:
    return as_officer("kasi1")


@pytest.fixture
def admin(as_officer: Callable[[str], Caller]) -> Caller:
    return as_officer("admin1")


def csrf_of(page: str) -> str:
    found = re.search(rf'name="{forgery.FIELD}" value="([^"]+)"', page)
    assert found is not None
    return found[1]


ANSWERS: dict[str, JsonValue] = {
    "pemohon": {"nama": "Siti Aminah", "no_hp": "0812 3456 7890"},
    "no_izin": "KRC-0001",
    "tgl_acara": "2026-12-20",
    "jenis": "NIKAH",
    "jumlah_orang": 300,
    "pengeras": False,
    "berkas": ["RT"],
    "panitia": [{"peran": "Ketua"}],
    "catatan": "",
    "setuju": True,
}
