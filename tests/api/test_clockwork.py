"""Jobs, timers and suspended cases on pages: who sees, hastens, fires, resumes and ends them."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta

import pytest

from engine.clock import TravellingClock
from engine.services import cases, deployments
from engine.services.cases import Start
from engine.services.kernel import Kernel, Request
from engine.values import SYSTEM_ACTOR
from tests.api.conftest import ANSWERS, OFFICE, Caller
from tests.api.test_v2_flow import activate, complete, start
from tests.services.test_timers import ESCALATING

WHY = {"alasan": "warga sudah menunggu"}


def waiting_job(loket: Caller, admin: Caller) -> str:
    """A job that failed once and waits out its back-off; its key."""
    complete(loket, start(loket), ANSWERS)
    key = activate(admin)
    admin.call("POST", f"/jobs/{key}/failure", {"retries": 2, "retryBackOff": 3_600_000})
    return key


@pytest.fixture
def ticking(kernel: Kernel) -> int:
    """A case in which a clock waits a day, at a task; its key."""
    request = Request(actor=SYSTEM_ACTOR)
    deployments.deploy(kernel, request, {"jam.bpmn": ESCALATING})
    return cases.start(kernel, request, Start(process_id="p", office=OFFICE)).key


def first_timer(admin: Caller) -> str:
    found = re.search(r'href="/pengawasan/pewaktu/(\d+)"', admin.get("/pengawasan/pewaktu").text)
    assert found is not None
    return found[1]


def suspend(admin: Caller, loket: Caller, count: int) -> list[str]:
    cases = [start(loket) for _ in range(count)]
    for case in cases:
        admin.post(f"/kasus/{case}/tunda", {"alasan": "menunggu surat camat"})
    return cases


def test_a_job_is_listed_by_type_with_its_next_try(loket: Caller, admin: Caller) -> None:
    key = waiting_job(loket, admin)

    page = admin.get("/pengawasan/pekerjaan?jenis=izin.uji-zona").text

    assert f'href="/pengawasan/pekerjaan/{key}"' in page
    assert "60 menit lagi" in page
    assert key not in admin.get("/pengawasan/pekerjaan?jenis=lain").text
    assert key not in admin.get("/pengawasan/pekerjaan?keadaan=COMPLETED").text


def test_a_job_is_put_forward_with_reason_by_the_administrator_only(
    loket: Caller, kasi: Caller, admin: Caller
) -> None:
    path = f"/pengawasan/pekerjaan/{waiting_job(loket, admin)}"
    asked = {"percobaan": "5", "alasan": "kabel sudah terpasang"}

    assert "Coba segera" not in kasi.get(path).text
    assert kasi.post(f"{path}/coba", asked).status_code == 403
    assert admin.post(f"{path}/coba", asked).status_code == 303
    assert activate(admin)


def test_tries_that_are_no_number_stand_beside_their_field_with_the_missing_reason(
    loket: Caller, admin: Caller
) -> None:
    path = f"/pengawasan/pekerjaan/{waiting_job(loket, admin)}/coba"

    for retries in ("", "0", "101", "-1", "²", "9" * 30, "x"):
        answer = admin.post(path, {"percobaan": retries, "alasan": " "})
        assert answer.status_code == 422, retries
        assert "Isi angka 1 sampai 100" in answer.text
        assert 'href="#field-alasan"' in answer.text


def test_a_timer_says_what_it_measures_and_who_may_lets_it_ring(
    ticking: int, kasi: Caller, admin: Caller
) -> None:
    assert "/pengawasan/pewaktu/" not in kasi.get("/pengawasan/pewaktu").text
    path = f"/pengawasan/pewaktu/{first_timer(admin)}"

    assert "tidak dapat dibatalkan" in admin.get(path).text
    assert admin.post(f"{path}/bunyikan", {"alasan": ""}).status_code == 422
    assert kasi.post(f"{path}/bunyikan", WHY).status_code == 403
    once = WHY | {"idempotency_key": "satu"}
    clicks = [admin.post(f"{path}/bunyikan", once).location for _ in range(2)]
    assert clicks == [f"/kasus/{ticking}"] * 2
    assert admin.get(path).status_code == 404


def test_late_timers_are_counted_and_can_be_looked_at_alone(
    ticking: int, as_officer: Callable[[str], Caller], clock: TravellingClock
) -> None:
    assert "berbunyi tepat waktu" in as_officer("admin1").get("/pengawasan/pewaktu").text

    clock.advance(timedelta(days=2))
    admin = as_officer("admin1")

    assert "seharusnya sudah berbunyi" in admin.get("/pengawasan/pewaktu").text
    assert first_timer(admin) in admin.get("/pengawasan/pewaktu?hanya=terlambat").text


def test_suspended_cases_say_why_and_go_on_together_each_with_its_outcome(
    loket: Caller, admin: Caller
) -> None:
    first, second = suspend(admin, loket, 2)
    page = admin.get("/pengawasan/ditangguhkan").text
    assert page.count("menunggu surat camat") == 2
    admin.post(f"/kasus/{first}/lanjut", {"alasan": "lebih dulu"})

    answer = admin.post("/pengawasan/ditangguhkan/lanjut", WHY | {"kasus": [first, second]})

    assert answer.status_code == 200
    assert "1 dari 2 berhasil" in answer.text
    assert "Tidak ada kasus yang ditangguhkan" in admin.get("/pengawasan/ditangguhkan").text


def test_a_supervisor_ends_suspended_cases_and_does_not_resume_them(
    loket: Caller, kasi: Caller, admin: Caller
) -> None:
    (case,) = suspend(admin, loket, 1)

    assert kasi.post("/pengawasan/ditangguhkan/lanjut", WHY | {"kasus": case}).status_code == 403
    assert kasi.post("/pengawasan/ditangguhkan/akhiri", WHY | {"kasus": case}).status_code == 200
    assert "diakhiri" in kasi.get(f"/kasus/{case}").text


def test_nothing_ticked_and_no_reason_are_told_both(loket: Caller, admin: Caller) -> None:
    suspend(admin, loket, 1)

    answer = admin.post("/pengawasan/ditangguhkan/lanjut", {"kasus": ["x", "-1"], "alasan": ""})

    assert answer.status_code == 422
    assert "Centang sedikitnya satu kasus" in answer.text
    assert 'href="#field-alasan"' in answer.text


def test_a_place_that_is_none_of_ours_is_no_stumble(admin: Caller) -> None:
    for page in ("pekerjaan", "pewaktu", "ditangguhkan"):
        for place in ("9" * 20, "x", "1-2-3-4", "-1", "²"):
            asked = {"sesudah": place}
            answer = admin.client.get(f"/pengawasan/{page}", query_string=asked)
            assert answer.status_code in {200, 400}, (page, place)
