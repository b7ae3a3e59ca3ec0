from __future__ import annotations

import pytest

from tests.feel.asking import passes


@pytest.mark.parametrize(
    ("tests", "value", "expected"),
    [
        ("-", None, True),
        ("< 5", 4, True),
        (">= 5, 1", 1, True),
        ("[3..8]", 8, True),
        ("[3..8)", 8, False),
        ("(3..8]", 3, False),
        ('"A","B"', "B", True),
        ('not("A","B")', "B", False),
        ("not(< 5)", 7, True),
        ("null", None, True),
        ("5", None, False),
        ("< 5", None, None),
        ("< 5", "a", None),
        ("true", True, True),
        ("true", False, False),
        ('starts with(?, "KTP")', "KTP-1", True),
        ("? > 3 and ? < 5", 4, True),
        ("[1, 2, 3]", 2, True),
        ('@"2026-11-24"', "2026-11-24", None),
        ("!= 3", 4, True),
        ("not(-1)", -1, False),
        ("-1", -1, True),
    ],
)
def test_cells_of_a_decision_table(tests: str, value: object, expected: bool | None) -> None:
    assert passes(tests, value) is expected


def test_cells_read_variables_too() -> None:
    assert passes("> batas hari", 23, **{"batas hari": 22}) is True


def test_a_truth_that_does_not_read_the_value_stands_for_itself() -> None:
    assert passes("aktif", 5, aktif=True) is True
