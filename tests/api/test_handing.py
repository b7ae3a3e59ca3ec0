"""Giving a task to another officer on its page."""

from __future__ import annotations

from api import officers
from engine.services.kernel import Kernel, Request
from engine.values import SYSTEM_ACTOR
from office.leaving import deactivate
from tests.api.conftest import OFFICE, Caller
from tests.api.test_pages import FORM, claimed
from tests.api.test_v2_flow import activate, open_task, start

TO_LOKET2 = {"kepada": "loket2", "alasan_serah": "Pulang lebih awal"}


def test_the_holder_hands_over_with_draft_and_reason(loket: Caller, as_loket2: Caller) -> None:
    case, task = claimed(loket)
    loket.post(f"/tugas/{task}/simpan", {"catatan": "kurang surat RT"})

    assert loket.post(f"/tugas/{task}/serahkan", TO_LOKET2).status_code == 303

    assert "kurang surat RT" in as_loket2.get(f"/tugas/{task}").text
    page = loket.get(f"/kasus/{case}").text
    assert "diserahkan kepada Petugas Loket2" in page
    assert "Pulang lebih awal" in page


def test_a_supervisor_gives_a_free_task_to_an_officer(kasi: Caller, as_loket2: Caller) -> None:
    task = open_task(kasi, start(kasi))

    assert kasi.post(f"/tugas/{task}/serahkan", TO_LOKET2).status_code == 303
    assert "Selesaikan tugas" in as_loket2.get(f"/tugas/{task}").text


def test_only_holder_and_supervisor_are_offered_it(loket: Caller, as_loket2: Caller) -> None:
    _, task = claimed(loket)

    assert "/serahkan" in loket.get(f"/tugas/{task}").text
    assert "/serahkan" not in as_loket2.get(f"/tugas/{task}").text
    assert as_loket2.post(f"/tugas/{task}/serahkan", TO_LOKET2).status_code == 403


def test_officer_and_reason_are_both_asked_for(loket: Caller) -> None:
    _, task = claimed(loket)

    answer = loket.post(f"/tugas/{task}/serahkan", {"kepada": "hantu"})

    assert answer.status_code == 422
    assert 'id="hand-kepada-fault"' in answer.text
    assert 'id="hand-alasan_serah-fault"' in answer.text


def test_who_did_the_step_to_be_checked_is_refused_by_name(
    loket: Caller, kasi: Caller, admin: Caller
) -> None:
    case, task = claimed(loket)
    loket.post(f"/tugas/{task}/selesai", FORM)
    admin.call("POST", f"/jobs/{activate(admin)}/completion", {})
    check = open_task(kasi, case)

    wanted = {"kepada": "loket1", "alasan_serah": "sibuk"}
    answer = kasi.post(f"/tugas/{check}/serahkan", wanted)

    assert answer.status_code == 422
    assert "Petugas Loket1 mengerjakan" in answer.text


def test_only_active_officers_of_the_groups_can_be_chosen(kernel: Kernel) -> None:
    found = officers.candidates(kernel, OFFICE, {"loket"}, {"kasi1"})
    assert set(found) == {"loket1", "loket2", "kasi1"}
    deactivate(kernel, Request(actor=SYSTEM_ACTOR), "loket2", reason="pindah tugas")
    assert "loket2" not in officers.candidates(kernel, OFFICE, {"loket"}, ())
    assert "auditor1" not in officers.candidates(kernel, OFFICE, (), ())
    assert "loket1" in officers.candidates(kernel, OFFICE, (), ())
