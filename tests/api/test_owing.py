"""The page of who owes what, and the same on the command line."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta

from engine.clock import TravellingClock
from engine.services.kernel import Kernel, Request
from engine.values import SYSTEM_ACTOR
from office import absences
from office.absences import NewAbsence
from tests.api.conftest import START, Caller
from tests.api.test_pages import claimed
from tests.api.test_v2_flow import open_task, start


def test_the_supervisor_reads_what_officers_hold_and_groups_wait_for(
    loket: Caller, kasi: Caller
) -> None:
    _, held = claimed(loket)
    free = open_task(kasi, start(kasi))

    page = kasi.get("/petugas/tugas").text

    assert page.index("Petugas Loket1") < page.index(f"/tugas/{held}")
    assert page.index(f"/tugas/{held}") < page.index(f"/tugas/{free}")


def test_who_only_works_does_not_read_it(loket: Caller) -> None:
    assert loket.get("/petugas/tugas").status_code == 403
    assert "/petugas/tugas" not in loket.get("/tugas").text


def let_be_absent(kernel: Kernel) -> None:
    away = NewAbsence(
        officer="loket1",
        since=START,
        until=START + timedelta(days=2),
        reason="sakit",
        substitute="loket2",
    )
    absences.record(kernel, Request(actor=SYSTEM_ACTOR), away)


def test_an_absent_officer_is_shown_with_who_stands_in(
    loket: Caller, kasi: Caller, kernel: Kernel
) -> None:
    claimed(loket)
    let_be_absent(kernel)

    assert "Petugas Loket2 menggantikan" in kasi.get("/petugas/tugas").text


def test_what_an_absent_officer_holds_is_taken_on_its_page(
    loket: Caller, as_loket2: Caller, kernel: Kernel
) -> None:
    _, task = claimed(loket)
    assert f"/tugas/{task}/ambil" not in as_loket2.get(f"/tugas/{task}").text
    let_be_absent(kernel)

    assert f"/tugas/{task}/ambil" in as_loket2.get(f"/tugas/{task}").text
    assert as_loket2.post(f"/tugas/{task}/ambil").status_code == 303
    assert "Selesaikan tugas" in as_loket2.get(f"/tugas/{task}").text


def test_overdue_is_told_in_service_hours(
    loket: Caller, as_officer: Callable[[str], Caller], clock: TravellingClock
) -> None:
    claimed(loket)
    clock.advance(timedelta(days=9))

    assert re.search(
        r"class=\"late\">\d+ jam \d+ menit<", as_officer("kasi1").get("/petugas/tugas").text
    )
