"""Every page a role reaches by links: axe, both widths, every look, and whole without scripts."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from typing import Final

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from api import composition
from api.app import create_app
from api.demo import making
from api.demo.making import Scale
from api.demo.staff import PASSWORD
from engine.clock import TravellingClock
from engine.services.kernel import Kernel
from engine.settings import Settings
from tests.browser.conftest import NARROW, WIDE, look
from tests.languages import spoken

pytestmark = [pytest.mark.browser, pytest.mark.long, pytest.mark.timeout(600)]
END: Final = datetime(2026, 11, 24, 3, 0, tzinfo=UTC)
ROLES: Final = ("siti", "dewi", "agus", "budi", "rina", "wawan", "camat", "auditor", "admin")
SCALE: Final = Scale(cases=12, weeks=2, end=END)


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    return making.make(tmp_path_factory.mktemp("demo"), scale=SCALE)


@pytest.fixture
def kernel(made: Settings) -> Iterator[Kernel]:
    kernel = composition.build_kernel(made, clock=TravellingClock(END))
    yield kernel
    kernel.close()


@pytest.fixture
def addresses(made: Settings, kernel: Kernel) -> Callable[[str], list[str]]:
    def reached(login: str) -> list[str]:
        client = create_app(made, kernel).test_client()
        return [address for address, _ in spoken.pages(client, kernel, login)]

    return reached


@pytest.fixture
def enter() -> Callable[[Page, str], None]:
    def entering(page: Page, login: str) -> None:
        page.goto("/masuk")
        page.get_by_label("Nama pengguna").fill(login)
        page.get_by_label("Kata sandi").fill(PASSWORD)
        page.get_by_role("button", name="Masuk").click()
        page.get_by_role("button", name="Keluar").wait_for()

    return entering


def name_of(address: str) -> str:
    return "-".join(re.findall(r"[a-z]+|\d{1,3}$", address.partition("?")[0])) or "awal"


def faults_of(page: Page, addresses: list[str], prefix: str) -> list[str]:
    """What `look` has to say of each page; the next is looked at all the same."""
    found = []
    for address in addresses:
        page.goto(address)
        try:
            look(page, f"{prefix}-{name_of(address)}")
        except AssertionError as fault:
            found.append(f"{address}: {fault}")
    return found


@pytest.mark.parametrize("login", ROLES)
def test_every_page_is_accessible_at_both_widths(
    page: Page,
    enter: Callable[[Page, str], None],
    addresses: Callable[[str], list[str]],
    login: str,
) -> None:
    enter(page, login)
    faults = faults_of(page, addresses(login), f"semua-{login}")

    assert not faults, "\n".join(faults)


@pytest.mark.parametrize("theme", ["dark", "contrast"])
@pytest.mark.parametrize("login", ["siti", "agus"])
def test_every_page_is_readable_in_other_looks(
    page: Page,
    enter: Callable[[Page, str], None],
    addresses: Callable[[str], list[str]],
    login: str,
    theme: str,
) -> None:
    enter(page, login)
    page.goto("/akun")
    page.locator(f"[value={theme}]").first.check()
    page.get_by_role("button", name="Simpan").first.click()
    expect(page.locator("html")).to_have_attribute("data-theme", theme)
    faults = faults_of(page, addresses(login), f"warna-{theme}-{login}")

    assert not faults, "\n".join(faults)


@pytest.mark.parametrize("login", ROLES)
def test_every_page_is_whole_without_scripts(
    new_context: Callable[..., BrowserContext],
    enter: Callable[[Page, str], None],
    addresses: Callable[[str], list[str]],
    login: str,
) -> None:
    page = new_context(java_script_enabled=False).new_page()
    enter(page, login)
    for address in addresses(login):
        for size in (NARROW, WIDE):
            page.set_viewport_size(size)  # type: ignore[arg-type]  # a plain dict is what it takes
            answer = page.goto(address)
            assert answer is not None
            assert answer.ok, address
            expect(page.locator("h1").first).to_be_visible()
