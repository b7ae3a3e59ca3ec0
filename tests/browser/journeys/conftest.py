"""The real office behind the browser: the deployed KTP-el procedure, its officers, stock, outbox."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

import pytest
from playwright.sync_api import BrowserContext

from api import composition
from api import officers as signed_in
from api.demo.staff import PASSWORD, STAFF
from engine.clock import TravellingClock
from engine.services import deployments
from engine.services.kernel import Kernel, Request
from engine.settings import Settings
from engine.values import SYSTEM_ACTOR
from office import founding, officers
from office.officers import NewOfficer
from office.stock import deliveries
from office.stock.deliveries import Delivery
from office.stock.rules import Material
from tests.api.conftest import settings
from tests.browser.conftest import watch
from tests.browser.journeys.counter import Hall
from tests.scenarios.kecamatan import procedure

OFFICE: Final = "327316"
START: Final = datetime(2026, 11, 24, 2, 0, tzinfo=UTC)  # a Tuesday, 09.00 in Jakarta


def open_office(file: Path) -> Kernel:
    return composition.build_kernel(settings(f"sqlite:///{file}"), clock=TravellingClock(START))


@pytest.fixture(scope="session")
def ektp_template(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    file = tmp_path_factory.mktemp("ektp") / "office.db"
    shutil.copy(sqlite_template, file)
    kernel = open_office(file)
    request = Request(actor=SYSTEM_ACTOR)
    founding.found(kernel, request, founding.NewOffice())
    owner = replace(SYSTEM_ACTOR, offices=frozenset({OFFICE}))
    deployments.deploy(kernel, Request(actor=owner), procedure())
    for member in STAFF:
        officer = NewOfficer(
            username=member.username,
            name=member.name,
            office=OFFICE,
            roles=member.roles,
            password=PASSWORD,
        )
        officers.create(kernel, request, officer)
    counted = dict.fromkeys(Material, 10)
    keeper = signed_in.find(kernel, "budi")
    assert keeper is not None
    delivery = Delivery(office=OFFICE, document="SJ-1", counted=counted)
    deliveries.receive(kernel, Request(actor=keeper.actor), delivery)
    kernel.close()
    return file


@pytest.fixture
def kernel(ektp_template: Path, tmp_path: Path) -> Iterator[Kernel]:
    file = tmp_path / "alur.db"
    shutil.copy(ektp_template, file)
    kernel = open_office(file)
    yield kernel
    kernel.close()


@pytest.fixture
def outbox(tmp_path: Path) -> Path:
    return tmp_path / "outbox"


@pytest.fixture
def hall(
    kernel: Kernel,
    outbox: Path,
    server: str,
    watched: list[str],
    new_context: Callable[..., BrowserContext],
) -> Hall:
    def open_browser(**more: object) -> BrowserContext:
        context = new_context(**more)
        watch(context, server, watched)
        return context

    files: Settings = replace(settings("sqlite://"), outbox_dir=str(outbox))
    return Hall(kernel, composition.office_sweeps(files), open_browser)
