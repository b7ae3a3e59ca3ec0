"""Suket: only while there is no blanko, only when the office allows it, numbered and dated."""

from __future__ import annotations

from datetime import date

import pytest

from engine.services.kernel import Request
from engine.services.workers import BpmnError
from engine.values import Variables
from office import config, suket
from tests.office.conftest import ADMIN, OFFICE, Desk

NUMBER = "KRC-2611-00001-6"


def allow(desk: Desk) -> None:
    config.change(desk.kernel, Request(actor=ADMIN), OFFICE, {"blanko.suket_ditawarkan": True})


def issue(desk: Desk) -> Variables:
    return desk.do("suket.terbit", desk.new_case(), {"no_register": NUMBER})


def test_a_suket_is_numbered_and_holds_six_months(desk: Desk) -> None:
    allow(desk)
    assert issue(desk) == {
        "suket_nomor": "SK-KRC-2026-00001",
        "suket_terbit": "2026-11-24",
        "suket_berlaku_sampai": "2027-05-24",
        "punya_suket": True,
    }


def test_one_case_holds_one_suket(desk: Desk) -> None:
    allow(desk)
    assert issue(desk) == issue(desk)


def test_without_policy_and_with_stock_it_is_refused_for_both_reasons(desk: Desk) -> None:
    desk.receive("SJ-1", blanko=1)
    with pytest.raises(BpmnError) as told:
        issue(desk)
    assert told.value.code == "SUKET_DILARANG"
    assert told.value.variables == {"alasan_ditolak": ["KEBIJAKAN", "STOK_ADA"]}


def test_stock_forbids_it_even_when_the_policy_allows_it(desk: Desk) -> None:
    allow(desk)
    desk.receive("SJ-1", blanko=1)
    with pytest.raises(BpmnError, match="STOK_ADA"):
        issue(desk)


def test_a_withdrawn_suket_is_void_and_the_next_one_has_another_number(desk: Desk) -> None:
    allow(desk)
    issue(desk)
    case = desk.new_case()
    assert desk.do("suket.tarik", case, {"no_register": NUMBER})["suket_ditarik_pada"]
    assert desk.do("suket.tarik", case, {"no_register": NUMBER})["suket_ditarik_pada"] is None
    assert issue(desk)["suket_nomor"] == "SK-KRC-2026-00002"


def test_the_last_day_of_a_shorter_month_ends_it() -> None:
    assert suket.valid_until(date(2026, 8, 31), "P6M") == date(2027, 2, 28)
