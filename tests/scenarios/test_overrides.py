"""U10 out of turn as the pages do it: the store asks, the camat decides, those passed are told."""

from __future__ import annotations

import pytest

from engine.errors import AnswersInvalid, Forbidden, NotFound
from office.stock import allocations, overrides
from office.stock.overrides import NotWaiting, OverrideAsked
from office.stock.ranking import Criterion
from tests.scenarios.kecamatan import CAMAT, CODE, GUDANG, LOKET, Kecamatan, Perkara, by
from tests.scenarios.steps import lost_card
from tests.scenarios.supplies import nik, stockpile

WHY = "Pemohon berangkat umrah besok pagi"


def line_of_two(office: Kecamatan) -> tuple[Perkara, Perkara]:
    """Two cases that wait; the one blanko there is was told to nobody."""
    cases = lost_card(office), lost_card(office, nik=nik(2))
    stockpile(office, 1)
    return cases


def ask(case: Perkara, why: str = WHY) -> int:
    return overrides.ask(case.office.kernel, by(GUDANG), case.key, why).task


def test_a_waiting_case_is_put_before_the_camat_with_whom_it_passes(bare_office: Kecamatan) -> None:
    office = bare_office
    first, second = line_of_two(office)
    task = ask(second)
    found = overrides.sought(office.kernel, CAMAT, task)
    assert [rank.no_register for rank in found.overtaken] == [first.number]
    assert (found.pending.asked_by, found.view.variables["alasan_override"]) == (GUDANG.id, WHY)
    [pending] = overrides.pending(office.kernel, CAMAT, CODE)
    assert (pending.task, pending.no_register) == (task, second.number)


def test_the_camat_approves_and_the_passed_case_says_so(bare_office: Kecamatan) -> None:
    office = bare_office
    first, second = line_of_two(office)
    task = ask(second)
    overrides.decide(office.kernel, by(CAMAT), task, agrees=True, why="Surat keterangan travel")
    assert "U11_mulai_cetak" in second.waiting()
    told = allocations.standings(office.kernel, CAMAT, first.key)[-1]
    passed = [(one.rank.no_register, one.criterion) for one in told.overtaken_by]
    assert passed == [(second.number, Criterion.LOMPATAN)]
    assert allocations.standings(office.kernel, CAMAT, second.key)[-1].overtaken_by == ()


def test_the_camat_refuses_and_it_may_be_asked_again(bare_office: Kecamatan) -> None:
    office = bare_office
    _, second = line_of_two(office)
    overrides.decide(office.kernel, by(CAMAT), ask(second), agrees=False, why="Belum darurat")
    assert "U10_alokasi" in second.waiting()
    assert overrides.pending(office.kernel, CAMAT, CODE) == ()
    assert ask(second, WHY + ", tiket terlampir")


def test_the_same_request_twice_is_one_and_another_is_told(bare_office: Kecamatan) -> None:
    _, second = line_of_two(bare_office)
    task = ask(second)
    assert ask(second) == task
    with pytest.raises(OverrideAsked):
        ask(second, "Alasan yang lain sama sekali")


def test_a_short_reason_asks_nobody(bare_office: Kecamatan) -> None:
    _, second = line_of_two(bare_office)
    with pytest.raises(AnswersInvalid) as refused:
        ask(second, "Mendesak")
    assert [fault.element for fault in refused.value.faults] == ["alasan"]
    assert second.waiting() == set()


def test_only_the_store_asks_and_only_for_a_case_in_the_line(bare_office: Kecamatan) -> None:
    office = bare_office
    first, second = line_of_two(office)
    with pytest.raises(Forbidden):
        overrides.ask(office.kernel, by(LOKET), second.key, WHY)
    with pytest.raises(NotFound):
        overrides.ask(office.kernel, by(GUDANG), office.start().key, WHY)
    allocations.allocate(office.kernel, by(GUDANG), CODE)
    with pytest.raises(NotWaiting):
        ask(first)


def test_another_task_is_no_request(bare_office: Kecamatan) -> None:
    first, _ = line_of_two(bare_office)
    first.tell("lompati_giliran")
    with pytest.raises(NotFound):
        overrides.decide(
            bare_office.kernel, by(GUDANG), first.task("U10_alokasi").key, agrees=True, why=WHY
        )
