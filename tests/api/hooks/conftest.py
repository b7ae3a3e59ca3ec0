"""An office whose card is ready and whose notice a gateway has taken."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from api.app import create_app
from engine.services import deployments
from engine.services.kernel import Kernel
from office.notices import outbox
from tests.api.conftest import open_test_kernel, settings
from tests.api.hooks.calling import SECRET, WORD, office_on
from tests.scenarios import steps
from tests.scenarios.kecamatan import ADMIN, NEVER, Kecamatan, by, procedure


def by_gateway(kernel: Kernel) -> None:
    """Let the gateway take what is due, with ids by the notice's key."""
    outbox.deliver_due(kernel, lambda letter: f"wamid.{letter.key}")


@pytest.fixture(scope="session")
def told(furnished: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A card is ready, and the gateway has taken the notice."""
    file = tmp_path_factory.mktemp("told") / "office.db"
    shutil.copy(furnished, file)
    kernel = open_test_kernel(f"sqlite:///{file}")
    office = office_on(kernel)
    office.rule("pesan.jam_tenang", NEVER)
    deployments.deploy(kernel, by(ADMIN), procedure())
    office.deliver(10, "SJ-001")
    case = steps.lost_card(office)
    steps.begin_print(case)
    steps.end_print(case)
    steps.check_quality(case)
    by_gateway(kernel)
    kernel.close()
    return file


@pytest.fixture
def office(told: Path, tmp_path: Path) -> Iterator[Kecamatan]:
    file = tmp_path / "office.db"
    shutil.copy(told, file)
    kernel = open_test_kernel(f"sqlite:///{file}")
    office_on(kernel).clock.advance(timedelta(minutes=30))
    yield office_on(kernel)
    kernel.close()


@pytest.fixture
def app(office: Kecamatan) -> Flask:
    secrets = replace(settings("sqlite://"), wa_app_secret=SECRET, wa_verify_token=WORD)
    app = create_app(secrets, office.kernel)
    app.testing = False
    return app


@pytest.fixture
def hook(app: Flask) -> FlaskClient:
    return app.test_client()
