"""Who overtook a case, on its pages."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

import pytest

from engine.services import cases
from engine.services.cases import Start
from engine.services.kernel import Kernel, Request
from engine.values import SYSTEM_ACTOR
from office.stock import line, rankings
from office.stock.allocations import Occurrence, reserve_for_all
from office.stock.line import Joining
from office.stock.priorities import Priorities
from tests.api.conftest import OFFICE, Caller


@dataclass(frozen=True, slots=True)
class Ranked:
    """Two cases in one allocation: the first one was overtaken by the second."""

    first: int
    second: int
    allocation: int


def wait(kernel: Kernel, number: str, kelas: int, since: datetime) -> int:
    what = Start(process_id="izin_keramaian", office=OFFICE)
    case = cases.start(kernel, Request(actor=SYSTEM_ACTOR), what).key
    joining = Joining(
        office=OFFICE,
        no_register=number,
        case=case,
        priority_class=kelas,
        print_ready_at=since,
        at=since,
    )
    with kernel.sessions.begin() as session:
        line.join(session, joining)
    return case


@pytest.fixture
def ranked(kernel: Kernel) -> Ranked:
    now = kernel.clock.now()
    first = wait(kernel, "KRC-2611-00001-1", 4, now - timedelta(hours=1))
    second = wait(kernel, "KRC-2611-00002-9", 1, now)
    with kernel.sessions.begin() as session:
        made = Occurrence(office=OFFICE, by="budi", at=now)
        reserve_for_all(session, Priorities(kernel.sealer, kernel.catalogue), made)
        [allocation] = rankings.latest(session, OFFICE)
    return Ranked(first, second, allocation.key)


def test_a_case_links_to_who_overtook_it_and_why(kasi: Caller, ranked: Ranked) -> None:
    assert f"/kasus/{ranked.first}/giliran" in kasi.get(f"/kasus/{ranked.first}").text

    page = kasi.get(f"/kasus/{ranked.first}/giliran").text

    assert "KRC-2611-00002-9" in page
    assert "kelas lain" in page
    assert "Tidak ada yang mendahului" in kasi.get(f"/kasus/{ranked.second}/giliran").text


def test_who_supervises_sees_every_policy(kasi: Caller, ranked: Ranked) -> None:
    page = kasi.get(f"/alokasi/{ranked.allocation}").text

    assert "Menurut waktu siap cetak saja" in page
    assert "Dengan kerentanan" in page


def test_a_case_never_ranked_has_no_such_page(kernel: Kernel, kasi: Caller) -> None:
    what = Start(process_id="izin_keramaian", office=OFFICE)
    case = cases.start(kernel, Request(actor=SYSTEM_ACTOR), what).key

    assert "/giliran" not in kasi.get(f"/kasus/{case}").text
    assert kasi.get(f"/kasus/{case}/giliran").status_code == 404
