"""Suket and IKD: offered by the Kasi at T7b, only as far as the office's policies go."""

from __future__ import annotations

from datetime import timedelta

import pytest

from engine.errors import AnswersInvalid
from tests.scenarios.kecamatan import KASI, Kecamatan, Perkara
from tests.scenarios.steps import lost_card, ready, to_print


def long_wait(office: Kecamatan) -> Perkara:
    """A case that waits for a blanko so long that the Kasi is asked (T7b)."""
    case = lost_card(office)
    office.pass_time(timedelta(days=8))
    assert "Kasi_T7b" in case.waiting()
    return case


@pytest.mark.parametrize("offer", ["SUKET", "IKD"])
def test_what_no_policy_allows_cannot_be_offered(bare_office: Kecamatan, offer: str) -> None:
    case = long_wait(bare_office)
    with pytest.raises(AnswersInvalid):
        case.do("Kasi_T7b", KASI, tawaran=offer)
    case.do("Kasi_T7b", KASI, tawaran="MENUNGGU")
    assert "Kasi_T7b" not in case.waiting()


def test_a_suket_moves_its_holder_into_class_3(bare_office: Kecamatan) -> None:
    bare_office.rule("blanko.suket_ditawarkan", value=True)
    case, other = long_wait(bare_office), lost_card(bare_office, nik="3273164107900002")
    case.do("Kasi_T7b", KASI, tawaran="SUKET")
    bare_office.deliver(5, "SJ-001")
    seen = case.see("U10_alokasi")
    assert (seen["suket_nomor"], seen["kelas_blanko"]) == ("SK-KRC-2026-00001", 3)
    assert other.see("U10_alokasi")["kelas_blanko"] == 4


def test_an_accepted_ikd_leaves_the_case_in_the_line(bare_office: Kecamatan) -> None:
    bare_office.rule("blanko.ikd_ditawarkan", value=True)
    case = long_wait(bare_office)
    case.do("Kasi_T7b", KASI, tawaran="IKD")
    assert case.keadaan() == "MENUNGGU_BLANKO"


def test_stock_that_came_meanwhile_forbids_the_suket(bare_office: Kecamatan) -> None:
    bare_office.rule("blanko.suket_ditawarkan", value=True)
    case = long_wait(bare_office)
    bare_office.deliver(5, "SJ-001")
    with pytest.raises(AnswersInvalid):
        case.do("Kasi_T7b", KASI, tawaran="SUKET")


def test_whoever_got_a_card_at_once_was_offered_nothing(office: Kecamatan) -> None:
    case = ready(office, "RUSAK")
    assert "T7b_tawarkan" not in case.passed()
    assert to_print(office, nik="3273164107900002").waiting() == {"U10_alokasi"}
