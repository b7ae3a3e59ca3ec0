"""The pages of who owes what, handing over in bulk, and the same on the command line."""

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

TO_LOKET2 = {"kepada": "loket2", "alasan": "loket1 sakit"}
OF_LOKET1 = "/petugas/tugas?petugas=loket1"
HAND_OVER = "/petugas/tugas/alihkan?petugas=loket1"


def test_the_supervisor_reads_how_much_officers_hold_and_groups_wait_for(
    loket: Caller, kasi: Caller
) -> None:
    claimed(loket)
    open_task(kasi, start(kasi))

    page = kasi.get("/petugas/tugas").text

    assert page.index("petugas=loket1") < page.index("kelompok=loket")


def test_one_debtors_tasks_are_listed_apart(loket: Caller, kasi: Caller) -> None:
    _, held = claimed(loket)
    free = open_task(kasi, start(kasi))

    assert f"/tugas/{held}" in kasi.get(OF_LOKET1).text
    assert f"/tugas/{free}" not in kasi.get(OF_LOKET1).text
    assert f"/tugas/{free}" in kasi.get("/petugas/tugas?kelompok=loket").text


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
    assert "Petugas Loket2 menggantikan" in kasi.get(OF_LOKET1).text


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

    page = as_officer("kasi1").get(OF_LOKET1).text

    assert re.search(r"class=\"late\">\d+ jam \d+ menit<", page)


def test_ticked_tasks_go_to_another_officer_and_each_says_what_became_of_it(
    loket: Caller, kasi: Caller
) -> None:
    held = [claimed(loket)[1] for _ in range(2)]
    done = TO_LOKET2 | {"tugas": [*held, "1"], "idempotency_key": "satu"}

    first, again = kasi.post(HAND_OVER, done), kasi.post(HAND_OVER, done)

    assert [first.status_code, again.status_code] == [200, 200]
    assert "2 dari 3 berhasil" in first.text
    assert "2 dari 3 berhasil" in again.text
    page = kasi.get("/petugas/tugas?petugas=loket2").text
    assert all(f"/tugas/{task}" in page for task in held)


def test_whoever_may_not_do_it_is_not_given_it(loket: Caller, kasi: Caller) -> None:
    _, task = claimed(loket)

    answer = kasi.post(HAND_OVER, {"tugas": task, "kepada": "auditor1", "alasan": "coba"})

    assert answer.status_code == 422
    assert "0 dari 1 berhasil" in answer.text
    assert f"/tugas/{task}" in kasi.get(OF_LOKET1).text


def test_all_that_is_missing_is_told_at_once_and_the_rest_is_kept(
    loket: Caller, kasi: Caller
) -> None:
    _, task = claimed(loket)

    answer = kasi.post(HAND_OVER, {"tugas": task, "alasan": " "})

    assert answer.status_code == 422
    assert 'href="#field-kepada"' in answer.text
    assert 'href="#field-alasan"' in answer.text
    assert re.search(rf'value="{task}"[^>]* checked', answer.text)


def test_the_administrator_reads_and_hands_nothing_over(loket: Caller, admin: Caller) -> None:
    claimed(loket)

    assert "Alihkan kepada" not in admin.get(OF_LOKET1).text
    assert admin.post(HAND_OVER, TO_LOKET2).status_code == 403


def test_an_officer_that_is_none_owes_nothing_and_gets_nothing(loket: Caller, kasi: Caller) -> None:
    _, task = claimed(loket)

    for officer in ("nobody", "'; --", "x" * 300):
        page = kasi.client.get("/petugas/tugas", query_string={"petugas": officer})
        answer = kasi.post(HAND_OVER, {"tugas": task, "kepada": officer, "alasan": "coba"})
        assert (page.status_code, answer.status_code) == (200, 404)


def test_a_place_that_is_none_of_ours_is_no_stumble(kasi: Caller) -> None:
    for place in ("x", "9" * 20, "0-1-2-3-4", "0-" + "9" * 18 + "-1"):
        asked = {"petugas": "loket1", "sesudah": place}
        answer = kasi.client.get("/petugas/tugas", query_string=asked)
        assert answer.status_code in {200, 400}, place
