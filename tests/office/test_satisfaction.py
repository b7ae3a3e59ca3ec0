"""The survey's arithmetic (domain.md 4.3)."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from office.reports import satisfaction
from office.reports.satisfaction import Answer

PERFECT = Answer(scores=(4,) * 9, groups={})


def sheet(*scores: int, **groups: str) -> Answer:
    return Answer(scores=scores, groups=groups)


def test_a_perfect_set_reaches_the_top_of_the_scale_and_quality_a() -> None:
    found = satisfaction.evaluate([PERFECT] * 3, population=3)

    assert (found.ikm, found.band, found.quality) == (Decimal("100.00"), "A", "Sangat baik")


@pytest.mark.parametrize(
    ("index", "letter"),
    [
        ("100", "A"),
        ("88.31", "A"),
        ("88.30", "B"),
        ("76.61", "B"),
        ("76.60", "C"),
        ("65.00", "C"),
        ("64.99", "D"),
        ("25.00", "D"),
    ],
)
def test_each_band_begins_where_the_table_says(index: str, letter: str) -> None:
    assert satisfaction.band(Decimal(index))[0] == letter


@pytest.mark.parametrize(
    ("fours", "threes", "index", "letter"),
    [(33, 29, "88.31", "A"), (191, 168, "88.30", "B")],  # 88.306… and 88.300… before rounding
)
def test_a_value_between_two_bands_falls_where_its_rounded_value_falls(
    fours: int, threes: int, index: str, letter: str
) -> None:
    answers = [sheet(*(4,) * 9)] * fours + [sheet(*(3,) * 9)] * threes
    exact = 25 * (4 - Fraction(threes, fours + threes))
    assert Fraction("88.30") < exact < Fraction("88.31")

    found = satisfaction.ikm(answers)

    assert (found, satisfaction.band(found)[0]) == (Decimal(index), letter)


@pytest.mark.parametrize(
    ("population", "needed"), [(0, 0), (10, 10), (100, 80), (1000, 278), (3000, 341), (10_000, 370)]
)
def test_the_sample_is_krejcie_and_morgans(population: int, needed: int) -> None:
    assert satisfaction.sample_size(population) == needed


def test_too_few_answers_are_said_to_be_too_few() -> None:
    assert not satisfaction.evaluate([PERFECT] * 79, population=100).enough
    assert satisfaction.evaluate([PERFECT] * 80, population=100).enough


def test_a_month_without_answers_has_no_index() -> None:
    found = satisfaction.evaluate([], population=100)

    assert (found.ikm, found.band, found.enough, found.lowest) == (None, "", False, ())


def test_the_three_lowest_elements_are_named_worst_first() -> None:
    found = satisfaction.evaluate([sheet(4, 3, 1, 4, 4, 2, 4, 4, 4)], population=1)

    assert found.lowest == ("waktu", "kompetensi", "prosedur")


def test_a_group_of_four_stays_untold() -> None:
    answers = [sheet(*(4,) * 9, pendidikan="SMA")] * 5 + [sheet(*(2,) * 9, pendidikan="S1")] * 4

    told = {cell.group: cell.ikm for cell in satisfaction.breakdown(answers, "pendidikan", 5)}

    assert told == {"SMA": Decimal("100.00"), "S1": None}


def test_a_score_outside_the_scale_is_no_answer() -> None:
    with pytest.raises(ValueError, match="5"):
        satisfaction.ikm([sheet(5, 4, 4, 4, 4, 4, 4, 4, 4)])


@given(st.lists(st.lists(st.integers(1, 4), min_size=9, max_size=9), min_size=1, max_size=20))
def test_the_index_lies_on_its_scale_and_in_one_band(sheets: list[list[int]]) -> None:
    index = satisfaction.ikm([sheet(*scores) for scores in sheets])

    assert Decimal(25) <= index <= Decimal(100)
    assert satisfaction.band(index)[0] in "ABCD"


def test_an_offices_own_bands_are_looked_up_from_the_highest_down() -> None:
    bands = satisfaction.bands_from({"D": "25.00", "A": "90.00", "B": "70.00"})
    assert satisfaction.band(Decimal("89.99"), bands) == ("B", "Baik")
    assert satisfaction.band(Decimal("90.00"), bands) == ("A", "Sangat baik")
