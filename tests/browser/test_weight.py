"""The first load of what an officer opens all day fits a thin line: 60 kB, everything counted."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

import pytest
from playwright.sync_api import Page

from tests.browser.test_pages import office

__all__ = ["office"]
pytestmark = pytest.mark.browser
MOST: Final = 60_000


def weigh(page: Page, address: str) -> int:
    """Bytes that travel when nothing is kept yet, headers included."""
    client = page.context.new_cdp_session(page)
    client.send("Network.enable")
    client.send("Network.clearBrowserCache")
    client.send("Network.setCacheDisabled", {"cacheDisabled": True})
    sizes: list[int] = []

    def note(event: dict[str, Any]) -> None:
        sizes.append(int(event["encodedDataLength"]))

    client.on("Network.loadingFinished", note)
    page.goto(address, wait_until="networkidle")
    client.detach()
    return sum(sizes)


def test_the_first_load_of_work_list_and_task_page_is_light(
    page: Page, sign_in: Callable[[str], None], office: dict[str, int]
) -> None:
    sign_in("loket1")
    listed = weigh(page, "/tugas?dari=kelompok")
    page.get_by_role("button", name="Ambil", exact=False).first.click()
    opened = weigh(page, page.url)

    assert 5_000 < listed <= MOST, f"work list: {listed}"
    assert 5_000 < opened <= MOST, f"task page: {opened}"
