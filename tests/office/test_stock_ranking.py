"""The order of an allocation, who overtakes whom, and why. Pure."""

from __future__ import annotations

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from office.stock import ranking
from office.stock.ranking import Candidate, Criterion
from office.stock.rules import Balance, Material
from tests.office.conftest import NOW


def case(
    number: str, ready: int = 0, plain: int = 3, modified: int = 3, *, returned: bool = False
) -> Candidate:
    return Candidate(
        no_register=number,
        case=0,
        print_ready_at=NOW + timedelta(hours=ready),
        returned=returned,
        plain=plain,
        modified=modified,
    )


CASES = st.lists(
    st.builds(
        case,
        st.text("AB", min_size=1, max_size=3),
        st.integers(0, 3),
        st.integers(0, 5),
        st.integers(0, 5),
        returned=st.booleans(),
    ),
    max_size=8,
    unique_by=lambda one: one.no_register,
)


def test_class_then_returned_then_prr_then_register_number() -> None:
    line = [case("E", 1), case("D"), case("C"), case("B", 9, returned=True), case("A", 9, 1, 1)]
    ranks = ranking.rank(line, modified=False, amount=2)
    assert [(one.no_register, one.criterion) for one in ranks] == [
        ("A", Criterion.PERTAMA),
        ("B", Criterion.KELAS),
        ("C", Criterion.CETAK_ULANG),
        ("D", Criterion.NO_REGISTER),
        ("E", Criterion.WAKTU_PRR),
    ]
    assert [one.granted for one in ranks] == [True, True, False, False, False]


def test_the_policy_in_force_decides_and_the_others_are_told() -> None:
    line = [case("A"), case("B", 1, modified=2)]
    for modified, order in ((False, ["A", "B"]), (True, ["B", "A"])):
        ranks = ranking.rank(line, modified=modified, amount=1)
        assert [one.no_register for one in ranks] == order
        told = {one.no_register: (one.fifo, one.plain, one.modified) for one in ranks}
        assert told == {"A": (1, 1, 2), "B": (2, 2, 1)}


def test_who_overtook_is_told_with_the_reason() -> None:
    line = [case("A"), case("B", 1, plain=1), case("C", 2, returned=True), case("D", 3)]
    ranks = ranking.rank(line, modified=False, amount=0)
    told = [(one.rank.no_register, one.criterion) for one in ranking.overtakers(ranks, "A")]
    assert told == [("B", Criterion.KELAS), ("C", Criterion.CETAK_ULANG)]
    assert ranking.overtakers(ranks, "X") == ()


@given(CASES, st.booleans(), st.integers(0, 9))
def test_law_a_ranking_is_a_permutation_and_grants_its_head(
    line: list[Candidate], modified: bool, amount: int
) -> None:
    ranks = ranking.rank(line, modified=modified, amount=amount)
    everybody = list(range(1, len(line) + 1))
    assert [one.place for one in ranks] == everybody
    for places in ([r.fifo for r in ranks], [r.plain for r in ranks], [r.modified for r in ranks]):
        assert sorted(places) == everybody
    assert [one.granted for one in ranks] == [one.place <= amount for one in ranks]
    assert all(one.place == (one.modified if modified else one.plain) for one in ranks)


@given(CASES)
def test_law_nobody_is_overtaken_by_a_later_case_without_a_reason(line: list[Candidate]) -> None:
    ranks = ranking.rank(line, modified=False, amount=0)
    for mine in ranks:
        for one in ranking.overtakers(ranks, mine.no_register):
            better = one.rank.priority_class < mine.priority_class
            again = one.rank.candidate.returned and not mine.candidate.returned
            assert better or again


@pytest.mark.parametrize(
    ("blanko", "ribbon", "cap", "amount"),
    [(5, 9, None, 5), (9, 2, None, 2), (5, 9, 3, 3), (0, 9, None, 0), (5, 9, 0, 0)],
)
def test_as_many_as_every_material_and_the_arrival_allow(
    blanko: int, ribbon: int, cap: int | None, amount: int
) -> None:
    stock = {
        Material.BLANKO: Balance(on_hand=blanko + 1, reserved=1),
        Material.RIBBON: Balance(on_hand=ribbon),
        Material.FILM: Balance(on_hand=99),
    }
    assert ranking.sufficient(stock, cap) == amount
