"""Correcting what was answered, and putting a task back on the desk."""

from __future__ import annotations

import re
from html import unescape

import pytest

from tests.api.conftest import Caller
from tests.api.test_pages import FORM, claimed
from tests.api.test_v2_flow import activate, open_task

RIGHT = FORM | {"jumlah_orang": "450", "alasan": "Salah baca angka"}


@pytest.fixture
def answered(loket: Caller, admin: Caller) -> tuple[str, str]:
    """A case past its first task, waiting for the decision: keys of the case and that task."""
    case, task = claimed(loket)
    loket.post(f"/tugas/{task}/selesai", FORM)
    admin.call("POST", f"/jobs/{activate(admin)}/completion", {})
    return case, task


def variables(caller: Caller, case: str) -> dict[str, str]:
    found = caller.call("POST", "/variables/search", {"filter": {"processInstanceKey": case}}).json
    assert found is not None
    return {item["name"]: item["value"] for item in found["items"]}


def test_a_supervisor_corrects_an_answer_in_place(kasi: Caller, answered: tuple[str, str]) -> None:
    case, task = answered
    before = open_task(kasi, case)
    assert 'value="300"' in kasi.get(f"/tugas/{task}/perbaiki").text

    answer = kasi.post(f"/tugas/{task}/perbaiki", RIGHT)

    assert answer.status_code == 303
    assert variables(kasi, case)["jumlah_orang"] == "450"
    assert open_task(kasi, case) == before


def test_the_history_names_what_was_corrected_without_values(
    kasi: Caller, answered: tuple[str, str]
) -> None:
    case, task = answered
    kasi.post(f"/tugas/{task}/perbaiki", RIGHT)

    page = unescape(kasi.get(f"/kasus/{case}").text)

    assert '<th scope="row">Izin keramaian</th>' in page
    told = re.search(r"<td>data dibetulkan: ([^<]*)</td>", page)
    assert told is not None
    assert told[1] == "Perkiraan jumlah orang"


def test_who_answered_puts_the_task_back_on_the_desk(
    loket: Caller, answered: tuple[str, str]
) -> None:
    case, task = answered

    answer = loket.post(f"/tugas/{task}/perbaiki", RIGHT | {"buka_lagi": "ya"})

    assert answer.status_code == 303
    again = open_task(loket, case)
    assert again != task
    assert 'value="450"' in loket.get(f"/tugas/{again}").text


def test_only_a_supervisor_corrects_in_place(loket: Caller, answered: tuple[str, str]) -> None:
    _, task = answered

    assert "Perbaiki saja" not in loket.get(f"/tugas/{task}/perbaiki").text
    assert loket.post(f"/tugas/{task}/perbaiki", RIGHT).status_code == 403


def test_somebody_elses_answer_is_not_mine_to_correct(
    loket: Caller, as_loket2: Caller, answered: tuple[str, str]
) -> None:
    case, task = answered

    assert f"/tugas/{task}/perbaiki" in loket.get(f"/kasus/{case}").text
    assert f"/tugas/{task}/perbaiki" not in as_loket2.get(f"/kasus/{case}").text
    assert as_loket2.get(f"/tugas/{task}/perbaiki").status_code == 403


def test_every_fault_and_the_missing_reason_are_told_at_once(
    kasi: Caller, answered: tuple[str, str]
) -> None:
    _, task = answered

    answer = kasi.post(f"/tugas/{task}/perbaiki", FORM | {"no_izin": "", "alasan": " "})

    assert answer.status_code == 422
    assert 'id="f-no_izin-fault1"' in answer.text
    assert 'id="why-fault"' in answer.text


def test_what_changed_meanwhile_is_told_and_nothing_is_overwritten(
    kasi: Caller, answered: tuple[str, str]
) -> None:
    case, task = answered
    version = re.search(r'name="version" value="(\d+)"', kasi.get(f"/tugas/{task}/perbaiki").text)
    assert version is not None
    kasi.post(f"/tugas/{task}/perbaiki", RIGHT)

    late = RIGHT | {"jumlah_orang": "700", "version": version[1]}
    answer = kasi.post(f"/tugas/{task}/perbaiki", late)

    assert answer.status_code == 409
    assert 'value="700"' in answer.text
    assert variables(kasi, case)["jumlah_orang"] == "450"


def test_a_task_that_is_not_completed_cannot_be_corrected(
    kasi: Caller, answered: tuple[str, str]
) -> None:
    case, _ = answered

    assert kasi.get(f"/tugas/{open_task(kasi, case)}/perbaiki").status_code == 404


def test_sending_it_unchanged_changes_nothing(kasi: Caller, answered: tuple[str, str]) -> None:
    case, task = answered

    kasi.post(f"/tugas/{task}/perbaiki", FORM | {"alasan": "dilihat lagi"})

    assert "data dibetulkan" not in kasi.get(f"/kasus/{case}").text


def test_rows_come_and_go_while_correcting(kasi: Caller, answered: tuple[str, str]) -> None:
    _, task = answered

    page = kasi.post(f"/tugas/{task}/perbaiki", FORM | {"tambah": "panitia"}).text

    assert "panitia-1-peran" in page
