"""Officers at their browsers: sign in, take a task, fill its form, complete it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from datetime import date, timedelta
from typing import Final, TypeAlias
from urllib.parse import unquote

from playwright.sync_api import BrowserContext, Locator, Page, expect

from api.demo.staff import PASSWORD
from engine.clock import TravellingClock
from engine.jobs import sweeping
from engine.jobs.sweeping import Sweep
from engine.services.kernel import Kernel

#: what is typed, ticked or chosen, by the label that the officer reads
Answers: TypeAlias = Mapping[str, "str | bool | date"]

_SIXTEEN_DIGITS: Final = re.compile(r"(?<!\d)\d{16}(?!\d)")
COMPLETE: Final = "Selesaikan tugas"


class Hall:
    """The office seen from its desks. Every desk is a browser of its own; time moves when told."""

    def __init__(
        self, kernel: Kernel, sweeps: tuple[Sweep, ...], open_browser: Callable[..., BrowserContext]
    ) -> None:
        assert isinstance(kernel.clock, TravellingClock)
        self.kernel = kernel
        self.addresses: list[str] = []
        self._clock = kernel.clock
        self._sweeps = sweeps
        self._open_browser = open_browser

    def desk(self, login: str, **browser: object) -> Desk:
        """Sign an officer in with a browser of his or her own."""
        context = self._open_browser(**browser)
        context.on("request", lambda request: self.addresses.append(request.url))
        desk = Desk(context.new_page(), login)
        desk.sign_in()
        return desk

    def pass_time(self, span: timedelta) -> None:
        """Let time pass: timers ring, notices leave."""
        self._clock.advance(span)
        self.sweep()

    def assert_discreet(self, private: Iterable[str]) -> None:
        """No address that any browser asked for held personal data."""
        assert not [
            address for address in self.addresses for word in private if word in unquote(address)
        ]

    def sweep(self) -> None:
        sweeping.sweep(self.kernel, self._sweeps)


class Desk:
    """An officer's browser."""

    def __init__(self, page: Page, login: str) -> None:
        self.page = page
        self.login = login

    def sign_in(self) -> None:
        self.page.goto("/masuk")
        self.page.get_by_label("Nama pengguna").fill(self.login)
        self.page.get_by_label("Kata sandi").fill(PASSWORD)
        self.page.get_by_role("button", name="Masuk").click()
        self.page.get_by_role("button", name="Keluar").wait_for()

    def begin(self, procedure: str = "Penerbitan KTP-el") -> None:
        """Start a case and stand before its first task."""
        self.page.goto("/mulai")
        self.page.get_by_role("button", name=f"Mulai {procedure}").click()

    def open_case(self, number: str) -> None:
        """The page of the case with this register number, as a search finds it."""
        self.page.goto(f"/kasus?nomor={number}")
        expect(self.page.get_by_role("heading", level=1)).to_have_text(number)

    def group_list(self, number: str = "") -> Locator:
        """The rows of my groups' tasks, of one register number if asked."""
        self.page.goto(f"/tugas?dari=kelompok&nomor={number}")
        assert not _SIXTEEN_DIGITS.search(self.page.content())
        return self.page.locator("tbody tr")

    def take(self, step: str, number: str = "") -> None:
        """Stand before the task of this name: the case led on to it, or take it from the list."""
        if self.page.get_by_role("heading", level=1, name=step, exact=True).count():
            return
        row = self.group_list(number).filter(has=self.page.get_by_role("link", name=step))
        row.get_by_role("button", name="Ambil").click()
        expect(self.page.get_by_role("heading", level=1)).to_have_text(step)

    def take_here(self) -> None:
        self.page.get_by_role("button", name="Ambil tugas ini").click()

    def fill(self, answers: Answers) -> None:
        for label, value in answers.items():
            self._answer(re.compile(rf"^{re.escape(label)}( \(.*\))?$"), value)

    def complete(self) -> None:
        """Complete the task, which must go well."""
        step = self.page.get_by_role("heading", level=1).inner_text()
        self.send()
        expect(self.page.get_by_text(f"“{step}” selesai.")).to_be_visible()

    def send(self) -> None:
        """Press the button that completes, whatever comes of it."""
        self.page.get_by_role("button", name=COMPLETE).click()

    def do(self, step: str, number: str, answers: Answers) -> None:
        """Take a task, fill its form and complete it."""
        self.take(step, number)
        self.fill(answers)
        self.complete()

    def _answer(self, label: re.Pattern[str], value: str | bool | date) -> None:
        group = self.page.get_by_role("group", name=label)
        if isinstance(value, date):
            for part, number in (("Tanggal", value.day), ("Bulan", value.month)):
                group.get_by_label(part, exact=True).fill(str(number))
            group.get_by_label("Tahun", exact=True).fill(str(value.year))
        elif isinstance(value, bool):
            self.page.get_by_role("checkbox", name=label).set_checked(value)
        elif group.count():
            group.get_by_role("radio", name=value, exact=True).check()
        else:
            self._write(self.page.get_by_label(label), value)

    def _write(self, box: Locator, value: str) -> None:
        if box.evaluate("box => box.tagName") == "SELECT":
            box.select_option(label=value)
        else:
            box.fill(value)
