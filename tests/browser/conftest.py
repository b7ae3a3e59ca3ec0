"""A real Chromium on a real server: no script error, no policy violation, no foreign request."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, Final

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import BrowserContext, ConsoleMessage, Page
from werkzeug.serving import make_server

from api.app import create_app
from engine.services.kernel import Kernel
from tests.api.conftest import (
    PASSWORD,
    compiled_catalogues,
    furnished,
    kernel,
    settings,
)

__all__ = ["compiled_catalogues", "furnished", "kernel"]

#: what a page makes of itself, and the browser's own viewer of PDF
_OWN: Final = ("data:", "blob:", "chrome-extension:")
SCREENS: Final = Path("build/screens")
WIDE: Final = {"width": 1366, "height": 768}
NARROW: Final = {"width": 360, "height": 740}
_FLAGS: Final = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    # a camera that shows a moving test picture, and nobody asked whether it may
    "--use-fake-device-for-media-stream",
    "--use-fake-ui-for-media-stream",
]


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    return browser_type_launch_args | {"executable_path": "/usr/bin/chromium", "args": _FLAGS}


@pytest.fixture
def server(kernel: Kernel) -> Iterator[str]:
    """The address of a server for `kernel`; journeys/ puts another office behind that name."""
    app = create_app(settings("sqlite://"), kernel)
    serving = make_server("127.0.0.1", 0, app, threaded=True)
    thread = threading.Thread(target=serving.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{serving.server_port}"
    serving.shutdown()
    serving.server_close()
    thread.join()


@pytest.fixture(scope="session")
def base_url() -> None:
    """Each test has a server of its own: its address comes with the context."""


@pytest.fixture
def browser_context_args(browser_context_args: dict[str, Any], server: str) -> dict[str, Any]:
    return browser_context_args | {
        "base_url": server,
        "locale": "id-ID",
        "timezone_id": "Asia/Jakarta",
        "viewport": WIDE,
    }


def watch(context: BrowserContext, server: str, seen: list[str]) -> None:
    """Note in `seen` what no page of ours may do."""
    context.on("console", lambda message: seen.append(message.text) if is_bad(message) else None)
    context.on("weberror", lambda error: seen.append(str(error.error)))
    context.on(
        "request",
        lambda request: (
            None if request.url.startswith((server, *_OWN)) else seen.append(request.url)
        ),
    )


def is_bad(message: ConsoleMessage) -> bool:
    """Every error but the browser's own remark that a page came with a status of 4xx."""
    return message.type == "error" and "responded with a status of 4" not in message.text


@pytest.fixture(autouse=True)
def watched(context: BrowserContext, server: str) -> Iterator[list[str]]:
    """Fails the test on what no page of ours may do."""
    seen: list[str] = []
    watch(context, server, seen)
    yield seen
    assert seen == []


@pytest.fixture
def sign_in(page: Page) -> Callable[[str], None]:
    def signing(login: str) -> None:
        page.goto("/masuk")
        page.get_by_label("Nama pengguna").fill(login)
        page.get_by_label("Kata sandi").fill(PASSWORD)
        page.get_by_role("button", name="Masuk").click()
        page.get_by_role("button", name="Keluar").wait_for()

    return signing


def look(page: Page, name: str) -> None:
    """Screenshots at both widths, and axe: no rule switched off, no violation let pass."""
    SCREENS.mkdir(parents=True, exist_ok=True)
    for size, suffix in ((NARROW, "360"), (WIDE, "1366")):
        page.set_viewport_size(size)  # type: ignore[arg-type]  # a plain dict is what it takes
        page.screenshot(path=SCREENS / f"{name}-{suffix}.png", full_page=True)
        overflow = page.evaluate("document.documentElement.scrollWidth > innerWidth")
        assert not overflow, f"{name} scrolls sideways at {suffix}"
    violations = Axe().run(page).response["violations"]
    assert [(each["id"], [n["html"] for n in each["nodes"]]) for each in violations] == []
