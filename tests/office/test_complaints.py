"""Complaints by number: terms in calendar days, and never a judge in one's own cause."""

from __future__ import annotations

import pytest

from engine.errors import NotFound
from engine.services.kernel import Request
from engine.services.workers import BpmnError
from engine.values import Variables
from office import complaints, officers
from office.complaints import ComplaintState, Status
from office.officers import NewOfficer
from tests.office.conftest import ADMIN, CLERK, NOW, OFFICE, Desk


def receive(desk: Desk, case: int, **other: str) -> Variables:
    return desk.do("pengaduan.catat", case, {**other})


def hire(desk: Desk, name: str, *roles: str) -> None:
    new = NewOfficer(
        username=name,
        name=name.title(),
        office=OFFICE,
        roles=frozenset(roles),
        password="cukup panjang untuk uji",
    )
    officers.create(desk.kernel, Request(actor=ADMIN), new)


def test_complaints_are_numbered_by_month_and_again_keep_their_number(desk: Desk) -> None:
    first, second = desk.new_case(), desk.new_case()
    assert receive(desk, first)["no_pengaduan"] == "KRC-ADU-2611-001"
    assert receive(desk, second)["no_pengaduan"] == "KRC-ADU-2611-002"
    assert receive(desk, first)["no_pengaduan"] == "KRC-ADU-2611-001"


def test_the_terms_are_calendar_days(desk: Desk) -> None:
    found = receive(desk, desk.new_case())
    assert found["batas_jawab"] == "2026-12-08T09:00:00+07:00"
    assert found["batas_putus"] == "2027-01-23T09:00:00+07:00"


def test_a_complaint_about_the_kasi_goes_to_the_camat(desk: Desk) -> None:
    hire(desk, "kasi", "verifikator")
    hire(desk, "rina", "loket")
    assert receive(desk, desk.new_case(), petugas_diadukan="kasi")["penjawab"] == "camat"
    assert receive(desk, desk.new_case(), petugas_diadukan="rina")["penjawab"] == "verifikator"
    assert receive(desk, desk.new_case())["penjawab"] == "verifikator"


@pytest.mark.parametrize("job", ["pengaduan.jawab", "pengaduan.putus"])
def test_the_officer_it_is_about_neither_answers_nor_decides(desk: Desk, job: str) -> None:
    case = desk.new_case()
    receive(desk, case, petugas_diadukan=CLERK.id)
    with pytest.raises(BpmnError, match="PENGADUAN_DIRI_SENDIRI"):
        desk.do(job, case)


def test_the_number_tells_how_far_it_is_however_it_is_typed(desk: Desk) -> None:
    case = desk.new_case()
    receive(desk, case)
    seen: list[Status] = []
    for job in ("pengaduan.jawab", "pengaduan.banding", "pengaduan.putus", "pengaduan.tutup"):
        desk.do(job, case)
        with desk.kernel.reads.begin() as session:
            status = complaints.status(session, " krc-adu-2611-001 ")
        assert status is not None
        seen.append(status)
    assert [status.state for status in seen] == [
        ComplaintState.DIJAWAB,
        ComplaintState.BANDING,
        ComplaintState.BANDING,
        ComplaintState.SELESAI,
    ]
    assert [status.closed for status in seen] == [None, None, None, NOW]


def test_a_case_without_a_complaint_has_nothing_to_answer(desk: Desk) -> None:
    with pytest.raises(NotFound):
        desk.do("pengaduan.jawab", desk.new_case())
